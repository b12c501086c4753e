/**
 * The worker's tasks. Simulations are computed in slices, and messages are handled between two slices:
 * the plan of the next draft need not wait for the end of a run.
 */

import { POLICY_WORDS } from '../../../shared/bittorrent/policies.ts'
import { BUILT_IN_NAMES } from '../../../shared/network/built-in.ts'
import { WRITERS } from '../../../shared/network/formats/any.ts'
import { ACCESS_NAMES } from '../../../shared/network/presets.ts'
import { parseTopology } from '../../../shared/network/topology-file.ts'
import { EventLog } from '../../../shared/simulation/results/event-log.ts'
import { estimate } from '../../../shared/simulation/results/statistics.ts'
import { SCENARIO_NAMES, scenarioText } from '../../../shared/simulation/scenarios/built-in.ts'
import type { Scenario } from '../../../shared/simulation/scenarios/scenario.ts'
import { Simulation } from '../../../shared/simulation/simulation.ts'
import type { Curve } from '../charts/chart-data.ts'
import { curvesOf } from '../charts/curves.ts'
import type { Chunk } from '../recording/chunk.ts'
import { Recording } from '../recording/recording.ts'
import { buffersOf } from '../recording/table.ts'
import { compare } from './comparing.ts'
import { planOf, scenarioOf } from './plan.ts'
import type {
  Answers,
  Catalogue,
  FromWorker,
  RunResult,
  RunUpdate,
  Task,
  ToWorker,
} from './protocol.ts'
import { RecordedRun } from './recorded-run.ts'
import { firstSpanMs } from './recorder.ts'
import { ReportedRun } from './reported-run.ts'
import { summaryOf, tabsResult } from './results.ts'
import { outcomeOfSweep, planSweep, runOfSweep } from './sweeps.ts'
import { tabsPlanOf } from './tabs-plan.ts'
import { readTopology } from './topology-files.ts'
import type { Why } from './why.ts'

/** Wall-clock time between two chunks for the page to draw. */
const FIRST_CHUNK_MS = 50
const CHUNK_MS = 250
/** Of the time: chunks of large swarms are large, and the page has to take them up within a frame. */
const MAX_CHUNK_SHARE = 1 / 40
/** The wall clock is read after this number of events: a few milliseconds. */
const EVENTS_IN_SLICE = 1_000
/** While a run is computed, the page waits about this time for an answer. */
const MAX_BUSY_MS = 50
/** Beside a run in tabs: as many as on the command line. */
const SIMULATED_SEEDS = 10
/** Browsers move large blobs to disk, but not without limit. */
const MAX_LOG_BYTES = 1024 ** 3
/** The log becomes blobs of about this length. */
const LOG_PART_LENGTH = 1024 * 1024

type Post = (message: FromWorker, transfer: ArrayBuffer[]) => void
type TaskNamed<Name extends Task['task']> = Extract<Task, { task: Name }>

export interface WorkerTime {
  now(): number
  rest(): Promise<void>
}

const WORKER_TIME: WorkerTime = {
  now: () => performance.now(),
  rest: () => new Promise(resolve => setTimeout(resolve)),
}

/** A run in real tabs, which is recorded here. */
interface TabsRecording {
  readonly run: ReportedRun
  readonly scenario: Scenario
  readonly seed: number
  dueMs: number
}

/** The log is longer than a tab holds. */
class LogTooLargeError extends Error {}

export class Tasks {
  readonly #send: Post
  readonly #time: WorkerTime
  readonly #computed = new Set<number>()
  readonly #recorded = new Map<number, TabsRecording>()
  #restedMs = 0

  constructor(post: Post, time = WORKER_TIME) {
    this.#send = post
    this.#time = time
  }

