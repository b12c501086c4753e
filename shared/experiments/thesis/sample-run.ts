/**
 * What the one time that the thesis prints, "CLIENT 39 finished at 3.79978", tells of what it does not
 * say: how long a block is, and how many pieces a client asks for at once, of how many peers.
 */
import {
  choices,
  type Experiment,
  estimateOf,
  numbers,
  type Results,
  type Verdict,
} from '../experiment.ts'
import type { Measure } from '../measures.ts'
import { list } from '../words.ts'

const PRINTED_SEC = 3.79978
const PRINTED_CLIENT = 'client39'
const KIB = 1024

const client39: Measure = {
  name: 'Time of client 39',
  unit: ' s',
  of({ peers }) {
    const ms = peers.find(({ id }) => id === PRINTED_CLIENT)?.finishedMs ?? null
    return ms === null ? null : ms / 1000
  },
}

/** Null unless everybody finished. */
const timeOf =
  (choose: (times: readonly number[]) => number): Measure['of'] =>
  ({ peers }) => {
    const times = peers.flatMap(({ finishedMs }) => finishedMs ?? [])
    return times.length === 0 || times.length < peers.length ? null : choose(times) / 1000
  }

const firstTime: Measure = {
  name: 'First client',
  unit: ' s',
  of: timeOf(times => Math.min(...times)),
}
const lastTime: Measure = {
  name: 'Last client',
  unit: ' s',
  of: timeOf(times => Math.max(...times)),
}

const literal = (settings: object) => ({ 'exchange.fidelity': 'literal', ...settings })

export const sampleRun: Experiment = {
  name: 'sample-run',
  title: 'The sample run',
  question:
    'Client 39 of the thesis finished at 3.79978 s. Which client, and which block, is that?',
  base: 'thesis-46',
  set: { 'exchange.kind': 'bittorrent' },
  x: numbers('Block, KiB', [3, 4, 8, 12, 16], size => ({ 'torrent.blockBytes': size * KIB })),
  lines: choices('Client', {
    'a piece at a time, of one peer': literal({ 'exchange.askBy': 'piece' }),
    'a piece at a time, block by block': literal({ 'exchange.askBy': 'block' }),
    'four pieces at a time': literal({ 'exchange.piecesAtOnce': 4 }),
    'as in a tab': {},
    'as in a tab, ten slots': { 'exchange.uploadSlots': 9 },
  }),
  measures: [client39, firstTime, lastTime],
  findings: [
    {
      source: 'Thesis, sample run',
      claim: 'Its one time tells the length of a block.',
      decide: results => isTelling(results, ({ block }) => block),
    },
    {
      source: 'Thesis, sample run',
      claim: 'Its one time tells how its client asks.',
      decide: results => isTelling(results, ({ client }) => client),
    },
  ],
}

interface Reading {
  readonly client: string
  readonly block: string
  /** Of `runs`, those in which the first client is done by then, and the last is not. */
  readonly inRuns: number
  readonly runs: number
  readonly first: number
  readonly last: number
}

/** Readings in which, in one run at least, some clients are done by then and others are not. */
function fitting(results: Results): Reading[] {
  return results.points.flatMap(({ line, x }) => {
    const of = (measure: Measure) => results.values(measure, line.label, x.label)
    const [firsts, lasts] = [of(firstTime), of(lastTime)]
    const inRuns = firsts.filter(
      (first, run) => first !== null && first <= PRINTED_SEC && PRINTED_SEC <= (lasts[run] ?? 0),
    ).length
    const [first, last] = [estimateOf(firsts)?.mean, estimateOf(lasts)?.mean]
    if (inRuns === 0 || first === undefined || last === undefined) return []
    return [{ client: line.label, block: x.label, inRuns, runs: firsts.length, first, last }]
  })
}

function isTelling(results: Results, of: (reading: Reading) => string): Verdict {
  const readings = fitting(results)
  const counts = readings.map(({ runs }) => runs)
  const n = [Math.min(...counts), Math.max(...counts)] as const
  if (readings.length === 0)
    return {
      holds: 'open',
      words: `In no reading here, and in no run, is any client done by ${PRINTED_SEC} s and another not.`,
      figure: 'none fits',
      n: [0, 0],
    }
  const words = readings.map(
    ({ client, block, inRuns, runs, first, last }) =>
      `${client}, ${block} KiB (in ${inRuns} of ${runs} runs; on average ${first.toFixed(2)} to ${last.toFixed(2)} s)`,
  )
  const told = new Set(readings.map(of)).size
  return {
    holds: told === 1 ? 'yes' : 'no',
    words: `${PRINTED_SEC} s lies between the first and the last client with ${list(words)}. Other readings do not fit; those that do are not told apart by one number.`,
    figure: `${readings.length} of ${results.points.length} fit`,
    n,
  }
}
