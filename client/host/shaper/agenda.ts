/**
 * What the shaper has to do and when, on one timer. A timer is always a little late: each task is
 * told the time it was due, so that lateness does not add up. It ends with its clock.
 */
import { EventQueue } from '../../../shared/base/event-queue.ts'
import type { Millis } from '../../../shared/base/ids.ts'
import type { Clock } from '../clock.ts'

export type Task = (dueMs: Millis) => void

export class Agenda {
  readonly #clock: Clock
  readonly #onTask: (lateMs: Millis) => void
  readonly #tasks = new EventQueue<Task>()
  #wakeAt: Millis = Number.POSITIVE_INFINITY
  #cancelWake: (() => void) | undefined
  #isRunning = false

  /** `onTask` hears of each how late it comes. */
  constructor(clock: Clock, onTask: (lateMs: Millis) => void = () => {}) {
    this.#clock = clock
    this.#onTask = onTask
  }

  now(): Millis {
    return this.#clock.now()
  }

  /** In order of time. What is due already is done in the next turn of the timer. */
  at(dueMs: Millis, task: Task): void {
    this.#tasks.add(dueMs, task)
    if (!this.#isRunning) this.#arm()
  }

  #run(): void {
    this.#wakeAt = Number.POSITIVE_INFINITY
    this.#isRunning = true
    try {
      for (;;) {
        const dueMs = this.#tasks.nextAt
        const now = this.#clock.now()
        if (dueMs === undefined || dueMs > now) break
        this.#onTask(now - dueMs)
        this.#tasks.take()?.event(dueMs)
      }
    } finally {
      this.#isRunning = false
      this.#arm()
    }
  }

  #arm(): void {
    const dueMs = this.#tasks.nextAt
    if (dueMs === undefined || dueMs >= this.#wakeAt) return
    this.#cancelWake?.()
    this.#wakeAt = dueMs
    this.#cancelWake = this.#clock.after(Math.max(dueMs - this.#clock.now(), 0), () => this.#run())
  }
}
