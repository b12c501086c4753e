/** The thesis calls a peer's line "one common channel": half duplex, taken literally, beside full. */
import { isBelow, isNear, verdictOf } from '../comparison.ts'
import {
  choices,
  type Experiment,
  estimateOf,
  numbers,
  type Results,
  type Verdict,
} from '../experiment.ts'
import { makespan, timesTheBound } from '../measures.ts'
import { ratio } from '../rules.ts'
import { amount, clauses } from '../words.ts'

const DUPLEX = { full: 'each way for itself', half: 'one common channel' } as const
/** Of the ratio of the two bounds. */
const TOLERANCE = 0.1

export const halfDuplex: Experiment = {
  name: 'half-duplex',
  title: 'Full and half duplex',
  question: 'What if a peer’s upload and download share one channel?',
  base: 'half-duplex',
  x: numbers('Pieces', [25, 50, 100], pieces => ({ 'torrent.pieces': pieces })),
  lines: choices('Line', {
    [DUPLEX.full]: { 'topology.duplex': 'full' },
    [DUPLEX.half]: { 'topology.duplex': 'half' },
  }),
  measures: [makespan, timesTheBound],
  findings: [
    {
      source: 'Theory: Mundinger, Weber and Weiss 2008, and 2 N F over all lines',
      claim: 'One common channel takes as many times as long as the bounds of the two say.',
      decide: takesAsBounds,
    },
    {
      source: 'Beyond the thesis',
      claim: 'With one common channel a swarm comes nearer to its bound.',
      decide: comesNearer,
    },
  ],
}

function takesAsBounds(results: Results): Verdict {
  const cases = halfDuplex.x.values.map(({ label }) => {
    const [half, full] = [DUPLEX.half, DUPLEX.full].map(line => boundAt(results, line, label))
    const bounds = (half ?? Number.NaN) / (full ?? Number.NaN)
    const times = ratio(
      results.values(makespan, DUPLEX.half, label),
      results.values(makespan, DUPLEX.full, label),
    )
    return {
      compared: isNear(times, bounds, TOLERANCE * bounds),
      words: `${amount(times)} times as long with ${label} pieces, where the bounds say ${bounds.toFixed(2)}`,
    }
  })
  return verdictOf(cases, {
    sentence: words => `One common channel takes ${words}.`,
    joined: clauses,
  })
}

function boundAt(results: Results, line: string, x: string): number | undefined {
  const point = results.points.find(each => each.line.label === line && each.x.label === x)
  return point && makespan.bound?.(point.scenario)
}

function comesNearer(results: Results): Verdict {
  const cases = halfDuplex.x.values.map(({ label }) => {
    const half = results.values(timesTheBound, DUPLEX.half, label)
    const full = results.values(timesTheBound, DUPLEX.full, label)
    const words = `${amount(estimateOf(half))} times its bound and not ${amount(estimateOf(full))} with ${label} pieces`
    return { compared: isBelow(ratio(half, full), 1), words }
  })
  return verdictOf(cases, {
    sentence: words => `It takes ${words}.`,
    joined: clauses,
  })
}
