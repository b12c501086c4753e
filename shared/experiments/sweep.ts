/** A scenario over all values of what is varied: its points, what came of them, and what follows. */
import { FileError } from '../base/json-file.ts'
import { boundOf } from '../simulation/results/bound.ts'
import { type Estimate, estimate } from '../simulation/results/statistics.ts'
import { castOf, type Scenario, topologyOf } from '../simulation/scenarios/scenario.ts'
import { parseScenario, type Setting } from '../simulation/scenarios/scenario-file.ts'
import type { ReadFile } from '../simulation/scenarios/topology-choice.ts'
import type { Run } from '../simulation/simulation.ts'
import { holds, isAbove } from './comparison.ts'
import type { Values } from './experiment.ts'
import { ratio } from './rules.ts'
import { SweepError, type Varied } from './varied.ts'

/** Points times seeds. Each run's result is kept until the end. */
const MAX_SWEEP_RUNS = 10_000

export interface SweepBase {
  /** A scenario's file. */
  readonly text: string
  /** Of every point, before what is varied. */
  readonly settings?: readonly Setting[]
  readonly readFile?: ReadFile
}

export interface SweepPoint {
  /** One for each that is varied. */
  readonly labels: readonly string[]
  readonly scenario: Scenario
}

/** What a run of a point came to. */
export type SweepRun = Pick<Run, 'makespanMs' | 'meanMs'>

export interface SweepRow extends SweepFigures {
  readonly labels: readonly string[]
}

export interface SweepFigures {
  readonly runs: number
  /** The runs in which everyone finished that was to. */
  readonly finished: number
  readonly boundSec: number
  /** By seed, the same seeds at every point. */
  readonly makespansSec: Values
  /** Null unless all runs finished: a mean over the others would flatter. */
  readonly makespanSec: Estimate | null
  readonly timesBound: Estimate | null
  readonly meanPeerSec: Estimate | null
}

/** The values of the first are the inner ones: an axis, and the second's are lines. Throws a SweepError. */
export function sweepPoints(
  base: SweepBase,
  varied: readonly Varied[],
  seeds: number,
): SweepPoint[] {
  const [along, lines] = varied
  const count = (along?.values.length ?? 0) * (lines?.values.length ?? 1) * seeds
  if (count > MAX_SWEEP_RUNS)
    throw new SweepError({ is: 'too-many-runs', count, most: MAX_SWEEP_RUNS })
  return (lines?.values ?? [undefined]).flatMap(line =>
    (along?.values ?? []).map(value => {
      const values = line === undefined ? [value] : [value, line]
      const labels = values.map(({ label }) => label)
      const settings = values.map(({ setting }) => setting)
      return { labels, scenario: scenarioAt(base, settings, placeOf(varied, labels)) }
    }),
  )
}

function scenarioAt(
  { text, settings = [], readFile }: SweepBase,
  own: readonly Setting[],
  place: string,
) {
  try {
    const scenario = parseScenario(text, {
      settings: [...settings, ...own],
      ...(readFile && { readFile }),
    })
    if (castOf(scenario, topologyOf(scenario)).leechers.length > 0) return scenario
  } catch (error) {
    // A mistake in the file itself has its line.
    if (!(error instanceof FileError) || error.line > 0) throw error
    throw new SweepError({ is: 'bad-point', place, why: error.reason }, error.fault)
  }
  throw new SweepError({ is: 'only-seeders', place })
}

/** 'torrent.pieces=13, seeders=2'. */
export const placeOf = (varied: readonly Varied[], labels: readonly string[]): string =>
  varied.map(({ path }, i) => `${path}=${labels[i]}`).join(', ')

export const sweepRow = (
  { labels, scenario }: SweepPoint,
  runs: readonly SweepRun[],
): SweepRow => ({
  labels,
  ...figuresOf(boundOf(scenario).makespanMs / 1000, runs),
})

/** Of repetitions of one set-up. */
export function figuresOf(boundSec: number, runs: readonly SweepRun[]): SweepFigures {
  const makespansSec = runs.map(({ makespanMs }) =>
    makespanMs === null ? null : makespanMs / 1000,
  )
  const finished = makespansSec.filter(sec => sec !== null)
  const means = runs.flatMap(({ meanMs }) => (meanMs === null ? [] : meanMs / 1000))
  const ofAll = (values: readonly number[]): Estimate | null =>
    finished.length === runs.length ? estimate(values) : null
  return {
    runs: runs.length,
    finished: finished.length,
    boundSec,
    makespansSec,
    makespanSec: ofAll(finished),
    timesBound: ofAll(finished.map(sec => sec / boundSec)),
    meanPeerSec: ofAll(means),
  }
}

