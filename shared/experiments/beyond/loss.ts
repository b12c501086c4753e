/** Lines that lose packets, with retransmission: begun in the thesis, and not finished there. */
import { isBelow, verdictOf } from '../comparison.ts'
import { choices, type Experiment, numbers, type Results, type Verdict } from '../experiment.ts'
import { makespan } from '../measures.ts'
import { ratio } from '../rules.ts'
import { amount, clauses } from '../words.ts'

const PEERS = Array.from({ length: 12 }, (_, i) => `peer${i + 1}`)
/**
 * A TCP flow's rate at most: 1.22 MSS / (RTT sqrt(p)) (Mathis, Semke, Mahdavi and Ott 1997). Two lines of
 * 35 ms make a round trip of 140 ms, and lose 2 % together: 0.6 Mbps with packets of 1,200 bytes.
 */
const NO_WINDOWS =
  'The model sends lost packets again and has no congestion window, which loss would shrink: on the lines of 35 ms a flow of TCP would be held to 0.6 of 12 Mbps at 1 % (Mathis et al. 1997), so real swarms are slower than this.'

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
      caution: NO_WINDOWS,
    },
    {
      source: 'Beyond the thesis',
      claim: 'Lost packets cost no more than it takes to send them again.',
      decide: costsTheRepeat,
      caution: NO_WINDOWS,
    },
  ],
}

const timesAsLong = (results: Results, line: string, x: string) =>
  ratio(results.values(makespan, line, x), results.values(makespan, line, '0'))

function costsLittle(results: Results): Verdict {
  const cases = loss.lines.values.map(({ label }) => {
    const times = timesAsLong(results, label, '1')
    const words = `${amount(times)} times as long on lines of ${label}`
    return { compared: isBelow(times, LITTLE), words }
  })
  return verdictOf(cases, { sentence: words => `With 1 % lost it takes ${words}.` })
}

/** A packet passes two lines, its sender's and its receiver's: 1 in (1 - p)^2 gets through. */
function costsTheRepeat(results: Results): Verdict {
  const lossy = loss.x.values.flatMap(({ label, at = 0 }) => (at > 0 ? [{ label, at }] : []))
  const cases = loss.lines.values.flatMap(line =>
    lossy.map(({ label, at }) => {
      const times = timesAsLong(results, line.label, label)
      const repeats = 1 / (1 - at / 100) ** 2
      const words = `${amount(times)} beside ${repeats.toFixed(2)} at ${label} % on lines of ${line.label}`
      return { compared: isBelow(times, repeats), words }
    }),
  )
  return verdictOf(cases, {
    sentence: words => `Times as long, beside times as many packets: ${words}.`,
    joined: clauses,
  })
}
