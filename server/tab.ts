/** One connected tab, or stock client, as the handlers see it: its key, its budgets, its order. */

import { TokenBucket } from '../shared/base/bucket.ts'
import type { IncomingSignal } from '../shared/events.ts'
import type { SocketKey } from '../shared/tracker/registry.ts'
import type { ServerLimits } from './limits.ts'

export class Tab {
  readonly key: SocketKey
  readonly announces: TokenBucket
  readonly signals: TokenBucket
  readonly send: (signal: IncomingSignal) => void
  #tail: Promise<void> = Promise.resolve()

  constructor(
    key: SocketKey,
    limits: ServerLimits,
    now: number,
    send: (signal: IncomingSignal) => void,
  ) {
    this.key = key
    this.announces = new TokenBucket(limits.announces, now)
    this.signals = new TokenBucket(limits.signals, now)
    this.send = send
  }

  /**
   * One at a time, in the order the tab sent them: a candidate must not overtake its offer, nor an
   * announce its disconnect, in a store that takes its time. The limit on packets bounds how many wait.
   */
  inOrder(work: () => Promise<void>): void {
    this.#tail = this.#tail.then(work)
  }
}
