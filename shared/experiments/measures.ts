/** What experiments measure in a run. */
import { boundOf, linesOf } from '../simulation/results/bound.ts'
import { PERCENTILES, type Recorded } from '../simulation/results/recorder.ts'
import { quantileOf } from '../simulation/results/statistics.ts'
import { type Scenario, topologyOf } from '../simulation/scenarios/scenario.ts'
import type { Run } from '../simulation/simulation.ts'

/** A run and, for experiments that record it, its course. */
export interface Outcome extends Omit<Run, 'events' | 'fingerprint'> {
  /** Simulated runs only: real tabs never repeat a run event for event. */
  readonly fingerprint?: string
  readonly recorded?: Recorded
}

export interface Measure {
  readonly name: string
  /** Written after a number: ' s', ' %', ' copies'. */
  readonly unit: string
  /** A column of the table, and no chart. */
  readonly isPlain?: boolean
  /** Null if the run has none, as when nobody finished. */
  of(run: Outcome, scenario: Scenario): number | null
  bound?(scenario: Scenario): number
}

const seconds = (ms: number | null): number | null => (ms === null ? null : ms / 1000)

export const makespan: Measure = {
  name: 'Makespan',
  unit: ' s',
  of: ({ makespanMs }) => seconds(makespanMs),
  bound: scenario => boundOf(scenario).makespanMs / 1000,
}

export const meanTime: Measure = {
  name: 'Mean time of a peer',
  unit: ' s',
  of: ({ meanMs }) => seconds(meanMs),
}

export const timesTheBound: Measure = {
  name: 'Makespan over its bound',
  unit: '',
  of: ({ makespanMs }, scenario) =>
    makespanMs === null ? null : makespanMs / boundOf(scenario).makespanMs,
  bound: () => 1,
}

/** The bytes that seeders sent, as a multiple of the file. */
export const seedersCopies: Measure = {
  name: 'Sent by the seeders',
  unit: ' copies',
  of: ({ seeders }, { torrent }) =>
    seeders.reduce((sum, { uploaded }) => sum + uploaded, 0) / torrent.length,
  bound: () => 1,
}

export const finishedShare: Measure = {
  name: 'Peers that finish',
  unit: ' %',
  of: ({ peers }) =>
    (100 * peers.filter(({ finishedMs }) => finishedMs !== null).length) / peers.length,
}

/** For gossip its RMR (Leitão, Pereira and Rodrigues 2007); otherwise in bytes of payload. */
export const redundancy: Measure = {
  name: 'Sent in vain for each useful piece',
  unit: '',
  of({ rmr, peers, seeders }, { torrent }) {
    if (rmr !== undefined) return rmr
    const sent = [...peers, ...seeders].reduce((sum, { uploaded }) => sum + uploaded, 0)
    if (peers.some(({ finishedMs }) => finishedMs === null)) return null
    return sent / (peers.length * torrent.length) - 1
  },
}

/** The time by which this share of all peers had everything since they joined; null if fewer have. */
export const timeOfShare = (percent: number): Measure => ({
  name: percent === 50 ? 'Median time of a peer' : `Time of ${percent} % of peers`,
  unit: ' s',
  of({ peers }) {
    const times = peers.map(({ joinedMs, finishedMs }) =>
      finishedMs === null ? Number.POSITIVE_INFINITY : finishedMs - joinedMs,
    )
    const ms = quantileOf(times, percent / 100)
    return ms === null || !Number.isFinite(ms) ? null : ms / 1000
  },
})

/** Payload that leechers sent, as a share of what their uplinks carry until the last has finished. */
export const uploadUtilisation: Measure = {
  name: 'Upload utilisation',
  unit: ' %',
  of({ peers, makespanMs }, scenario) {
    if (makespanMs === null) return null
    const lines = linesOf(topologyOf(scenario))
    const sent = peers.reduce((sum, { uploaded }) => sum + uploaded, 0)
    const carried = peers.reduce(
      (sum, { id, joinedMs }) =>
        sum + ((lines.get(id)?.upBitsPerSec ?? 0) * (makespanMs - joinedMs)) / 8000,
      0,
    )
    return (100 * sent) / carried
  },
}

/** Of the ratios of Legout, Urvoy-Keller and Michiardi (2006), the one with this percentage below it. */
export const entropyOf = (percent: number): Measure => ({
  name: percent === 50 ? 'Entropy: median' : `Entropy: ${percent}th percentile`,
  unit: '',
  of: ({ recorded }) => quantileOf(recorded?.interest ?? [], percent / 100),
})

export const copiesUntilAllLeft: Measure = {
  name: 'Sent by the seeder until all has left it once',
  unit: ' copies',
  of: ({ recorded }) => recorded?.copiesUntilAllLeft ?? null,
  bound: () => 1,
}

export const copiesUntilFirstWhole: Measure = {
  name: 'Sent by the seeder until another has everything',
  unit: ' copies',
  of: ({ recorded }) => recorded?.copiesUntilFirstWhole ?? null,
  bound: () => 1,
}

/**
 * The gaps between the first tenth, or the last, of a leecher's pieces beside those between all: the 90th
 * percentiles, as most blocks follow each other as close as the line allows.
 */
export const edgeGaps = (kind: 'pieceGaps' | 'blockGaps', edge: 'first' | 'last'): Measure => ({
  name: `${edge === 'first' ? 'First' : 'Last'} ${kind === 'pieceGaps' ? 'pieces' : 'blocks'}: 90th percentile of gaps over that of all`,
  unit: '',
  of({ recorded }) {
    const long = (gaps: readonly number[] | undefined): number => gaps?.[LONG] ?? Number.NaN
    const ratio = long(recorded?.[kind][edge]) / long(recorded?.[kind].all)
    return Number.isFinite(ratio) ? ratio : null
  },
})

const LONG = PERCENTILES.indexOf(90)
