/**
 * A limit in bytes per second, by departure times as in a shaped link: a message larger than the
 * allowance still goes, and delays the next.
 */
import { assert } from '../base/assert.ts'
import type { Millis } from '../base/ids.ts'

/** Unused time that may be made up for: short enough that a meter shows the limit, not bursts. */
export const BURST_MS = 250
/** All waiting remotes are served together after this time: a timer for each would cost more. */
const GATHER_MS = 100

/** Rate limits of a torrent, over all its remotes together. */
export interface Limits {
  readonly up: RateLimit
  readonly down: RateLimit
}

/** Begins after the one that had the last turn: under a limit the first ones get most. */
export function inTurn<T>(all: Iterable<T>, last: T | undefined): T[] {
  const list = [...all]
  const first = last === undefined ? 0 : list.indexOf(last) + 1
  return [...list.slice(first), ...list.slice(0, first)]
}

export class RateLimit {
  /** Undefined: no limit. */
  #bytesPerSec: number | undefined
  #freeAt: Millis = Number.NEGATIVE_INFINITY

  /** Keeps the debt: changing the limit to and fro gains nothing. */
  set(bytesPerSec: number | undefined): void {
    assert(bytesPerSec === undefined || bytesPerSec > 0, 'a limit of nothing is a pause')
    this.#bytesPerSec = bytesPerSec
  }

  mayGo(now: Millis): boolean {
    return this.#bytesPerSec === undefined || now >= this.#freeAt
  }

  take(bytes: number, now: Millis): void {
    if (this.#bytesPerSec === undefined) return
    this.#freeAt = Math.max(this.#freeAt, now - BURST_MS) + (bytes * 1000) / this.#bytesPerSec
  }

  /** Returns what was taken for a message that was not sent. */
  giveBack(bytes: number): void {
    if (this.#bytesPerSec !== undefined) this.#freeAt -= (bytes * 1000) / this.#bytesPerSec
  }

  /** When it is worth trying again; undefined without a limit. */
  get wakeAt(): Millis | undefined {
    return this.#bytesPerSec === undefined ? undefined : this.#freeAt + GATHER_MS
  }
}
