/** An experiment's numbers as rows: for a page, and as CSV. */
import type { Cell, Summary } from '../../shared/experiments/summary.ts'
import { amount } from '../../shared/experiments/words.ts'
import { csvOf as csv } from '../long-table.ts'

export function tableOf({ lineName, xName, measures, rows, seeds }: Summary) {
  // One that is the same everywhere is not worth a column.
  const bounded = measures.map((_, i) => new Set(rows.map(({ cells }) => cells[i]?.bound)).size > 1)
  return {
    head: [
      ...(lineName ? [lineName] : []),
      xName,
      ...measures.flatMap(({ name, unit }, i) => [
        `${name}${unit && `,${unit}`}`,
        ...(bounded[i] ? ['bound'] : []),
      ]),
    ],
    rows: rows.map(({ line, x, cells }) => [
      ...(lineName ? [line] : []),
      x,
      ...cells.flatMap((cell, i) => [
        words(cell, seeds.length),
        ...(bounded[i] ? [boundWords(cell)] : []),
      ]),
    ]),
  }
}

/** Says so where some runs have no value. */
function words({ estimate, values }: Cell, seeds: number): string {
  const count = values.filter(value => value !== null).length
  return `${amount(estimate)}${count < seeds ? ` (${count} of ${seeds} runs)` : ''}`
}

const boundWords = ({ bound }: Cell): string =>
  bound === null ? '' : amount({ mean: bound, ci95: null })

/** One line for each point, every measure with mean, half interval, bound and the value of each seed. */
export function csvOf({ lineName, xName, measures, rows, seeds }: Summary): string {
  const head = [
    lineName || 'line',
    xName,
    ...measures.flatMap(({ name }) => [
      `${name} mean`,
      `${name} ci95`,
      `${name} n`,
      `${name} bound`,
      ...seeds.map(seed => `${name} seed ${seed}`),
    ]),
    'command',
  ]
  const lines = rows.map(({ line, x, cells, command }) => [
    line,
    x,
    ...cells.flatMap(({ estimate, values, bound }) => [
      estimate?.mean,
      estimate?.ci95,
      estimate?.n ?? 0,
      bound,
      ...values,
    ]),
    command,
  ])
  return csv([head, ...lines])
}

/**
 * One line for each run and measure, as dataframes and Parquet want it: whole columns of one type, nothing
 * where a run has no value.
 */
export function runsCsvOf({ name, where, rows, measures, seeds }: Summary): string {
  const lines = rows.flatMap(({ line, x, at, cells, fingerprints }) =>
    measures.flatMap((measure, i) =>
      seeds.map((seed, run) => [
        ...[name, where, line, x, at, seed],
        ...[measure.name, measure.unit.trim(), cells[i]?.values[run], cells[i]?.bound],
        fingerprints[run],
      ]),
    ),
  )
  return csv([RUNS_HEAD, ...lines])
}

const RUNS_HEAD = [
  ...['experiment', 'where', 'line', 'x', 'x_number', 'seed'],
  ...['measure', 'unit', 'value', 'bound', 'fingerprint'],
]
