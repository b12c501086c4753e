/** npm run bench -- sim: how fast the simulator is, on one core, each measure in its own process. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { aligned } from '../../aligned.ts'
import { ROOT } from '../../command.ts'
import type { SimOptions } from '../options.ts'
import type { Figures, Input, Kind } from './measure.ts'

const COST_SIZES = [100, 1_000, 10_000]
/** As many peers as in the largest swarm. What they cost in memory is the same, and so is the cache's part. */
const MANY_SMALL = { peers: 100, swarms: 100 }
const THESIS_RUNS = 15

export type SimBenchResult = Awaited<ReturnType<typeof benchSim>>

export async function benchSim({ huge }: Pick<SimOptions, 'huge'>, signal: AbortSignal) {
  const take = <Which extends Kind>(kind: Which, input: Input<Which>) =>
    runMeasure(kind, input, signal)
  const queue = await take('queue', { waiting: 10_000 })
  const thesis46 = await take('scenario', { name: 'thesis-46', runs: THESIS_RUNS })
  const nsPerEvent: Record<string, number> = {}
  for (const peers of COST_SIZES) {
    nsPerEvent[peers] = (await take('cost', { peers, swarms: 1 })).nsPerEvent
  }
  const apart = await take('cost', MANY_SMALL)
  const thousand = await take('scenario', { name: 'thousand', runs: 1 })
  const tenThousand = huge ? await take('scenario', { name: 'ten-thousand', runs: 1 }) : null
  const costs = Object.values(nsPerEvent)
  const dearest = Math.max(...costs)
  return {
    /** Everyone finished in every run. Whether it was fast enough stands in `targets`. */
    ok: [thesis46, thousand, tenThousand].every(figures => figures?.everyoneFinished ?? true),
    mode: 'sim' as const,
    queueEventsPerSecond: queue.eventsPerSecond,
    thesis46,
    thousand,
    tenThousand,
    /** By number of peers. */
    nsPerEvent,
    nsPerEventApart: apart.nsPerEvent,
    targets: [
      target('queue, events a second', queue.eventsPerSecond, { atLeast: 1e6 }),
      target('thesis-46, events a second', thesis46.eventsPerSecond, { atLeast: 1e6 }),
      target('thesis-46, seconds', thesis46.medianMs / 1000, { atMost: 0.5 }),
      target('thousand, seconds', thousand.medianMs / 1000, { atMost: 60 }),
      target('thousand, MB', thousand.peakMb, { atMost: 1000 }),
      ...(tenThousand
        ? [
            target('ten-thousand, seconds', tenThousand.medianMs / 1000, { atMost: 20 * 60 }),
            target('ten-thousand, MB', tenThousand.peakMb, { atMost: 6000 }),
          ]
        : []),
      target('cost of an event, dearest against cheapest', dearest / Math.min(...costs), {
        atMost: 2,
      }),
      target('the same, one large swarm against many small', dearest / apart.nsPerEvent, {
        atMost: 2,
      }),
    ],
  }
}

interface Limits {
  readonly atMost?: number
  readonly atLeast?: number
}

const target = (what: string, is: number, limits: Limits) => {
  const { atMost = Number.POSITIVE_INFINITY, atLeast = Number.NEGATIVE_INFINITY } = limits
  return { what, is: rounded(is), ...limits, met: is <= atMost && is >= atLeast }
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000

export function simTable({ nsPerEvent, nsPerEventApart, targets }: SimBenchResult): string {
  const costs = Object.entries(nsPerEvent).map(([peers, ns]) => `${peers} peers ${ns} ns`)
  const rows = targets.map(({ what, is, atMost, atLeast, met }) => {
    const limit = atMost === undefined ? `at least ${atLeast}` : `at most ${atMost}`
    return [met ? 'yes' : 'NO', what, String(is), `(${limit})`]
  })
  const { swarms, peers } = MANY_SMALL
  const apart = `in ${swarms} swarms of ${peers}, taken in turns, ${nsPerEventApart} ns`
  return [...aligned(rows, 'llr'), `An event costs: ${costs.join(', ')}; ${apart}.`].join('\n')
}

/** Memory enough for the largest swarm; young memory enough for messages on their way. */
const NODE_FLAGS = ['--max-old-space-size=12288', '--max-semi-space-size=64', '--import', 'tsx']

async function runMeasure<Which extends Kind>(
  kind: Which,
  input: Input<Which>,
  signal: AbortSignal,
): Promise<Figures<Which>> {
  const measure = JSON.stringify({ kind, input })
  console.error(`Measuring ${measure} ...`)
  const args = [...NODE_FLAGS, join(import.meta.dirname, 'measure.ts'), measure]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT, signal })
  return JSON.parse(stdout)
}
