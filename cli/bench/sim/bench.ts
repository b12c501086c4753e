/** npm run bench -- sim: how fast the simulator is, on one core, each measure in its own process. */
import { spawn } from 'node:child_process'
import { ROOT } from '../../command.ts'
import type { SimOptions } from '../options.ts'
import type { FiguresOf, Measure, ScenarioFigures } from './measures.ts'

export interface SimBenchResult {
  /** Everyone finished in every run. Whether it was fast enough stands in `targets`. */
  readonly ok: boolean
  readonly mode: 'sim'
  readonly queueEventsPerSecond: number
  readonly thesis46: ScenarioFigures
  readonly thousand: ScenarioFigures
  readonly tenThousand: ScenarioFigures | null
  /** By number of peers. */
  readonly nsPerEvent: Readonly<Record<string, number>>
  /** Of as many peers as the largest swarm has, in many small ones: the same memory, taken in turns. */
  readonly nsPerEventApart: number
  readonly targets: readonly Target[]
}

export interface Target {
  readonly what: string
  readonly is: number
  readonly atMost?: number
  readonly atLeast?: number
  readonly met: boolean
}

const COST_SIZES = [100, 1_000, 10_000]
/** As many peers as in the largest swarm. What they cost in memory is the same, and so is the cache's part. */
const MANY_SMALL = { peers: 100, swarms: 100 }
const THESIS_RUNS = 15

export async function benchSim(
  { huge }: Pick<SimOptions, 'huge'>,
  signal: AbortSignal,
): Promise<SimBenchResult> {
  const take = <Kind extends Measure['kind']>(measure: Measure & { kind: Kind }) =>
    runMeasure<FiguresOf[Kind]>(measure, signal)
  const queue = await take({ kind: 'queue', waiting: 10_000 })
  const thesis46 = await take({ kind: 'scenario', name: 'thesis-46', runs: THESIS_RUNS })
  const nsPerEvent: Record<string, number> = {}
  for (const peers of COST_SIZES) {
    nsPerEvent[peers] = (await take({ kind: 'cost', peers, swarms: 1 })).nsPerEvent
  }
  const apart = await take({ kind: 'cost', ...MANY_SMALL })
  const thousand = await take({ kind: 'scenario', name: 'thousand', runs: 1 })
  const tenThousand = huge ? await take({ kind: 'scenario', name: 'ten-thousand', runs: 1 }) : null
  const figures = {
    queueEventsPerSecond: queue.eventsPerSecond,
    thesis46,
    thousand,
    tenThousand,
    nsPerEvent,
    nsPerEventApart: apart.nsPerEvent,
  }
  const scenarios = [thesis46, thousand, ...(tenThousand ? [tenThousand] : [])]
  return {
    ok: scenarios.every(({ everyoneFinished }) => everyoneFinished),
    mode: 'sim',
    ...figures,
    targets: targetsOf(figures),
  }
}

function targetsOf({
  queueEventsPerSecond,
  thesis46,
  thousand,
  tenThousand,
  nsPerEvent,
  nsPerEventApart,
}: Omit<SimBenchResult, 'ok' | 'mode' | 'targets'>): Target[] {
  const costs = Object.values(nsPerEvent)
  const spread = Math.max(...costs) / Math.min(...costs)
  return [
    atLeast('queue, events a second', queueEventsPerSecond, 1e6),
    atLeast('thesis-46, events a second', thesis46.eventsPerSecond, 1e6),
    atMost('thesis-46, seconds', thesis46.medianMs / 1000, 0.5),
    atMost('thousand, seconds', thousand.medianMs / 1000, 60),
    atMost('thousand, MB', thousand.peakMb, 1000),
    ...(tenThousand
      ? [
          atMost('ten-thousand, seconds', tenThousand.medianMs / 1000, 20 * 60),
          atMost('ten-thousand, MB', tenThousand.peakMb, 6000),
        ]
      : []),
    atMost('cost of an event, dearest against cheapest', spread, 2),
    atMost('the same, one large swarm against many small', Math.max(...costs) / nsPerEventApart, 2),
  ]
}

const atMost = (what: string, is: number, limit: number): Target => ({
  what,
  is: rounded(is),
  atMost: limit,
  met: is <= limit,
})

const atLeast = (what: string, is: number, limit: number): Target => ({
  what,
  is: rounded(is),
  atLeast: limit,
  met: is >= limit,
})

const rounded = (value: number): number => Math.round(value * 1000) / 1000

export function simTable({ nsPerEvent, nsPerEventApart, targets }: SimBenchResult): string {
  const costs = Object.entries(nsPerEvent).map(([peers, ns]) => `${peers} peers ${ns} ns`)
  const rows = targets.map(({ what, is, atMost, atLeast, met }) => {
    const limit = atMost === undefined ? `at least ${atLeast}` : `at most ${atMost}`
    return `${met ? 'yes' : 'NO '}  ${what.padEnd(44)} ${String(is).padStart(12)}  (${limit})`
  })
  const { swarms, peers } = MANY_SMALL
  const apart = `in ${swarms} swarms of ${peers}, taken in turns, ${nsPerEventApart} ns`
  return [...rows, `An event costs: ${costs.join(', ')}; ${apart}.`].join('\n')
}

/** Memory enough for the largest swarm; young memory enough for messages on their way. */
const NODE_FLAGS = ['--max-old-space-size=12288', '--max-semi-space-size=64', '--import', 'tsx']

function runMeasure<Figures>(measure: Measure, signal: AbortSignal): Promise<Figures> {
  console.error(`Measuring ${JSON.stringify(measure)} ...`)
  return new Promise((resolve, reject) => {
    const script = new URL('./measure.ts', import.meta.url).pathname
    const child = spawn(process.execPath, [...NODE_FLAGS, script, JSON.stringify(measure)], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
      signal,
    })
    let output = ''
    child.stdout.on('data', text => {
      output += text
    })
    child.on('error', reject)
    child.on('close', code => {
      if (code === 0) resolve(JSON.parse(output))
      else reject(new Error(`The measure ${measure.kind} broke: see above.`))
    })
  })
}
