/** The thesis's first experiment (A14). */
import { numbers } from '../axis.ts'
import type { Experiment } from '../experiment.ts'
import { makespan } from '../measures.ts'
import type { Results } from '../results.ts'
import { isAbove, ratio, straightLine, together } from '../rules.ts'
import type { Verdict } from '../verdict.ts'
import { amount, capital, list, percent } from '../words.ts'

const PICKERS = { random: 'random', rarest: 'rarest first' } as const
/** As far as a mean may lie off a line that looks straight in a chart drawn by hand. */
const STRAIGHT = 0.1

export const fileSize: Experiment = {
  name: 'file-size',
  title: 'File size and piece choice',
  question: 'How does the time grow with the file, and does it matter which piece is taken next?',
  base: 'thesis-46',
  set: { 'exchange.kind': 'bittorrent' },
  x: numbers('Pieces of 80 KiB', [13, 25, 50, 75, 100], pieces => ({ 'torrent.pieces': pieces })),
  lines: {
    name: 'Picker',
    values: [
      { label: PICKERS.random, set: { 'exchange.picking': 'random' } },
      { label: PICKERS.rarest, set: { 'exchange.picking': 'rarest-first' } },
    ],
  },
  measures: [makespan],
  findings: [
    {
      source: 'Thesis, experiment 1',
      claim: 'The total time grows linearly with the size of the file.',
      decide: growsLinearly,
    },
    {
      source: 'Thesis, experiment 1',
      claim: 'Rarest first is a little slower than random.',
      decide: rarestIsSlower,
    },
  ],
}

function growsLinearly(results: Results): Verdict {
  const lines = Object.values(PICKERS).map(picker => ({
    picker,
    line: straightLine(results.along(makespan, picker)),
  }))
  const words = lines.map(({ picker, line }) =>
    line
      ? `${capital(picker)} takes ${line.intercept.toFixed(2)} s and ${(line.slope * 1000).toFixed(0)} ms for each piece, the means at most ${percent(line.worst)} off that line`
      : `${capital(picker)} never finished`,
  )
  return {
    holds: together(lines.map(({ line }) => (line && line.worst <= STRAIGHT ? 'yes' : 'no'))),
    words: `${words.join('; ')}.`,
  }
}

function rarestIsSlower(results: Results): Verdict {
  const compared = fileSize.x.values.map(({ label }) => ({
    label,
    times: ratio(
      results.values(makespan, PICKERS.rarest, label),
      results.values(makespan, PICKERS.random, label),
    ),
  }))
  const words = compared.map(({ label, times }) => `${amount(times)} at ${label} pieces`)
  return {
    holds: together(compared.map(({ times }) => isAbove(times, 1))),
    words: `Rarest first takes this many times as long as random: ${list(words)}.`,
  }
}
