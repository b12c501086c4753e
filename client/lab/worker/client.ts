/**
 * The page's end of the worker: numbers the tasks, and hands each reply to its task. The worker starts
 * on demand. It is terminated when a simulation leaves it without tasks: that stops the simulation at
 * once and frees its memory.
 */
import { workerUrl } from '../../host/worker-url.ts'
import type { Answers, FromWorker, Question, RunTask, RunUpdate, Task } from './protocol.ts'
import type { Why } from './why.ts'
import simulationUrl from './worker.ts?worker&url'

/** A task failed. */
export class TaskError extends Error {
  override readonly name = 'TaskError'
  readonly why: Why
  constructor(why: Why) {
    super(JSON.stringify(why))
    this.why = why
  }
}

export type RunNews = Extract<FromWorker, { is: 'chunk' | 'result' | 'failed' }>

export interface RunHandle {
  tell(update: RunUpdate): void
  cancel(): void
}

interface UnderWay {
  readonly isHeavy: boolean
  hear(message: FromWorker): void
}

export class WorkerClient {
  readonly #underWay = new Map<number, UnderWay>()
  #worker: Worker | undefined
  #lastId = 0

  /** Rejects with a TaskError. */
  ask<Name extends Question['task']>(
    question: Extract<Question, { task: Name }>,
  ): Promise<Answers[Name]> {
    return new Promise((resolve, reject) => {
      this.#begin(question, message => {
        if (message.is === 'answer') resolve(message.answer as Answers[Name])
        else if (message.is === 'failed') reject(new TaskError(message.why))
      })
    })
  }

  run(task: RunTask, hear: (news: RunNews) => void): RunHandle {
    const id = this.#begin(task, message => {
      if (message.is !== 'answer' && message.is !== 'ended') hear(message)
    })
    return {
      tell: update => this.#post(id, update),
      cancel: () => {
        this.#post(id, { update: 'cancel' })
        this.#end(id)
      },
    }
  }

  /** Ends the worker; what was asked is not answered. */
  close(): void {
    this.#underWay.clear()
    this.#worker?.terminate()
    this.#worker = undefined
  }

  #begin(task: Task, hear: (message: FromWorker) => void): number {
    const id = ++this.#lastId
    const isHeavy = task.task === 'simulate' || task.task === 'exportLog'
    this.#underWay.set(id, { isHeavy, hear })
    this.#worker ??= this.#start()
    this.#worker.postMessage({ id, ...task })
    return id
  }

  #post(id: number, update: RunUpdate): void {
    if (this.#underWay.has(id)) this.#worker?.postMessage({ id, ...update })
  }

  #start(): Worker {
    const worker = new Worker(workerUrl(simulationUrl), { type: 'module' })
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      const task = this.#underWay.get(data.id)
      if (data.is === 'answer' || data.is === 'ended' || data.is === 'failed') this.#end(data.id)
      task?.hear(data)
    }
    worker.onerror = () => {
      this.#worker = undefined
      const waiting = [...this.#underWay]
      this.#underWay.clear()
      for (const [id, task] of waiting) task.hear({ id, is: 'failed', why: { is: 'unloaded' } })
    }
    return worker
  }

  #end(id: number): void {
    const isHeavy = this.#underWay.get(id)?.isHeavy === true
    this.#underWay.delete(id)
    if (!isHeavy || this.#underWay.size > 0) return
    this.#worker?.terminate()
    this.#worker = undefined
  }
}
