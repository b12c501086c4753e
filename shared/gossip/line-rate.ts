/**
 * How fast our line is, from what leaves it: the most in any short while lately. A mean would call a
 * fast line slow when it was idle, or when the machine had other things to do.
 */
import type { Millis } from '../base/ids.ts'

const BUCKET_MS = 50
/** With each bucket the past counts so much less: by half in two seconds. */
const FADE = 0.983

export class LineRate {
  #bucketAt: Millis = Number.NEGATIVE_INFINITY
  #bytes = 0
  #peak = 0

  /** So much has left the queue. */
  add(bytes: number, now: Millis): void {
    if (now - this.#bucketAt >= BUCKET_MS) {
      this.#peak = Math.max(this.#peak * FADE, this.#bytes)
      this.#bytes = 0
      this.#bucketAt = now
    }
    this.#bytes += bytes
  }

  /** Bytes/s; 0 before anything is known. */
  get perSec(): number {
    return (Math.max(this.#peak, this.#bytes) * 1000) / BUCKET_MS
  }
}
