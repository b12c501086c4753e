/** The part of a scenario's file that says who leaves, and when. */
import { type Json, type JsonObject, LineError } from '../base/json.ts'
import { readFlag, readList, readObject, readParsed, readText } from '../base/json-reader.ts'
import type { Topology } from '../network/topology.ts'
import { parseDuration } from '../network/units.ts'
import type { Departure } from './scenario.ts'

/** One for each peer of the largest swarm. */
const MAX_DEPARTURES = 20_000

export const readDepartures = (json: Json, topology: Topology): Departure[] => {
  const known = new Set(topology.peers)
  return readList(json, '"departures"', MAX_DEPARTURES).map(entry => readDeparture(entry, known))
}

function readDeparture(json: Json, known: ReadonlySet<string>): Departure {
  const fields = readObject(json, 'a departure', [], ['afterFinishing', 'peer', 'at', 'goodbye'])
  const after = fields.get('afterFinishing')
  if (after) {
    if (fields.size > 1) {
      throw new LineError(json.line, '"afterFinishing" is for every leecher and stands alone')
    }
    return { kind: 'finished', afterMs: readParsed(after, '"afterFinishing"', parseDuration) }
  }
  for (const key of ['peer', 'at']) {
    if (!fields.has(key)) {
      throw new LineError(json.line, `a departure has "afterFinishing", or "peer" and "at"`)
    }
  }
  const goodbye = fields.get('goodbye')
  return {
    kind: 'at',
    peer: readPeer(fields, known),
    atMs: readAt(fields),
    goodbye: goodbye ? readFlag(goodbye, '"goodbye"') : true,
  }
}

function readPeer(fields: JsonObject, known: ReadonlySet<string>): string {
  const field = fields.get('peer') as Json
  const name = readText(field, '"peer"')
  if (known.has(name)) return name
  throw new LineError(field.line, `"${name}" is no peer of the topology`)
}

const readAt = (fields: JsonObject): number =>
  readParsed(fields.get('at') as Json, '"at"', parseDuration)
