/** What experiments measure in a run. */
import { boundOf } from '../simulation/bound.ts'
import type { Scenario } from '../simulation/scenario.ts'
import type { Run } from '../simulation/simulation.ts'

export interface Measure {
  readonly name: string
  /** Behind a number: ' s', ' %', ' copies'. */
  readonly unit: string
  /** Null where the run has none: nobody finished. */
  of(run: Run, scenario: Scenario): number | null
  /** What no run can be below. */
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

/** How much the seeders sent, as a multiple of the file. */
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
