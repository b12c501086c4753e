/** The thesis's first experiment: the total time against the size of the file, by two pickers. */
import { type Case, isAbove, verdictOf } from '../comparison.ts'
import { choices, type Experiment, numbers, type Results, type Verdict } from '../experiment.ts'
import { straightLine } from '../fit.ts'
import { type Measure, makespan, meanTime } from '../measures.ts'
import { ratio } from '../rules.ts'
import { amount, capital, percent } from '../words.ts'
import { CLIENTS, type Client, IN_BLOCKS, SIDES } from './clients.ts'
import { fitVerdict } from './fit-verdict.ts'

const PICKERS = { random: 'random', 'rarest first': 'rarest-first' } as const
type Picker = keyof typeof PICKERS
/** A mean may lie off the straight line by this share of it. */
const STRAIGHT = 0.1

const BENDS = {
  down: 'it bends downwards, so each further piece costs less',
  up: 'it bends upwards, so each further piece costs more',
} as const

const lineOf = (client: Client, picker: Picker): string => `${client}: ${picker}`

export const fileSize: Experiment = {
  name: 'file-size',
  title: 'File size and piece choice',
  question: 'How does the time grow with the file, and does it matter which piece is taken next?',
  base: 'thesis-46',
  set: IN_BLOCKS,
  x: numbers('Pieces of 20 KiB', [13, 25, 50, 75, 100], pieces => ({ 'torrent.pieces': pieces })),
  lines: choices(
    'Client and picker',
    Object.fromEntries(
      (Object.keys(CLIENTS) as Client[]).flatMap(client =>
        (Object.keys(PICKERS) as Picker[]).map(picker => [
          lineOf(client, picker),
          { ...CLIENTS[client], 'exchange.picking': PICKERS[picker] },
        ]),
      ),
    ),
  ),
  measures: [makespan, meanTime],
  findings: SIDES.flatMap(({ source, clients }) => [
    {
      source: `Thesis, experiment 1, ${source}`,
      claim: 'The total time grows linearly with the size of the file.',
      decide: (results: Results) => growsLinearly(results, clients),
    },
    {
      source: `Thesis, experiment 1, ${source}`,
      claim: 'Rarest first is a little slower than random.',
      decide: (results: Results) => rarestIsSlower(results, clients, makespan),
    },
    {
      source: `Thesis, experiment 1, ${source}`,
      claim: 'By the mean time of a peer rarest first is a little slower, too.',
      decide: (results: Results) => rarestIsSlower(results, clients, meanTime),
    },
  ]),
}

function growsLinearly(results: Results, clients: readonly Client[]): Verdict {
  const names = clients.flatMap(client =>
    (Object.keys(PICKERS) as Picker[]).map(picker => lineOf(client, picker)),
  )
  return fitVerdict(
    names.map(name => {
      const along = results.along(makespan, name)
      const line = straightLine(along)
      const words =
        line &&
        `${capital(name)} takes ${line.intercept.toFixed(2)} s and ${(line.slope * 1000).toFixed(0)} ms for each piece, the means at most ${percent(line.worst)} off that line`
      return { name, fit: line, along, words, otherwise: BENDS[line?.bends ?? 'down'] }
    }),
    STRAIGHT,
  )
}

function rarestIsSlower(results: Results, clients: readonly Client[], measure: Measure): Verdict {
  const cases = clients.flatMap(client =>
    fileSize.x.values.map(({ label }): Case => {
      const rarest = results.values(measure, lineOf(client, 'rarest first'), label)
      const times = ratio(rarest, results.values(measure, lineOf(client, 'random'), label))
      const whom = clients.length > 1 ? `${client}, ` : ''
      return { compared: isAbove(times, 1), words: `${amount(times)} (${whom}${label} pieces)` }
    }),
  )
  return verdictOf(cases, {
    sentence: words => `Rarest first takes this many times as long as random: ${words}.`,
  })
}
