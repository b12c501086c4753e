/**
 * Lets a flow's messages go at its rate on links that it shares with other tabs. A message goes as
 * soon as those before it are paid for, and is not held up itself: over any time, a flow sends what
 * its rate allows and one message.
 */
import type { Millis } from '../../../shared/base/ids.ts'

export class Gate {
  #owedBytes = 0
  #paidMs: Millis = 0
  #bytesPerMs = 0

  /** Holds from now on; what is owed stays owed. */
  setRate(bytesPerMs: number, now: Millis): void {
    this.#pay(now)
    this.#bytesPerMs = bytesPerMs
  }

  /** When the next may go; undefined while there is no rate. */
  opensMs(now: Millis): Millis | undefined {
    this.#pay(now)
    if (this.#bytesPerMs === 0) return undefined
    return now + this.#owedBytes / this.#bytesPerMs
  }

  pass(bytes: number): void {
    this.#owedBytes += bytes
  }

  #pay(now: Millis): void {
    this.#owedBytes = Math.max(this.#owedBytes - this.#bytesPerMs * (now - this.#paidMs), 0)
    this.#paidMs = now
  }
}