  receive(message: ToWorker): void {
    const { id } = message
    this.#perform(message).catch((error: unknown) => {
      console.error(error)
      this.#forget(id)
      this.#post({ id, is: 'failed', why: why(error) })
    })
  }

  async #perform(message: ToWorker): Promise<void> {
    const { id } = message
    if ('update' in message) return this.#update(id, message)
    switch (message.task) {
      case 'catalogue':
        return this.#answer(id, catalogue())
      case 'plan':
        return this.#answer(id, planOf(message.document, message.positions))
      case 'planTabs':
        return this.#answer(id, tabsPlanOf(message.document, message.places, message))
      case 'simulatedMakespan':
        return this.#simulatedMakespan(id, message)
      case 'planSweep':
        return this.#answer(id, planSweep(message.sweep))
      case 'runOfSweep':
        return this.#answer(id, runOfSweep(message.sweep, message.point, message.seed))
      case 'endSweep':
        return this.#answer(id, outcomeOfSweep(message.sweep, message.runs))
      case 'compare':
        return this.#answer(id, compare(message.sets))
      case 'readTopology':
        return this.#answer(id, readTopology(message.text))
      case 'writeTopology':
        return this.#answer(id, WRITERS[message.format](parseTopology(message.file)))
      case 'exportLog':
        return this.#exportLog(id, message)
      case 'simulate':
        return this.#simulate(id, message)
      case 'recordTabs': {
        const scenario = scenarioOf(message.document)
        const { seed } = message
        this.#recorded.set(id, { run: new ReportedRun(scenario, seed), scenario, seed, dueMs: 0 })
      }
    }
  }

  /** The first seed's run is recorded; of the others only the results are sent. */
  async #simulate(id: number, { document, seeds }: TaskNamed<'simulate'>): Promise<void> {
    const scenario = scenarioOf(document)
    this.#computed.add(id)
    const results: RunResult[] = []
    for (const seed of seeds) {
      const run = new RecordedRun(scenario, seed, firstSpanMs(scenario))
      const isFirst = results.length === 0
      if (!(await this.#record(id, run, isFirst))) return
      results.push(run.simulation.result)
      const curves = isFirst ? [] : curvesFrom(document, run.take())
      const summary = summaryOf(scenario, results)
      this.#post({ id, is: 'result', run: run.simulation.result, summary, curves })
    }
    this.#finish(id)
  }

  /** False if it was cancelled. `isFollowed`: the page is sent what is recorded, as it comes. */
  async #record(id: number, run: RecordedRun, isFollowed: boolean): Promise<boolean> {
    let dueMs = this.#time.now() + FIRST_CHUNK_MS
    while (!run.simulation.isOver) {
      run.advance(EVENTS_IN_SLICE)
      if (isFollowed && this.#time.now() >= dueMs) {
        const beganMs = this.#time.now()
        this.#postChunk(id, run.take(), run.simulation.progress)
        const tookMs = this.#time.now() - beganMs
        dueMs = this.#time.now() + Math.max(CHUNK_MS, tookMs / MAX_CHUNK_SHARE)
      }
      if (await this.#isCancelled(id)) return false
    }
    if (isFollowed) this.#postChunk(id, run.take(), run.simulation.progress)
    return true
  }

  async #compute(id: number, simulation: Simulation): Promise<RunResult | undefined> {
    while (!simulation.isOver) {
      simulation.run(undefined, EVENTS_IN_SLICE)
      if (await this.#isCancelled(id)) return undefined
    }
    return simulation.result
  }

  async #simulatedMakespan(id: number, { document }: TaskNamed<'simulatedMakespan'>) {
    const scenario = scenarioOf(document)
    this.#computed.add(id)
    const makespans: (number | null)[] = []
    for (let seed = 1; seed <= SIMULATED_SEEDS; seed++) {
      const result = await this.#compute(id, new Simulation(scenario, seed))
      if (!result) return
      makespans.push(result.makespanMs)
    }
    this.#computed.delete(id)
    const ends = makespans.filter(ms => ms !== null)
    this.#answer(id, ends.length === SIMULATED_SEEDS ? estimate(ends) : null)
  }

  /** Lets messages in if it is time to: one may cancel the task. */
  async #isCancelled(id: number): Promise<boolean> {
    if (this.#time.now() - this.#restedMs >= MAX_BUSY_MS) {
      await this.#time.rest()
      this.#restedMs = this.#time.now()
    }
    return !this.#computed.has(id)
  }

  /** A JSON object for each line, as `npm run sim -- --log` writes it; the run is computed again. */
  async #exportLog(id: number, { document, seed }: TaskNamed<'exportLog'>): Promise<void> {
    this.#computed.add(id)
    const parts: Blob[] = []
    let bytes = 0
    let part = ''
    const closePart = (): void => {
      const blob = new Blob([part])
      bytes += blob.size
      if (bytes > MAX_LOG_BYTES) {
        throw new LogTooLargeError()
      }
      parts.push(blob)
      part = ''
    }
    const log = new EventLog({
      write(line) {
        part += line
        if (part.length > LOG_PART_LENGTH) closePart()
      },
    })
    if (!(await this.#compute(id, new Simulation(scenarioOf(document), seed, log)))) return
    closePart()
    this.#computed.delete(id)
    this.#answer(id, new Blob(parts, { type: 'application/x-ndjson' }))
  }

  #update(id: number, update: RunUpdate): void {
    if (update.update === 'cancel') return this.#forget(id)
    const recorded = this.#recorded.get(id)
    if (!recorded) return
    const { run, scenario, seed } = recorded
    if (update.update === 'reports') for (const peer of update.peers) run.tell(peer)
    if (update.update === 'lost') for (const node of update.nodes) run.lose(node)
    const isOver = update.update === 'close'
    if (!isOver && this.#time.now() < recorded.dueMs) return
    recorded.dueMs = this.#time.now() + CHUNK_MS
    this.#postChunk(id, run.take(isOver), run.progress)
    if (!isOver) return
    const result = tabsResult(scenario, seed, update)
    this.#post({
      id,
      is: 'result',
      run: result,
      summary: summaryOf(scenario, [result]),
      curves: [],
    })
    this.#finish(id)
  }

  #answer(id: number, answer: Answers[keyof Answers]): void {
    this.#post({ id, is: 'answer', answer })
  }

  #finish(id: number): void {
    this.#forget(id)
    this.#post({ id, is: 'ended' })
  }

  #forget(id: number): void {
    this.#computed.delete(id)
    this.#recorded.delete(id)
  }

  #postChunk(id: number, chunk: Chunk, progress: number): void {
    const { down, up, lanes } = chunk.samples
    const moved = [...buffersOf(chunk.holds), ...buffersOf(chunk.flights), ...buffersOf(chunk.log)]
    const transfer = [...moved, down.buffer, up.buffer, lanes.buffer]
    this.#post({ id, is: 'chunk', chunk, progress }, transfer)
  }

  #post(message: FromWorker, transfer: ArrayBuffer[] = []): void {
    this.#send(message, transfer)
  }
}

function curvesFrom(document: string, chunk: Chunk): readonly Curve[] {
  const planned = planOf(document)
  if (!planned.ok) return []
  const recording = new Recording(planned.plan.pieces)
  recording.append(chunk)
  return curvesOf(planned.plan, recording)
}

const catalogue = (): Catalogue => ({
  scenarios: SCENARIO_NAMES.map(name => ({ name, document: scenarioText(name) as string })),
  access: ACCESS_NAMES,
  topologies: BUILT_IN_NAMES,
  policies: {
    fidelity: Object.keys(POLICY_WORDS.fidelity),
    askBy: Object.keys(POLICY_WORDS.askBy),
    seeding: Object.keys(POLICY_WORDS.seeding),
    slotRule: Object.keys(POLICY_WORDS.slotRule),
    picking: Object.keys(POLICY_WORDS.picking),
  },
})

function why(error: unknown): Why {
  if (error instanceof LogTooLargeError) return { is: 'log-too-large' }
  if (error instanceof RangeError) return { is: 'out-of-memory' }
  return { is: 'stopped', reason: error instanceof Error ? error.message : String(error) }
}
