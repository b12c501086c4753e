/** An experiment's outcome as plain data, for files, tables and charts. */
import type { Estimate } from '../simulation/results/statistics.ts'
import { type CurveSet, curvesOf } from './curves.ts'
import {
  type Experiment,
  estimateOf,
  type PointRuns,
  Results,
  type Verdict,
  valuesOf,
} from './experiment.ts'
import { commandOf, type Where } from './plan.ts'

export interface Summary {
  readonly name: string
  readonly title: string
  readonly question: string
  readonly where: Where
  readonly seeds: readonly number[]
  /** As asked for with --seeds: cheap experiments run some times as many. */
  readonly asked: number
  readonly lineName: string
  readonly xName: string
  readonly isLog: boolean
  readonly measures: readonly MeasureName[]
  readonly rows: readonly Row[]
  readonly findings: readonly DecidedFinding[]
  /** Of the course of the runs, for experiments that record it. */
  readonly curves: readonly CurveSet[]
  /** Failed checks of runs, each with the command that repeats it. */
  readonly troubles: readonly string[]
}

export interface MeasureName {
  readonly name: string
  readonly unit: string
  /** A column of the table, and no chart. */
  readonly isPlain: boolean
}

export interface Row {
  readonly line: string
  readonly x: string
  readonly at: number | null
  readonly command: string
  /** One for each measure. */
  readonly cells: readonly Cell[]
  readonly fingerprints: readonly string[]
}

export interface Cell {
  /** Over the runs that have a value; null if none has. */
  readonly estimate: Estimate | null
  /** By seed. */
  readonly values: readonly (number | null)[]
  readonly bound: number | null
}

export interface DecidedFinding extends Verdict {
  readonly source: string
  readonly claim: string
  /** What the model leaves out that could turn the verdict. */
  readonly caution?: string
}

export function summarise(
  experiment: Experiment,
  points: readonly PointRuns[],
  seeds: readonly number[],
  where: Where,
  asked = seeds.length,
): Summary {
  const { name, title, question, lines, x, measures, findings } = experiment
  const results = new Results(points)
  return {
    name,
    title,
    question,
    where,
    seeds,
    asked,
    lineName: lines.name,
    xName: x.name,
    isLog: x.isLog ?? false,
    measures: measures.map(({ name, unit, isPlain = false }) => ({ name, unit, isPlain })),
    rows: points.map(point => rowOf(experiment, point, where, seeds.length)),
    findings: findings.map(({ source, claim, caution, decide }) => ({
      source,
      claim,
      ...decide(results),
      ...(caution !== undefined && { caution }),
    })),
    curves: (experiment.curves ?? []).flatMap(kind => curvesOf(kind, points)),
    troubles: points.flatMap(point => troublesOf(experiment, point, where)),
  }
}

function rowOf(experiment: Experiment, point: PointRuns, where: Where, seeds: number): Row {
  const cells = experiment.measures.map(measure => {
    const values = valuesOf(measure, point)
    const bound = measure.bound?.(point.scenario) ?? null
    return { estimate: estimateOf(values), values, bound }
  })
  return {
    line: point.line.label,
    x: point.x.label,
    at: point.x.at ?? null,
    command: commandOf(
      experiment,
      point,
      where,
      where === 'real tabs' ? '--seed 1' : `--seeds ${seeds}`,
    ),
    cells,
    fingerprints: point.runs.flatMap(({ fingerprint }) => fingerprint ?? []),
  }
}

function troublesOf(experiment: Experiment, point: PointRuns, where: Where): string[] {
  const { scenario, runs } = point
  return runs.flatMap(run => {
    const impossible = experiment.measures.flatMap(({ name, of, bound }) =>
      (of(run, scenario) ?? Number.POSITIVE_INFINITY) <
      (bound?.(scenario) ?? Number.NEGATIVE_INFINITY)
        ? [`${name} is below its bound: a bug in the simulation, or in the bound.`]
        : [],
    )
    const command = commandOf(experiment, point, where, `--seed ${run.seed}`)
    return [...run.failures, ...impossible].map(trouble => `${trouble} Repeat it: ${command}`)
  })
}
