/** The part of a scenario's file that says when leechers come, and, if that was measured, when they leave. */
import * as v from 'valibot'
import { byKey, list, number, oneOf, parsed, text } from '../../base/file-schema.ts'
import type { JsonFile } from '../../base/json-file.ts'
import { MAX_PEERS } from '../../network/topology.ts'
import { formatDuration, parseDuration } from '../../network/units.ts'
import { type Arrivals, castOf, type Departure, type Scenario, topologyOf } from './scenario.ts'
import { parseSessions, type Session } from './session-trace.ts'
import type { ReadFile } from './topology-choice.ts'

const MAX_DELAY_MS = 3_600_000
/** A week of virtual time: as long as the longest run. */
const MAX_ARRIVAL_MS = 7 * 86_400_000
const MAX_ARRIVALS_PER_SEC = 1_000

export const duration = parsed(parseDuration)

export const durationUpTo = (maxMs: number) =>
  v.pipe(duration, v.maxValue(maxMs, `may be at most ${formatDuration(maxMs)}`))

/** With the name of a trace, until its file is read. */
type Written = Exclude<Arrivals, { kind: 'at' }> | Listed | { kind: 'trace'; file: string }
interface Listed {
  readonly kind: 'at'
  readonly sessions: readonly Session[]
}

export const arrivalsSchema: v.GenericSchema<unknown, Written> = v.lazy(input =>
  typeof input === 'string' ? together : oneByOne,
)
const together = v.pipe(
  oneOf(['together']),
  v.transform(kind => ({ kind })),
)
const oneByOne = v.pipe(
  byKey({
    every: { every: durationUpTo(MAX_DELAY_MS) },
    poissonPerSec: { poissonPerSec: number(1e-6, MAX_ARRIVALS_PER_SEC) },
    at: { at: list(durationUpTo(MAX_ARRIVAL_MS), MAX_PEERS) },
    trace: { trace: text },
  }),
  v.transform((fields): Written => {
    if ('every' in fields) return { kind: 'every', everyMs: fields.every }
    if ('trace' in fields) return { kind: 'trace', file: fields.trace }
    if ('poissonPerSec' in fields) return { kind: 'poisson', perSec: fields.poissonPerSec }
    const sessions = fields.at.map(joinsMs => ({ peer: undefined, joinsMs, leavesMs: undefined }))
    return { kind: 'at', sessions }
  }),
)

export function readArrivals(written: Written, file: JsonFile, readFile: ReadFile | undefined) {
  if (written.kind === 'at') return { arrivals: TOGETHER, sessions: written.sessions }
  if (written.kind !== 'trace') return { arrivals: written, sessions: undefined }
  try {
    if (!readFile) throw new Error('no file can be opened here; write the times as "at"')
    return { arrivals: TOGETHER, sessions: parseSessions(readFile(written.file)) }
  } catch (error) {
    file.fail(['arrivals', 'trace'], `"trace": ${(error as Error).message}`)
  }
}

const TOGETHER: Arrivals = { kind: 'together' }

/** Each leecher comes when its session begins, and leaves when it ends. */
export function withSessions(
  scenario: Scenario,
  sessions: readonly Session[] | undefined,
  file: JsonFile,
): Scenario {
  if (sessions === undefined) return scenario
  const { leechers } = castOf(scenario, topologyOf(scenario))
  const fail = (reason: string) => file.fail(['arrivals'], `"arrivals": ${reason}`)
  if (sessions.length !== leechers.length)
    fail(`there are ${sessions.length} sessions for ${leechers.length} leechers`)
  const byPeer = new Map<string, Session>()
  for (const [i, session] of sessions.entries()) {
    const peer = session.peer ?? (leechers[i] as string)
    if (!leechers.includes(peer)) fail(`"${peer}" is no leecher`)
    if (byPeer.has(peer)) fail(`"${peer}" has two sessions`)
    byPeer.set(peer, session)
  }
  const left = leechers.flatMap((peer): Departure[] => {
    const atMs = byPeer.get(peer)?.leavesMs
    return atMs === undefined ? [] : [{ kind: 'at', peer, atMs, goodbye: true }]
  })
  return {
    ...scenario,
    arrivals: { kind: 'at', atMs: leechers.map(peer => byPeer.get(peer)?.joinsMs ?? 0) },
    departures: [...scenario.departures, ...left],
  }
}
