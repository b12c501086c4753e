/**
 * Shares out this process's time among computations that anybody may cause: a slice at a time, so that
 * nothing else waits for long, and each slice counts against who caused it. Who has used the least goes
 * first, and who has used up an allowance waits until it has grown again.
 */
import { type Rate, TokenBucket } from '../shared/base/bucket.ts'

export interface Job {
  /** Operations that its owner may cause. What was done above that is owed. */
  readonly owner: TokenBucket
  readonly hasWork: boolean
  /** Does about that many operations and returns how many; fewer, if it has done what there is to do in one interval. */
  work(operations: number): number
}

/** A job called for again and again is done once in this time. */
const INTERVAL_MS = 20
/** Some 2 ms. */
const SLICE_OPERATIONS = 20_000

export class WorkQueue {
  readonly #all: TokenBucket
  readonly #now: () => number
  readonly #onError: (error: unknown) => void
  /** To be done in this interval, and in the next. */
  #due = new Set<Job>()
  #later = new Set<Job>()
  #state: 'idle' | 'working' | 'resting' | 'closed' = 'idle'
  #rest: NodeJS.Timeout | undefined

  constructor(all: Rate, now: () => number, onError: (error: unknown) => void) {
    this.#all = new TokenBucket(all, now())
    this.#now = now
    this.#onError = onError
  }

  /** The job has something to do. Has no effect if it waits already. */
  add(job: Job): void {
    if (this.#state === 'closed' || this.#due.has(job)) return
    if (this.#state === 'idle') {
      this.#due.add(job)
      this.#goOn()
    } else this.#later.add(job)
  }

  close(): void {
    this.#state = 'closed'
    clearTimeout(this.#rest)
  }

  #goOn(): void {
    this.#state = 'working'
    setImmediate(() => this.#work())
  }

  #work(): void {
    if (this.#state === 'closed') return
    const job = this.#next()
    if (job === undefined) return this.#pause()
    try {
      const done = job.work(SLICE_OPERATIONS)
      const now = this.#now()
      job.owner.spend(now, done)
      this.#all.spend(now, done)
      if (done < SLICE_OPERATIONS) {
        this.#due.delete(job)
        if (job.hasWork) this.#later.add(job)
      }
    } catch (error) {
      this.#due.delete(job)
      this.#onError(error)
    }
    this.#goOn()
  }

  /** Of those whose owner has something left, the one whose owner has the most. */
  #next(): Job | undefined {
    const now = this.#now()
    if (this.#all.left(now) <= 0) return undefined
    let most = 0
    let next: Job | undefined
    for (const job of this.#due) {
      const left = job.owner.left(now)
      if (left <= most) continue
      most = left
      next = job
    }
    return next
  }

  #pause(): void {
    this.#state = 'resting'
    this.#rest = setTimeout(() => {
      for (const job of this.#later) this.#due.add(job)
      this.#later.clear()
      this.#state = 'idle'
      if (this.#due.size > 0) this.#goOn()
    }, INTERVAL_MS)
  }
}
