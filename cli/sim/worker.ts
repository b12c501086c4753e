/** Runs simulations in a thread of its own, one after the other. */
import { parentPort } from 'node:worker_threads'
import { together } from '../../shared/simulation/observer.ts'
import { EventLog } from '../../shared/simulation/results/event-log.ts'
import { type Recorded, Recorder } from '../../shared/simulation/results/recorder.ts'
import { ThesisLog } from '../../shared/simulation/results/thesis-log.ts'
import { type Scenario, topologyOf } from '../../shared/simulation/scenarios/scenario.ts'
import { type Run, Simulation } from '../../shared/simulation/simulation.ts'
import { FileWriter } from './file-writer.ts'
import type { LogWay } from './options.ts'
import { Trace } from './trace.ts'

/** What a worker is given. Jobs and reports are plain data: they cross a thread's border. */
export interface Job {
  readonly scenario: Scenario
  readonly seed: number
  /** Files to write on the way. */
  readonly log: string | undefined
  readonly logAs?: LogWay
  readonly trace: string | undefined
  /** Tell of the course of the run, too. */
  readonly record?: boolean
}

export type Report =
  /** The share of all pieces that have come where they should. */
  | { readonly type: 'progress'; readonly done: number }
  | {
      readonly type: 'done'
      readonly run: Run
      readonly recorded?: Recorded
      readonly elapsedMs: number
    }

/** Between two reports of progress: some tenths of a second. */
const EVENTS_A_SLICE = 200_000

const port = parentPort
if (!port) throw new Error('bug: this is run as a worker')
const say = (report: Report): void => port.postMessage(report)

port.on('message', (job: Job) => {
  const { scenario, seed } = job
  const log = job.log === undefined ? undefined : new FileWriter(job.log)
  const trace = job.trace === undefined ? undefined : new FileWriter(job.trace)
  const thesis = job.logAs === 'thesis' ? new ThesisLog(scenario.torrent.blockBytes) : undefined
  if (thesis) log?.write(ThesisLog.opening(topologyOf(scenario)))
  const recorder = job.record ? new Recorder(scenario) : undefined
  const observer = together(
    recorder,
    log && (thesis ? new EventLog(log, thesis.print) : new EventLog(log)),
    trace && new Trace(trace, topologyOf(scenario).peers),
  )
  const simulation = new Simulation(scenario, seed, observer)
  const startMs = performance.now()
  while (!simulation.isOver) {
    simulation.run(undefined, EVENTS_A_SLICE)
    say({ type: 'progress', done: simulation.progress })
  }
  const elapsedMs = performance.now() - startMs
  if (thesis) log?.write(thesis.closing)
  log?.close()
  trace?.close()
  const recorded = recorder?.result(simulation.world.now)
  say({ type: 'done', run: simulation.result, elapsedMs, ...(recorded && { recorded }) })
})
