/** Where simulations run: off the page's thread, so that the page can draw what has come so far. */

import { BUILT_IN_NAMES } from '../../../shared/network/built-in.ts'
import { ACCESS_NAMES, ACCESS_PRESETS } from '../../../shared/network/presets.ts'
import { boundOf } from '../../../shared/simulation/bound.ts'
import { SCENARIO_NAMES, scenarioText } from '../../../shared/simulation/built-in-scenarios.ts'
import type { Scenario } from '../../../shared/simulation/scenario.ts'
import { parseScenario } from '../../../shared/simulation/scenario-file.ts'
import { type Run, Simulation } from '../../../shared/simulation/simulation.ts'
import { POLICY_WORDS } from '../../../shared/torrent/policies.ts'
import { buffersOf } from '../recording/table.ts'
import { eventsOf, TooLongError } from './events.ts'
import { planOf } from './plan.ts'
import type { Answer, Catalogue, Job, News, Order, Question } from './protocol.ts'
import { RecordedRun } from './recorded-run.ts'
import { summaryOf } from './summary.ts'

/** Spans of the samples in the least time that a swarm can take. Most take half as long again. */
const SPANS_IN_BOUND = 200
/** Where the bound is nothing. */
const MIN_SPAN_MS = 1
/** Between two chunks, as the wall clock goes: the page draws, the worker works. */
const FIRST_CHUNK_MS = 50
const CHUNK_MS = 250

/** What this worker has run, the one that was recorded first. */
const results: Run[] = []

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
  return question.ask === 'plan' ? planOf(question.document, question.places) : catalogue()
}

function obey(order: Order): void {
  if (order.order === 'run') run(order)
  else if (order.order === 'repeat') repeat(order.document, order.seeds)
  else say({ news: 'events', file: eventsOf(parseScenario(order.document), order.seed) })
}

function run({ document, seed }: Job): void {
  const scenario = parseScenario(document)
  const spanMs = Math.max(MIN_SPAN_MS, boundOf(scenario).makespanMs / SPANS_IN_BOUND)
  const run = new RecordedRun(scenario, seed, spanMs)
  let dueMs = performance.now() + FIRST_CHUNK_MS
  while (!run.simulation.isOver) {
    run.advance()
    if (performance.now() < dueMs) continue
    sayChunk(run)
    dueMs = performance.now() + CHUNK_MS
  }
  sayChunk(run)
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

function sayDone(scenario: Scenario, run: Run): void {
  results.push(run)
  say({ news: 'done', run, summary: summaryOf(scenario, results) })
}

function sayChunk(run: RecordedRun): void {
  const chunk = run.take()
  const { down, up, lanes } = chunk.samples
  const moved = [...buffersOf(chunk.holds), ...buffersOf(chunk.flights), ...buffersOf(chunk.log)]
  say({ news: 'chunk', chunk, progress: run.simulation.progress }, [
    ...moved,
    down.buffer,
    up.buffer,
    lanes.buffer,
  ])
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
