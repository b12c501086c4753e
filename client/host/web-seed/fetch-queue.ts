/** How much a tab asks of web servers at once, whatever its torrents want. */

/** Of one host: browsers keep six connections to it, over HTTP/1.1. */
const MAX_PER_HOST = 4
const MAX_FETCHES = 12

type Work = (signal: AbortSignal) => Promise<void>

interface Job {
  readonly host: string
  readonly work: Work
  readonly abort: AbortController
}

export class FetchQueue {
  readonly #waiting = new Map<number, Job>()
  readonly #running = new Map<number, Job>()

  /** `work` never rejects. It begins at once where there is room, else after others. */
  add(id: number, host: string, work: Work): void {
    this.#waiting.set(id, { host, work, abort: new AbortController() })
    this.#startNext()
  }

  abort(id: number): void {
    this.#waiting.delete(id)
    this.#running.get(id)?.abort.abort()
  }

  #startNext(): void {
    for (const [id, job] of this.#waiting) {
      if (this.#running.size >= MAX_FETCHES) return
      if (this.#runningAt(job.host) >= MAX_PER_HOST) continue
      this.#waiting.delete(id)
      this.#running.set(id, job)
      void job.work(job.abort.signal).finally(() => {
        this.#running.delete(id)
        this.#startNext()
      })
    }
  }

  #runningAt(host: string): number {
    let count = 0
    for (const job of this.#running.values()) if (job.host === host) count++
    return count
  }
}
