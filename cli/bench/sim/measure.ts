/** One measure, in a process of its own: what ran before has left nothing in its memory. */
import { EventQueue } from '../../../shared/base/event-queue.ts'
import { seededRandom } from '../../../shared/base/random.ts'
import { builtInScenario } from '../../../shared/simulation/scenarios/built-in.ts'
import type { Scenario } from '../../../shared/simulation/scenarios/scenario.ts'
import { parseScenario } from '../../../shared/simulation/scenarios/scenario-file.ts'
import { Simulation } from '../../../shared/simulation/simulation.ts'
import { median } from '../report.ts'

const QUEUE_EVENTS = 2_000_000
/** Some tens of milliseconds: what the machine does besides falls into few of them. */
const SLICE_EVENTS = 20_000
const SLICES = 100
/** By then all are linked and pieces flow. */
const WARM_UP_EVENTS_PER_PEER = 1_500

const MEASURES = { queue, scenario, cost }
type Measures = typeof MEASURES

/** Input and figures are plain data: they go between parent and child. */
export type Kind = keyof Measures
export type Input<Which extends Kind> = Parameters<Measures[Which]>[0]
export type Figures<Which extends Kind> = ReturnType<Measures[Which]>

const { kind, input } = JSON.parse(process.argv[2] ?? '')
process.stdout.write(JSON.stringify(MEASURES[kind as Kind](input)))

/** The event queue alone. */
function queue({ waiting }: { readonly waiting: number }) {
  const random = seededRandom(1)
  const events = new EventQueue<object>()
  const event = {}
  for (let i = 0; i < waiting; i++) events.add(random(), event)
  const elapsedMs = timed(() => {
    for (let i = 0; i < QUEUE_EVENTS; i++) {
      const at = events.nextAt as number
      events.takeEvent()
      events.add(at + random(), event)
    }
  })
  return { eventsPerSecond: Math.round((QUEUE_EVENTS / elapsedMs) * 1000) }
}

/** A whole built-in scenario, with one seed after the other. */
function scenario({ name, runs }: { readonly name: string; readonly runs: number }) {
  const plan = builtInScenario(name) as Scenario
  const times: number[] = []
  const speeds: number[] = []
  let everyoneFinished = true
  for (let seed = 1; seed <= runs; seed++) {
    const startMs = performance.now()
    const simulation = new Simulation(plan, seed)
    const runMs = timed(() => simulation.run())
    times.push(performance.now() - startMs)
    const { events, failures } = simulation.result
    speeds.push((events / runMs) * 1000)
    everyoneFinished &&= failures.length === 0
  }
  return {
    medianMs: median(times) as number,
    eventsPerSecond: Math.round(median(speeds) as number),
    /** Of the process. */
    peakMb: Math.round(process.resourceUsage().maxRSS / 1000),
    everyoneFinished,
  }
}

/** What an event costs in the midst of swarms of this size, taken in turns: medians of slices. */
function cost({ peers, swarms }: { readonly peers: number; readonly swarms: number }) {
  const plan = parseScenario(
    JSON.stringify({
      name: 'cost',
      about: 'A swarm of some size.',
      topology: { builtIn: 'random', peers },
      torrent: { pieces: 100, blocksPerPiece: 5 },
    }),
  )
  const simulations = Array.from({ length: swarms }, (_, i) => new Simulation(plan, i + 1))
  for (const simulation of simulations) simulation.run(undefined, WARM_UP_EVENTS_PER_PEER * peers)
  const times = Array.from({ length: SLICES }, () => timed(() => takeSlice(simulations)))
  return { nsPerEvent: Math.round(((median(times) as number) / SLICE_EVENTS) * 1e6) }
}

/** One swarm does all its events at once; of several, each does one at a time. */
function takeSlice(simulations: readonly Simulation[]): void {
  const events = simulations.length === 1 ? SLICE_EVENTS : 1
  for (let taken = 0; taken < SLICE_EVENTS; taken += events * simulations.length)
    for (const simulation of simulations) simulation.run(undefined, events)
}

function timed(work: () => void): number {
  const startMs = performance.now()
  work()
  return performance.now() - startMs
}
