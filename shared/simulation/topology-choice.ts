/** The part of a scenario's file that says which network it runs over. */
import { type Json, type JsonObject, LineError } from '../base/json.ts'
import { readCount, readObject, readOneOf, readParsed } from '../base/json-reader.ts'
import { BUILT_IN_NAMES, type BuiltInOptions } from '../network/built-in.ts'
import { ACCESS_NAMES } from '../network/presets.ts'
import { MAX_PEERS } from '../network/topology.ts'
import { parseTopology, readTopology } from '../network/topology-file.ts'
import { parseRate } from '../network/units.ts'
import type { TopologyChoice } from './scenario.ts'

/** Gives the text of a file that the scenario names; throws an Error that says why it cannot. */
export type ReadFile = (path: string) => string

const THESIS_KEYS = ['accessRate']
const SHAPE_KEYS = ['peers', 'access', 'seed']

export function readTopologyChoice(json: Json, readFile: ReadFile | undefined): TopologyChoice {
  const keys = ['builtIn', 'own', 'file', 'duplex', ...THESIS_KEYS, ...SHAPE_KEYS]
  const fields = readObject(json, '"topology"', [], keys)
  const own = fields.get('own')
  const file = fields.get('file')
  if (fields.has('builtIn')) return readBuiltIn(fields)
  if (fields.size !== 1 || !(own ?? file)) {
    throw new LineError(
      json.line,
      '"topology" has "builtIn" with its parameters, or "own" alone, or "file" alone',
    )
  }
  if (own) return { kind: 'own', topology: readTopology(own) }
  return { kind: 'own', topology: readParsed(file as Json, '"file"', openTopology(readFile)) }
}

const openTopology = (readFile: ReadFile | undefined) => (path: string) => {
  if (!readFile) throw new Error('no file can be opened here; write the topology as "own"')
  return parseTopology(readFile(path))
}

function readBuiltIn(fields: JsonObject): TopologyChoice {
  const name = readOneOf(fields.get('builtIn') as Json, '"builtIn"', BUILT_IN_NAMES)
  const allowed = name.startsWith('thesis-') ? THESIS_KEYS : SHAPE_KEYS
  for (const [key, { keyLine }] of fields) {
    if (['builtIn', 'duplex', ...allowed].includes(key)) continue
    throw new LineError(keyLine, `the topology "${name}" has no "${key}"`)
  }
  const read = <T>(key: string, parse: (field: Json) => T): T | undefined => {
    const field = fields.get(key)
    return field && parse(field)
  }
  const options = {
    peers: read('peers', field => readCount(field, '"peers"', 1, MAX_PEERS)),
    access: read('access', field => readOneOf(field, '"access"', ACCESS_NAMES)),
    duplex: read('duplex', field => readOneOf(field, '"duplex"', ['full', 'half'])),
    seed: read('seed', field => readCount(field, '"seed"', 0, 2 ** 32 - 1)),
    accessBitsPerSec: read('accessRate', field => readParsed(field, '"accessRate"', parseRate)),
  }
  return { kind: 'builtIn', name, options: present(options) }
}

/** Without what was not said. */
const present = (options: { readonly [Key in keyof BuiltInOptions]: unknown }): BuiltInOptions =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
