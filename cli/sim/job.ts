/** What a worker is given and what it says. Plain data: it crosses a thread's border. */
import type { Millis } from '../../shared/base/ids.ts'
import type { Scenario } from '../../shared/simulation/scenarios/scenario.ts'
import type { Run } from '../../shared/simulation/simulation.ts'

export interface Job {
  readonly scenario: Scenario
  readonly seed: number
  /** Files to write on the way. */
  readonly log: string | undefined
  readonly trace: string | undefined
  /** Tell when each piece came, of all leechers together. */
  readonly holdings?: boolean
}

export type Report =
  /** The share of all pieces that have come where they should. */
  | { readonly type: 'progress'; readonly done: number }
  | {
      readonly type: 'done'
      readonly run: Run
      readonly heldMs: readonly Millis[]
      readonly elapsedMs: number
    }
