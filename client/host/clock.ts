/** Time and timers for the host. The timers live in a Worker: hidden pages' own tick at 1 Hz. */
import type { Millis } from '../../shared/base/ids.ts'

export interface Clock {
  /** Never goes back; comparable between tabs of one machine. */
  now(): Millis
  /** Calls once, after `delayMs`; returns what cancels it. */
  after(delayMs: number, callback: () => void): () => void
  close(): void
}

/** To the Worker: fire `id` after `delayMs`, or, without it, never mind. */
export interface ClockRequest {
  readonly id: number
  readonly delayMs?: number
}

export const now = (): Millis => performance.timeOrigin + performance.now()

export class WorkerClock implements Clock {
  readonly #worker = new Worker(new URL('./clock.worker.ts', import.meta.url), { type: 'module' })
  readonly #callbacks = new Map<number, () => void>()
  #nextId = 1

  constructor() {
    this.#worker.onmessage = ({ data: id }: MessageEvent<number>) => {
      const callback = this.#callbacks.get(id)
      this.#callbacks.delete(id)
      callback?.()
    }
  }

  now(): Millis {
    return now()
  }

  after(delayMs: number, callback: () => void): () => void {
    const id = this.#nextId++
    this.#callbacks.set(id, callback)
    this.#worker.postMessage({ id, delayMs } satisfies ClockRequest)
    return () => {
      if (this.#callbacks.delete(id)) this.#worker.postMessage({ id } satisfies ClockRequest)
    }
  }

  close(): void {
    this.#callbacks.clear()
    this.#worker.terminate()
  }
}
