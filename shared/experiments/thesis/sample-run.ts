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
  x: numbers('Block, KiB', [4, 8, 16], size => ({ 'torrent.blockBytes': size * KIB })),
  lines: choices('Client', {
    'a piece at a time, of one peer': literal({ 'exchange.askBy': 'piece' }),
    'a piece at a time, block by block': literal({ 'exchange.askBy': 'block' }),
    'four pieces at a time': literal({ 'exchange.piecesAtOnce': 4 }),
    'all pieces at once': literal({ 'exchange.piecesAtOnce': 25 }),
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
  readonly first: number
  readonly last: number
}

/** Readings in which some client may finish then: by the means of the first and the last one's time. */
function fitting(results: Results): Reading[] {
  return results.points.flatMap(({ line, x }) => {
    const at = (measure: Measure) => estimateOf(results.values(measure, line.label, x.label))?.mean
    const [first, last] = [at(firstTime), at(lastTime)]
    if (first === undefined || last === undefined) return []
    const fits = first <= PRINTED_SEC && PRINTED_SEC <= last
    return fits ? [{ client: line.label, block: x.label, first, last }] : []
  })
}

function isTelling(results: Results, of: (reading: Reading) => string): Verdict {
  const readings = fitting(results)
  if (readings.length === 0)
    return {
      holds: 'open',
      words: `No reading here has a client that finishes at ${PRINTED_SEC} s.`,
    }
  const words = readings.map(
    ({ client, block, first, last }) =>
      `${client}, ${block} KiB (${first.toFixed(2)} to ${last.toFixed(2)} s)`,
  )
  return {
    holds: new Set(readings.map(of)).size === 1 ? 'yes' : 'no',
    words: `${PRINTED_SEC} s lies between the first and the last client with ${list(words)}.`,
  }
}
