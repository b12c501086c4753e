/** Time and timers for the host. The timers live in a Worker: hidden pages' own tick at 1 Hz. */
import type { Millis } from '../../shared/base/ids.ts'
import type { ClockRequest } from './clock.worker.ts'
import clockUrl from './clock.worker.ts?worker&url'
import { workerUrl } from './worker-url.ts'

export interface Clock {
  /** Never goes back; comparable between tabs of one machine. */
  now(): Millis
  /** Calls once, after `delayMs`; returns what cancels it. */
  after(delayMs: number, callback: () => void): () => void
  close(): void
}

const { timeOrigin } = performance
const now = (): Millis => timeOrigin + performance.now()

export class WorkerClock implements Clock {
  readonly #worker = new Worker(workerUrl(clockUrl), { type: 'module' })
  readonly #waiting = new Map<number, { readonly dueMs: Millis; readonly callback: () => void }>()
  /** The Worker could not be loaded: the page's timers serve, slow as they are in a hidden page. */
  #workerFailed = false
  #nextId = 1

  constructor() {
    this.#worker.onmessage = ({ data: id }: MessageEvent<number>) => this.#fire(id)
    this.#worker.onerror = () => {
      this.#workerFailed = true
      for (const [id, { dueMs }] of this.#waiting) this.#setPageTimer(id, dueMs - now())
    }
  }

  now(): Millis {
    return now()
  }

  after(delayMs: number, callback: () => void): () => void {
    const id = this.#nextId++
    this.#waiting.set(id, { dueMs: now() + delayMs, callback })
    if (this.#workerFailed) this.#setPageTimer(id, delayMs)
    else this.#worker.postMessage({ id, delayMs } satisfies ClockRequest)
    return () => {
      if (this.#waiting.delete(id)) this.#worker.postMessage({ id } satisfies ClockRequest)
    }
  }

  close(): void {
    this.#waiting.clear()
    this.#worker.terminate()
  }

  #fire(id: number): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    waiting?.callback()
  }

  #setPageTimer(id: number, delayMs: number): void {
    setTimeout(() => this.#fire(id), Math.max(0, delayMs))
  }
}
