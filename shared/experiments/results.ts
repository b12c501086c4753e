/** What came of an experiment's runs: for every point and measure a value for each seed. */
import { assert } from '../base/assert.ts'
import { type Estimate, estimate } from '../simulation/results/statistics.ts'
import type { Scenario } from '../simulation/scenarios/scenario.ts'
import type { AxisValue } from './axis.ts'
import type { Measure, Outcome } from './measures.ts'

/** A value of x on a line: a scenario of its own. */
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

  /** By the labels of a line and of a value of x. */
  values(measure: Measure, line: string, x: string): Values {
    const point = this.points.find(each => each.line.label === line && each.x.label === x)
    assert(point !== undefined, `there is no point "${line}", "${x}"`)
    return valuesOf(measure, point)
  }

  /** Of one line, along x. */
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
