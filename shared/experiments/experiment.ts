/**
 * An experiment as a plan: a scenario, what is changed in it along two axes, what is measured, and
 * the findings it puts to the test. Plain data and pure functions, for the command line and the page
 * alike. Not in it: who runs it, how many times, and how it is drawn.
 */
import type { Axis, Settings } from './axis.ts'
import type { Measure } from './measures.ts'
import type { Results } from './results.ts'
import type { Verdict } from './verdict.ts'

export interface Experiment {
  /** On a command line and in file names. */
  readonly name: string
  readonly title: string
  /** What one would like to know, in a sentence. */
  readonly question: string
  /** A built-in scenario's name. */
  readonly base: string
  /** Set at every point, before the axes. */
  readonly set?: Settings
  readonly x: Axis
  readonly lines: Axis
  /** A chart and a column for each; the first is what the experiment is about. */
  readonly measures: readonly Measure[]
  readonly findings: readonly Finding[]
  /** Draw how the swarm fills too: a chart for each value of x. */
  readonly filling?: boolean
}

export interface Finding {
  /** Who said so. */
  readonly source: string
  readonly claim: string
  decide(results: Results): Verdict
}
