/**
 * The round trips of a link, as the host measures them, and what they tell of the line: one that is full has
 * a queue, in which packets stand (TCP Vegas: Brakmo and Peterson, 1995). One that loses packets has none.
 */
import type { Millis } from '../base/ids.ts'
import { FAR_MS } from '../bittorrent/request-depth.ts'

/** One reading on a busy machine may be that of its processor. */
const MIN_READINGS = 3
/** Longer than the shortest by a fifth, and by more than a busy machine takes. */
const QUEUE_SHARE = 0.2
const QUEUE_MS = 10
/** A browser measures every 2.5 s or so (Chromium): the last six. */
const RECENT_MS = 15_000
const MAX_RECENT = 16
/** Of the readings: a queue that is emptied now and then, as by each loss, is one all the same. */
const STANDING_SHARE = 1 / 3

export type Queue = 'none' | 'standing' | 'unknown'

export class RoundTrips {
  /** The others stood in a queue, or waited for a busy processor. */
  shortestMs: Millis | undefined
  #readings = 0
  readonly #recent: { readonly ms: Millis; readonly at: Millis }[] = []

  /** `ms`: the last of `readings` that are new, or less. */
  measured(ms: Millis, readings: number, now: Millis): void {
    this.shortestMs = Math.min(this.shortestMs ?? ms, ms)
    this.#readings += readings
    this.#recent.push({ ms, at: now })
    if (this.#recent.length > MAX_RECENT) this.#recent.shift()
  }

  /** `FAR_MS` or more: losses decide how fast one connection is. */
  get isFar(): boolean {
    return this.#readings >= MIN_READINGS && (this.shortestMs ?? 0) >= FAR_MS
  }

  get isNear(): boolean {
    return this.shortestMs !== undefined && this.shortestMs < FAR_MS
  }

  /** By the readings since then. */
  queue(since: Millis, now: Millis): Queue {
    const { shortestMs = 0 } = this
    const from = Math.max(since, now - RECENT_MS)
    const recent = this.#recent.filter(({ at }) => at >= from)
    if (recent.length === 0) return 'unknown'
    const most = shortestMs + Math.max(QUEUE_MS, QUEUE_SHARE * shortestMs)
    const standing = recent.filter(({ ms }) => ms > most).length
    return standing >= STANDING_SHARE * recent.length ? 'standing' : 'none'
  }
}
