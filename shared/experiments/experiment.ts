/**
 * An experiment: a scenario, what is changed in it along two axes, what is measured, the findings
 * that it tests, and the results of its runs. Running it and drawing charts is done elsewhere.
 */
import { assert } from '../base/assert.ts'
import { type Estimate, estimate } from '../simulation/results/statistics.ts'
import type { Scenario } from '../simulation/scenarios/scenario.ts'
import type { Measure, Outcome } from './measures.ts'

export interface Experiment {
  readonly name: string
  readonly title: string
  /** The question, in a sentence. */
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
  /** Looks at the course of each run, too, and draws these of it: a chart for each value of x. */
  readonly records?: boolean
  readonly curves?: readonly CurveKind[]
  /** Runs so cheap that each point has this many times as many seeds. */
  readonly timesSeeds?: number
}

/** How the swarm fills; how many copies there are of a piece; how long it takes from one to the next. */
export type CurveKind = 'filling' | 'copies' | 'pieceGaps' | 'blockGaps'

export interface Finding {
  readonly source: string
  readonly claim: string
  /** What the model leaves out that could turn the verdict. A sentence. */
  readonly caution?: string
  decide(results: Results): Verdict
}

/** As after `--set`: 'torrent.pieces' -> 100. */
export type Settings = { readonly [key: string]: unknown }

interface Axis {
  readonly name: string
  readonly values: readonly AxisValue[]
  /** On a logarithmic axis. */
  readonly isLog?: boolean
}

interface AxisValue {
  readonly label: string
  /** Its position on a numeric axis; without one, values are drawn side by side. */
  readonly at?: number
  readonly set: Settings
}

/** An axis of numbers, and what each of them sets. */
export const numbers = (
  name: string,
  values: readonly number[],
  set: (at: number) => Settings,
): Axis => ({ name, values: values.map(at => ({ label: `${at}`, at, set: set(at) })) })

export const choices = (name: string, values: { readonly [label: string]: Settings }): Axis => ({
  name,
  values: Object.entries(values).map(([label, set]) => ({ label, set })),
})

/** Whether a finding holds. `open`: chance may explain what was measured, or there was one run only. */
export type Holds = 'yes' | 'partly' | 'no' | 'open'

export interface Verdict {
  readonly holds: Holds
  /** A sentence or two, with the numbers that decided. */
  readonly words: string
  /** The same at a glance: '1.14 to 1.27'. */
  readonly figure: string
  /** How many runs each of those numbers is of: the fewest and the most. */
  readonly n: readonly [number, number]
}

export const HOLDS_WORDS: { readonly [Name in Holds]: string } = {
  yes: 'holds',
  partly: 'holds in part',
  no: 'does not hold',
  open: 'undecided',
}

/** One value of x on one line, and its scenario. */
export interface Point {
  readonly line: AxisValue
  readonly x: AxisValue
  /** `key=value`, as after `--set`. */
  readonly settings: readonly string[]
  readonly scenario: Scenario
}

/** A point and its runs, one for each seed, all points with the same seeds in the same order. */
export interface PointRuns extends Point {
  readonly runs: readonly Outcome[]
}

/** By seed; null where a run has none. */
export type Values = readonly (number | null)[]

export interface ValuesAt {
  readonly x: AxisValue
  readonly values: Values
}

export class Results {
  readonly points: readonly PointRuns[]

  constructor(points: readonly PointRuns[]) {
    this.points = points
  }

  /** At the point with these labels. */
  values(measure: Measure, line: string, x: string): Values {
    const point = this.points.find(each => each.line.label === line && each.x.label === x)
    assert(point !== undefined, `there is no point "${line}", "${x}"`)
    return valuesOf(measure, point)
  }

  /** Along one line. */
  along(measure: Measure, line: string): ValuesAt[] {
    return this.points
      .filter(point => point.line.label === line)
      .map(point => ({ x: point.x, values: valuesOf(measure, point) }))
  }
}

export const valuesOf = (measure: Measure, { runs, scenario }: PointRuns): Values =>
  runs.map(run => measure.of(run, scenario))

/** Over the runs that have a value. */
export const estimateOf = (values: Values): Estimate | null =>
  estimate(values.filter(value => value !== null))
