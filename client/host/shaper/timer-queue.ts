/**
 * Many timers on one timer of the browser, and a clock for those who use them. The browser's timers
 * are always a little late; so that this does not add up, `now()` is the time at which the running
 * task was due, and goes no further until all that is overdue has run.
 */
import { EventQueue } from '../../../shared/base/event-queue.ts'
import type { Millis } from '../../../shared/base/ids.ts'
import type { Clock } from '../clock.ts'

export type Task = (dueMs: Millis) => void

export class TimerQueue implements Clock {
  readonly #clock: Clock
  readonly #tasks = new EventQueue<Task>()
  /** The latest time that `now()` has given. */
  #toldMs: Millis = Number.NEGATIVE_INFINITY
  /** When the running task was due. */
  #taskMs: Millis | undefined
  #wakeMs: Millis = Number.POSITIVE_INFINITY
  #cancelWake: (() => void) | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  now(): Millis {
    const nowMs = this.#taskMs ?? Math.min(this.#clock.now(), this.#nextMs)
    this.#toldMs = Math.max(this.#toldMs, nowMs)
    return this.#toldMs
  }

  /** In order of time; a task that is due already runs soon, not before this returns. */
  at(dueMs: Millis, task: Task): void {
    this.#tasks.add(dueMs, task)
    if (this.#taskMs === undefined) this.#arm()
  }

  after(delayMs: number, callback: () => void): () => void {
    let isCancelled = false
    this.at(this.now() + delayMs, () => {
      if (!isCancelled) callback()
    })
    return () => {
      isCancelled = true
    }
  }

  /** The base clock belongs to the caller. */
  close(): void {
    this.#cancelWake?.()
  }

  get #nextMs(): Millis {
    return this.#tasks.nextAt ?? Number.POSITIVE_INFINITY
  }

  #run(): void {
    this.#wakeMs = Number.POSITIVE_INFINITY
    try {
      while (this.#nextMs <= this.#clock.now()) {
        this.#taskMs = this.#nextMs
        this.#tasks.take()?.event(this.#taskMs)
      }
    } finally {
      this.#taskMs = undefined
      this.#arm()
    }
  }

  #arm(): void {
    const nextMs = this.#nextMs
    if (nextMs >= this.#wakeMs) return
    this.#cancelWake?.()
    this.#wakeMs = nextMs
    this.#cancelWake = this.#clock.after(Math.max(nextMs - this.#clock.now(), 0), () => this.#run())
  }
}
