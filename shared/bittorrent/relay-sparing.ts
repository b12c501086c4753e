/**
 * Spares relays: what comes by one passes a server of somebody's twice. A remote that is reached by a relay
 * is asked for nothing while those that are reached directly give what there is.
 */
import type { Millis } from '../base/ids.ts'
import { BLOCK_BYTES } from '../wire/message.ts'
import type { Remote } from './remote.ts'

/** Direct remotes that have begun to give have this time to show how fast. */
const START_MS = 10_000
/** Bytes/s, of all direct remotes together: with less, a relay is worth its cost. */
const ENOUGH_RATE = 4 * BLOCK_BYTES

export class RelaySparing {
  /** Since when a direct remote gives, without a break. */
  #since: Millis | undefined

  /** Whether direct remotes give enough; asked once a second at least. */
  isServedDirectly(remotes: Iterable<Remote>, now: Millis): boolean {
    let rate = 0
    let gives = false
    for (const remote of remotes) {
      const { isRelayed, amInterested, peerChoking, snubbed, requests } = remote
      if (isRelayed || !amInterested || peerChoking || snubbed || requests.isOvertaken) continue
      gives = true
      rate += remote.down.rate(now)
    }
    if (!gives) this.#since = undefined
    else this.#since ??= now
    return gives && (rate >= ENOUGH_RATE || now - (this.#since ?? now) < START_MS)
  }
}
