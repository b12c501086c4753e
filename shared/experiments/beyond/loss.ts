/** Lines that lose packets, with retransmission: begun in the thesis, and not finished there. */
import { choices, type Experiment, numbers, type Results, type Verdict } from '../experiment.ts'
import { makespan } from '../measures.ts'
import { isBelow, overall, ratio, verdictOf } from '../rules.ts'
import { amount, list } from '../words.ts'

const PEERS = Array.from({ length: 12 }, (_, i) => `peer${i + 1}`)
/** Up to this many times as long is called little. */
const LITTLE = 1.1

export const loss: Experiment = {
  name: 'loss',
  title: 'Lost packets',
  question: 'Every line loses a share of its packets, which are sent again. What does that cost?',
  base: 'asymmetric',
  set: { 'topology.peers': PEERS.length },
  x: numbers('Packets lost on each line, %', [0, 0.5, 1, 2, 4, 8], percent => ({
    faults: PEERS.map(peer => ({ kind: 'loss', peer, at: '0s', share: `${percent}%` })),
  })),
  lines: choices('Line', {
    '6 Mbps, 0.1 ms': { 'topology.access': 'thesis' },
    '12 Mbps, 35 ms': { 'topology.access': '4g' },
  }),
  measures: [makespan],
  findings: [
    {
      source: 'Beyond the thesis',
      claim: 'One packet lost in a hundred costs less than a tenth of the time.',
      decide: costsLittle,
    },
    {
      source: 'Beyond the thesis',
      claim: 'Lost packets cost no more than it takes to send them again.',
      decide: costsTheRepeat,
    },
  ],
}

const timesAsLong = (results: Results, line: string, x: string) =>
  ratio(results.values(makespan, line, x), results.values(makespan, line, '0'))

function costsLittle(results: Results): Verdict {
  const cases = loss.lines.values.map(({ label }) => {
    const times = timesAsLong(results, label, '1')
    const words = `${amount(times)} times as long on lines of ${label}`
    return { holds: isBelow(times, LITTLE), words }
  })
  return verdictOf(cases, words => `With 1 % lost it takes ${words}.`)
}

/** A packet passes two lines, its sender's and its receiver's: 1 in (1 - p)^2 gets through. */
function costsTheRepeat(results: Results): Verdict {
  const lossy = loss.x.values.flatMap(({ label, at = 0 }) => (at > 0 ? [{ label, at }] : []))
  const cases = loss.lines.values.flatMap(line =>
    lossy.map(({ label, at }) => {
      const times = timesAsLong(results, line.label, label)
      const repeats = 1 / (1 - at / 100) ** 2
      const words = `${amount(times)} and not ${repeats.toFixed(2)} at ${label} % on lines of ${line.label}`
      return { holds: isBelow(times, repeats), words }
    }),
  )
  const dearer = cases.filter(({ holds }) => holds === 'no').map(({ words }) => words)
  return {
    holds: overall(cases.map(({ holds }) => holds)),
    words:
      dearer.length > 0
        ? `The time grows by more than the number of packets to send: ${list(dearer)}.`
        : 'At no rate of loss is it certain that the time grows by more than the number of packets to send.',
  }
}
