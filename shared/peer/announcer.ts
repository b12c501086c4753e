/** When to tell the tracker what (BEP 3 events), and how often while there is nobody to talk to. */
import type { Millis } from '../base/ids.ts'
import type { Announcement } from './effect.ts'

/** Until the tracker says otherwise. */
const DEFAULT_INTERVAL_MS = 30_000
/** Someone who still downloads and has no link at all asks sooner. */
const LONELY_INTERVAL_MS = 5_000
const RETRY_MS = 5_000
/** A tracker may not make us silent, nor make us flood it. */
const MIN_INTERVAL_MS = 1_000
const MAX_INTERVAL_MS = 30 * 60_000

export class Announcer {
  state: 'unknown' | 'up' | 'down' = 'unknown'
  #nextAt: Millis | undefined
  /** What was announced and has no answer yet; null is a periodic one. */
  #pending: Announcement['event'] | null | undefined
  /** Whether this tracker, since it was last reached, knows that we are here, and that we are done. */
  #started = false
  #completed = false
  #lastAt: Millis = 0
  readonly #longestMs: number

  /** However seldom the tracker wants it, once in so long. */
  constructor(longestMs = MAX_INTERVAL_MS) {
    this.#longestMs = longestMs
  }

  get nextAt(): Millis | undefined {
    return this.#pending === undefined ? this.#nextAt : undefined
  }

  up(now: Millis): void {
    this.state = 'up'
    this.#pending = undefined
    this.#started = false
    this.#nextAt = now
  }

  down(): void {
    this.state = 'down'
    this.#pending = undefined
    this.#nextAt = undefined
  }

  /** The download has finished during this session: worth telling at once. */
  completed(now: Millis): void {
    this.#completed = true
    if (this.#nextAt !== undefined) this.#nextAt = now
  }

  lonely(now: Millis): void {
    if (this.#nextAt === undefined || this.#pending !== undefined) return
    this.#nextAt = Math.min(this.#nextAt, Math.max(now, this.#lastAt + LONELY_INTERVAL_MS))
  }

  /** The event to announce now, null for a periodic one, undefined when nothing is due. */
  due(now: Millis): Announcement['event'] | null | undefined {
    if (this.#pending !== undefined) return undefined
    if (this.#nextAt === undefined || now < this.#nextAt) return undefined
    this.#lastAt = now
    const event = this.#completed ? 'completed' : null
    this.#pending = this.#started ? event : 'started'
    return this.#pending
  }

  announced(intervalMs: number, now: Millis): void {
    // Of an announce from before the tracker went: the one after it is what counts.
    if (this.#pending === undefined) return
    // Only what was told is known: the download may have finished while a periodic one was under way.
    if (this.#pending === 'completed') this.#completed = false
    this.#started = true
    this.#pending = undefined
    const interval = Number.isFinite(intervalMs) ? intervalMs : DEFAULT_INTERVAL_MS
    const wait = Math.min(Math.max(interval, MIN_INTERVAL_MS), this.#longestMs)
    this.#nextAt = this.#completed ? now : now + wait
  }

  failed(now: Millis): void {
    this.#pending = undefined
    if (this.state !== 'down') this.#nextAt = now + RETRY_MS
  }
}
