/** The four experiments of the thesis (A14 to A17). */
import {
  choices,
  type Experiment,
  numbers,
  ONE_LINE,
  type Results,
  type Verdict,
} from './experiment.ts'
import { type Measure, makespan, meanTime, seedersCopies } from './measures.ts'
import {
  exponent,
  isAbove,
  isBelow,
  isNear,
  overall,
  ratio,
  straightLine,
  verdictOf,
} from './rules.ts'
import { amount, capital, list, percent } from './words.ts'

const PICKERS = { random: 'random', rarest: 'rarest first' } as const
/** A mean may lie off the straight line by this share of it. */
const STRAIGHT = 0.1

export const fileSize: Experiment = {
  name: 'file-size',
  title: 'File size and piece choice',
  question: 'How does the time grow with the file, and does it matter which piece is taken next?',
  base: 'thesis-46',
  set: { 'exchange.kind': 'bittorrent' },
  x: numbers('Pieces of 80 KiB', [13, 25, 50, 75, 100], pieces => ({ 'torrent.pieces': pieces })),
  lines: choices('Picker', {
    [PICKERS.random]: { 'exchange.picking': 'random' },
    [PICKERS.rarest]: { 'exchange.picking': 'rarest-first' },
  }),
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
    holds: overall(lines.map(({ line }) => (line && line.worst <= STRAIGHT ? 'yes' : 'no'))),
    words: `${words.join('; ')}.`,
  }
}

function rarestIsSlower(results: Results): Verdict {
  const cases = fileSize.x.values.map(({ label }) => {
    const rarest = results.values(makespan, PICKERS.rarest, label)
    const times = ratio(rarest, results.values(makespan, PICKERS.random, label))
    return { holds: isAbove(times, 1), words: `${amount(times)} at ${label} pieces` }
  })
  return verdictOf(
    cases,
    words => `Rarest first takes this many times as long as random: ${words}.`,
  )
}

/** The thesis's second experiment (A15). */
export const seeders: Experiment = {
  name: 'seeders',
  title: 'Initial seeders',
  question: 'How much sooner does everyone have the file if more have it from the start?',
  base: 'thesis-46',
  x: {
    ...numbers('Seeders among 46 peers', [1, 2, 4, 8, 16, 23], count => ({ seeders: count })),
    isLog: true,
  },
  lines: ONE_LINE,
  measures: [makespan, seedersCopies],
  findings: [
    {
      source: 'Thesis, experiment 2',
      claim: 'The total time falls with the number of initial seeders.',
      decide: falls,
    },
  ],
}

/** It falls from the first to the last, and rises at no step. */
function falls(results: Results): Verdict {
  const along = results.along(makespan, '')
  const [first, last] = [along[0], along.at(-1)]
  const whole = first && last ? ratio(last.values, first.values) : null
  const rises = along.slice(1).filter(({ values }, i) => {
    const before = along[i]?.values ?? []
    return isAbove(ratio(values, before), 1) === 'yes'
  })
  const isLess = isBelow(whole, 1)
  const steps =
    rises.length === 0
      ? 'it rises at no step'
      : `it rises on the way to ${list(rises.map(({ x }) => x.label))}`
  return {
    holds: isLess === 'yes' && rises.length > 0 ? 'partly' : isLess,
    words: `With ${last?.x.label} seeders it takes ${amount(whole)} times as long as with ${first?.x.label}, and ${steps}.`,
  }
}

/** Allowed distance of the exponent from -1: doubling the rate halves the time to within 7 %. */
const TOLERANCE = 0.1

export const peerRate: Experiment = {
  name: 'peer-rate',
  title: 'Rate of the peers’ lines',
  question: 'How does the time depend on the rate at which peers are connected?',
  base: 'thesis-46',
  x: numbers('Rate of each peer’s line, Mbps', [2, 4, 6, 8, 10], rate => ({
    'topology.accessRate': `${rate}Mbps`,
  })),
  lines: ONE_LINE,
  measures: [makespan],
  findings: [
    {
      source: 'Thesis, experiment 3',
      claim: 'The total time is proportional to 1/rate.',
      decide: isInverse,
    },
  ],
}

function isInverse(results: Results): Verdict {
  const power = exponent(results.along(makespan, ''))
  return {
    holds: isNear(power, -1, TOLERANCE),
    words: `The time goes with the rate to the power of ${amount(power)}; 1/rate is a power of -1.`,
  }
}

/** Far slower than the number of peers: slower than its square root. */
const FAR_SLOWER = 0.5

export const peersAndPieces: Experiment = {
  name: 'peers-and-pieces',
  title: 'Number of peers and pieces',
  question: 'How much longer does a peer wait in a larger swarm?',
  base: 'thesis-46',
  x: numbers('Peers', [20, 30, 46], peers => ({ 'topology.builtIn': `thesis-${peers}` })),
  lines: numbers('Pieces', [25, 50, 100, 150], pieces => ({ 'torrent.pieces': pieces })),
  measures: [meanTime, makespan],
  findings: [
    {
      source: 'Thesis, experiment 4',
      claim: 'The mean time of a peer grows far slower than the number of peers.',
      decide: results => growsFarSlower(results, meanTime),
    },
    {
      source: 'Beyond the thesis',
      claim: 'The time until the last peer has everything grows far slower than the peers, too.',
      decide: results => growsFarSlower(results, makespan),
    },
  ],
}

function growsFarSlower(results: Results, measure: Measure): Verdict {
  const cases = peersAndPieces.lines.values.map(({ label }) => {
    const power = exponent(results.along(measure, label))
    return { holds: isBelow(power, FAR_SLOWER), words: `${amount(power)} with ${label} pieces` }
  })
  return verdictOf(
    cases,
    words =>
      `It grows as the number of peers to the power of ${words}; 1 would be as fast as the peers, ${FAR_SLOWER} as their square root.`,
  )
}
