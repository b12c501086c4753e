/** What experiments measure in a run. */
import type { Millis } from '../base/ids.ts'
import { boundOf } from '../simulation/results/bound.ts'
import type { Scenario } from '../simulation/scenarios/scenario.ts'
import type { Run } from '../simulation/simulation.ts'

/** A run and, for experiments with `filling`, the times at which leechers got their pieces. */
export interface Outcome extends Omit<Run, 'events' | 'fingerprint'> {
  /** Simulated runs only: real tabs never repeat a run event for event. */
  readonly fingerprint?: string
  readonly heldMs: readonly Millis[]
}

export interface Measure {
  readonly name: string
  /** Written after a number: ' s', ' %', ' copies'. */
  readonly unit: string
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