const CSV_FIGURES = ['makespanSec', 'timesBound', 'meanPeerSec'] as const
const CSV_HEAD = [
  'makespan_s',
  'makespan_ci95_s',
  'times_bound',
  'times_bound_ci95',
  'mean_peer_s',
  'mean_peer_ci95_s',
]

/** Intervals are half the width of 95 % (Student's t over the seeds); empty where there is none. */
export function sweepCsv(varied: readonly Varied[], rows: readonly SweepRow[]): string {
  const head = [
    ...varied.map(({ path }) => quoted(path)),
    ...['runs', 'finished', 'bound_s'],
    ...CSV_HEAD,
  ]
  const lines = rows.map(row => [
    ...row.labels.map(quoted),
    ...[row.runs, row.finished, rounded(row.boundSec)],
    ...CSV_FIGURES.flatMap(key => [rounded(row[key]?.mean), rounded(row[key]?.ci95)]),
  ])
  return [head, ...lines].map(cells => `${cells.join(',')}\r\n`).join('')
}

const rounded = (value: number | null | undefined): string =>
  value === null || value === undefined ? '' : String(Number(value.toPrecision(6)))

/** Plain where it can be; a spreadsheet would run what begins like a formula. */
function quoted(text: string): string {
  if (/^-?[\w.]+$/.test(text)) return text
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}

/** What follows along one line, or between the lines: all of it where one setting is varied. */
export interface LineConclusions {
  /** What is the same in all that is compared: 'seeders=2'; undefined where one setting is varied. */
  readonly line: string | undefined
  readonly conclusions: readonly Conclusion[]
}

/** `at`: 'torrent.pieces=15'; `from`: the value that it is compared with. */
export type Conclusion =
  | {
      readonly is: 'slower' | 'faster' | 'open' | 'oneRun'
      readonly at: string
      readonly from: string
      readonly times: Pick<Estimate, 'mean' | 'ci95'> | null
    }
  | {
      readonly is: 'unfinished'
      readonly at: string
      readonly finished: number
      readonly runs: number
    }
  /** There is nothing to compare it with. */
  | { readonly is: 'alone'; readonly at: string }

/** What follows from the intervals, compared seed by seed. */
export function sweepConclusions(
  varied: readonly Varied[],
  rows: readonly SweepRow[],
): LineConclusions[] {
  const [along, lines] = varied
  if (!along) return []
  if (!lines) return [{ line: undefined, conclusions: conclusionsAlong(along, 0, rows) }]
  return [
    ...lines.values.map(({ label }) => ({
      line: `${lines.path}=${label}`,
      conclusions: conclusionsAlong(along, 0, rowsAt(1, label, rows)),
    })),
    // Who did not finish is told of along the lines.
    ...told(along.values).flatMap(({ label }) => {
      const conclusions = conclusionsAlong(lines, 1, rowsAt(0, label, rows)).filter(
        ({ is }) => is !== 'unfinished' && is !== 'alone',
      )
      return conclusions.length > 0 ? [{ line: `${along.path}=${label}`, conclusions }] : []
    }),
  ]
}

const rowsAt = (place: 0 | 1, label: string, rows: readonly SweepRow[]): SweepRow[] =>
  rows.filter(({ labels }) => labels[place] === label)

/** Of numbers the last, which is farthest from the first; of choices each. */
const told = <Of extends { readonly label: string }>(all: readonly Of[]): readonly Of[] =>
  all.every(({ label }) => /^-?\d/.test(label)) ? all.slice(-1) : all

function conclusionsAlong({ path }: Varied, place: 0 | 1, rows: readonly SweepRow[]): Conclusion[] {
  const labelled = rows.map(row => ({ row, label: row.labels[place] ?? '' }))
  const missing = labelled.filter(({ row: { finished, runs } }) => finished < runs)
  const unfinished = missing.map(({ row: { finished, runs }, label }): Conclusion => {
    return { is: 'unfinished', at: `${path}=${label}`, finished, runs }
  })
  const [first, ...others] = labelled.filter(each => !missing.includes(each))
  if (!first || others.length === 0)
    return first && unfinished.length === 0
      ? [{ is: 'alone', at: `${path}=${first.label}` }]
      : unfinished
  const compared = told(others).map(({ row, label }): Conclusion => {
    const times = ratio(row.makespansSec, first.row.makespansSec)
    return { is: verdictOn(times), at: `${path}=${label}`, from: first.label, times }
  })
  return [...compared, ...unfinished]
}

function verdictOn(times: Estimate | null): 'slower' | 'faster' | 'open' | 'oneRun' {
  if (times?.ci95 === null) return 'oneRun'
  const decided = holds(isAbove(times, 1))
  return decided === 'open' ? 'open' : decided === 'yes' ? 'slower' : 'faster'
}
