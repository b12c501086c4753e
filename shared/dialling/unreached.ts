/** Remotes that are there, for they have answered or called, and to which no connection got through. */
import type { Millis, PeerId } from '../base/ids.ts'

/** Longer than the longest rest of a remote and another try of it. */
const REMEMBERED_MS = 120_000
const MAX_REMEMBERED = 50

export interface UnreachedView {
  readonly count: number
  /** Of these: those that have named no UDP address of their own. Their browser lets WebRTC use none. */
  readonly withoutUdp: number
}

interface Failure {
  readonly at: Millis
  readonly withoutUdp: boolean
}

export class Unreached {
  readonly #failures = new Map<PeerId, Failure>()

  failed(remote: PeerId, withoutUdp: boolean, at: Millis): void {
    this.#failures.delete(remote)
    this.#failures.set(remote, { at, withoutUdp })
    const [oldest] = this.#failures.keys()
    if (this.#failures.size > MAX_REMEMBERED && oldest !== undefined) this.#failures.delete(oldest)
  }

  /** It is linked, or not there. */
  forget(remote: PeerId): void {
    this.#failures.delete(remote)
  }

  inspect(now: Millis): UnreachedView {
    let [count, withoutUdp] = [0, 0]
    for (const failure of this.#failures.values()) {
      if (now - failure.at >= REMEMBERED_MS) continue
      count++
      if (failure.withoutUdp) withoutUdp++
    }
    return { count, withoutUdp }
  }
}
