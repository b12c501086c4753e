/** Where simulations run: off the page's thread, so that the page can draw what has come so far. */

import { BUILT_IN_NAMES } from '../../../shared/network/built-in.ts'
import { ACCESS_NAMES, ACCESS_PRESETS } from '../../../shared/network/presets.ts'
import { boundOf } from '../../../shared/simulation/results/bound.ts'
import { SCENARIO_NAMES, scenarioText } from '../../../shared/simulation/scenarios/built-in.ts'
import type { Scenario } from '../../../shared/simulation/scenarios/scenario.ts'
import { parseScenario } from '../../../shared/simulation/scenarios/scenario-file.ts'
import { Simulation } from '../../../shared/simulation/simulation.ts'
import { POLICY_WORDS } from '../../../shared/torrent/policies.ts'
import type { Chunk } from '../recording/chunk.ts'
import { buffersOf } from '../recording/table.ts'
import { crewPlanOf } from './crew-plan.ts'
import { eventsOf, TooLongError } from './events.ts'
import { planOf } from './plan.ts'
import type { Answer, Catalogue, Job, News, Order, Question, RunResult } from './protocol.ts'
import { RecordedRun } from './recorded-run.ts'
import { summaryOf } from './summary.ts'
import { tabsResult } from './tabs-result.ts'
import { WatchedRun } from './watched-run.ts'

/** Spans of the samples in the least time that a swarm can take. Most take half as long again. */
const SPANS_IN_BOUND = 200
/** Where the bound is nothing. */
const MIN_SPAN_MS = 1
/** Between two chunks, as the wall clock goes: the page draws, the worker works. */
const FIRST_CHUNK_MS = 50
const CHUNK_MS = 250

interface Watched {
  readonly run: WatchedRun
  readonly scenario: Scenario
  readonly seed: number
  /** When the page is to hear of it next. */
  dueMs: number
}

/** What this worker has run, the one that was recorded first. */
const results: RunResult[] = []
/** The run in real tabs that this worker records. */
let watched: Watched | undefined

addEventListener('message', ({ data }: MessageEvent<Question | Order>) => {
  if ('ask' in data) return postMessage(answer(data))
  try {
    obey(data)
  } catch (error) {
    console.error(error)
    say({ news: 'failed', why: why(error) })
  }
})

function answer(question: Question): Answer {
  if (question.ask === 'catalogue') return catalogue()
  return question.ask === 'plan'
    ? planOf(question.document, question.places)
    : crewPlanOf(question.document, question.places, question.dilation)
}

function obey(order: Order): void {
  switch (order.order) {
    case 'run':
      return run(order)
    case 'repeat':
      return repeat(order.document, order.seeds)
    case 'events':
      return say({ news: 'events', file: eventsOf(parseScenario(order.document), order.seed) })
    default:
      return watch(order)
  }
}

type WatchOrder = Extract<Order, { order: 'watch' | 'tell' | 'lose' | 'close' }>

function watch(order: WatchOrder): void {
  if (order.order === 'watch') {
    const scenario = parseScenario(order.document)
    watched = { run: new WatchedRun(scenario, order.seed), scenario, seed: order.seed, dueMs: 0 }
    return
  }
  if (!watched) return
  const { run, scenario, seed } = watched
  if (order.order === 'tell') {
    for (const peer of order.peers) run.tell(peer)
  } else if (order.order === 'lose') {
    for (const node of order.nodes) run.lose(node)
  }
  const isOver = order.order === 'close'
  if (!isOver && performance.now() < watched.dueMs) return
  watched.dueMs = performance.now() + CHUNK_MS
  sayChunk(run.take(isOver), run.progress)
  if (isOver) sayDone(scenario, tabsResult(scenario, seed, order))
}

function run({ document, seed }: Job): void {
  const scenario = parseScenario(document)
  const spanMs = Math.max(MIN_SPAN_MS, boundOf(scenario).makespanMs / SPANS_IN_BOUND)
  const run = new RecordedRun(scenario, seed, spanMs)
  let dueMs = performance.now() + FIRST_CHUNK_MS
  while (!run.simulation.isOver) {
    run.advance()
    if (performance.now() < dueMs) continue
    sayChunk(run.take(), run.simulation.progress)
    dueMs = performance.now() + CHUNK_MS
  }
  sayChunk(run.take(), run.simulation.progress)
  sayDone(scenario, run.simulation.result)
}

function repeat(document: string, seeds: readonly number[]): void {
  const scenario = parseScenario(document)
  for (const seed of seeds) {
    const simulation = new Simulation(scenario, seed)
    simulation.run()
    sayDone(scenario, simulation.result)
  }
}

function sayDone(scenario: Scenario, run: RunResult): void {
  results.push(run)
  say({ news: 'done', run, summary: summaryOf(scenario, results) })
}

function sayChunk(chunk: Chunk, progress: number): void {
  const { down, up, lanes } = chunk.samples
  const moved = [...buffersOf(chunk.holds), ...buffersOf(chunk.flights), ...buffersOf(chunk.log)]
  say({ news: 'chunk', chunk, progress }, [...moved, down.buffer, up.buffer, lanes.buffer])
}

const say = (news: News, moved: ArrayBuffer[] = []): void => postMessage(news, { transfer: moved })

const catalogue = (): Catalogue => ({
  scenarios: SCENARIO_NAMES.map(name => {
    const document = scenarioText(name) as string
    return { name, about: (JSON.parse(document) as { about: string }).about, document }
  }),
  access: ACCESS_NAMES.map(name => ({ name, title: ACCESS_PRESETS[name].title })),
  topologies: BUILT_IN_NAMES,
  policies: POLICY_WORDS,
})

function why(error: unknown): string {
  if (error instanceof TooLongError) return error.message
  if (error instanceof RangeError) {
    return 'The tab has not enough memory for this run. Take fewer peers or a smaller torrent, or run it with “npm run sim”.'
  }
  const reason = error instanceof Error ? error.message : String(error)
  return `The simulation stopped (${reason}). Reload the page and run it again.`
}
