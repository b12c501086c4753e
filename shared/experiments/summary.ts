/** An experiment's outcome as plain data, for files, tables and charts. */
import { type Estimate, estimate } from '../simulation/results/statistics.ts'
import { pieceCountOf } from '../simulation/scenarios/scenario.ts'
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
  readonly lineName: string
  readonly xName: string
  readonly isLog: boolean
  readonly measures: readonly { readonly name: string; readonly unit: string }[]
  readonly rows: readonly Row[]
  readonly findings: readonly DecidedFinding[]
  /** How the swarm fills, for experiments with `filling`. */
  readonly fillings: readonly Filling[]
  /** Failed checks of runs, each with the command that repeats it. */
  readonly troubles: readonly string[]
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
}

export function summarise(
  experiment: Experiment,
  points: readonly PointRuns[],
  seeds: readonly number[],
  where: Where,
): Summary {
  const { name, title, question, lines, x, measures, findings } = experiment
  const results = new Results(points)
  return {
    name,
    title,
    question,
    where,
    seeds,
    lineName: lines.name,
    xName: x.name,
    isLog: x.isLog ?? false,
    measures: measures.map(({ name, unit }) => ({ name, unit })),
    rows: points.map(point => rowOf(experiment, point, where, seeds.length)),
    findings: findings.map(({ source, claim, decide }) => ({ source, claim, ...decide(results) })),
    fillings: experiment.filling ? fillingsOf(points) : [],
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

/** For one value of x: a curve for each line. */
export interface Filling {
  readonly x: string
  readonly curves: readonly {
    readonly line: string
    readonly at: readonly { readonly sec: number; readonly percent: Estimate }[]
  }[]
}

/** Points of a curve: enough for it to look smooth. */
const SAMPLES = 80

function fillingsOf(points: readonly PointRuns[]): Filling[] {
  const xs = [...new Set(points.map(({ x }) => x.label))]
  return xs.map(x => {
    const there = points.filter(point => point.x.label === x)
    const endMs = Math.max(...there.map(typicalEndMs))
    return {
      x,
      curves: there.map(point => ({ line: point.line.label, at: curveOf(point, endMs) })),
    }
  })
}

/** The median of the runs' last times: one slow run must not set the scale. */
function typicalEndMs({ runs }: PointRuns): number {
  const ends = runs.map(({ heldMs }) => heldMs.at(-1) ?? 0).sort((a, b) => a - b)
  return ends[Math.floor(ends.length / 2)] ?? 0
}

function curveOf({ runs, scenario }: PointRuns, endMs: number) {
  return Array.from({ length: SAMPLES + 1 }, (_, i) => {
    const atMs = (i * endMs) / SAMPLES
    const shares = runs.map(({ heldMs, peers }) => {
      const held = heldMs.filter(ms => ms <= atMs).length
      return (100 * held) / (peers.length * pieceCountOf(scenario))
    })
    return { sec: atMs / 1000, percent: estimate(shares) as Estimate }
  })
}
