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
import { amount, capital, clauses } from './words.ts'

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
  if (count > MAX_SWEEP_RUNS) {
    throw new SweepError(
      `${count.toLocaleString('en')} runs are too many; ${MAX_SWEEP_RUNS.toLocaleString('en')} are the most. Take fewer values, or fewer seeds.`,
    )
  }
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
    throw new SweepError(`${place} cannot be run: ${error.reason}.`, { cause: error })
  }
  throw new SweepError(
    `${place} cannot be run: every peer is a seeder, so nobody has anything to fetch.`,
  )
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

/** What follows from the intervals, compared seed by seed: a sentence for each line. */
export function sweepSentences(varied: readonly Varied[], rows: readonly SweepRow[]): string[] {
  const [along, lines] = varied
  if (!along) return []
  return (lines?.values ?? [undefined]).map(line => {
    const its = rows.filter(({ labels }) => labels[1] === line?.label)
    const where = line === undefined ? '' : `with ${lines?.path}=${line.label}, `
    return capital(`${where}${clauses(whatFollows(along, its))}.`)
  })
}

function whatFollows({ path }: Varied, rows: readonly SweepRow[]): string[] {
  const missing = rows.filter(({ finished, runs }) => finished < runs)
  const unfinished = missing.map(
    ({ labels: [label], finished, runs }) =>
      `at ${path}=${label} everyone finished in ${finished} of ${runs} runs only`,
  )
  const [first, ...others] = rows.filter(row => !missing.includes(row))
  if (!first || others.length === 0) {
    return unfinished.length > 0
      ? unfinished
      : [`there is nothing to compare ${path}=${first?.labels[0]} with`]
  }
  const isNumeric = rows.every(({ labels: [label = ''] }) => /^-?\d/.test(label))
  const compared = isNumeric ? others.slice(-1) : others
  return [...compared.map(other => comparison(path, first, other)), ...unfinished]
}

function comparison(path: string, first: SweepRow, other: SweepRow): string {
  const times = ratio(other.makespansSec, first.makespansSec)
  const [from, to] = [first.labels[0], other.labels[0]]
  const measured = `at ${path}=${to} the makespan is ${amount(times)} times that at ${from}`
  if (times?.ci95 === null) return `${measured} in one run: nothing follows without more seeds`
  const decided = holds(isAbove(times, 1))
  const verdict =
    decided === 'open'
      ? 'which is slower is open, and more seeds would narrow it'
      : decided === 'yes'
        ? 'slower'
        : 'faster'
  return `${measured} (95 %): ${verdict}`
}
