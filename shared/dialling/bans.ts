/** Who is shut out, and until when. Names that the server does not vouch for are apart. */
import type { Millis, PeerId } from '../base/ids.ts'

/** Bans remembered of each kind; beyond it the oldest is forgotten. */
const MAX_BANS = 500

export class Bans {
  readonly #vouched = new Map<PeerId, Millis>()
  readonly #unvouched = new Map<PeerId, Millis>()

  /** False if it is banned for that long already. */
  ban(remote: PeerId, vouched: boolean, until: Millis): boolean {
    const bans = vouched ? this.#vouched : this.#unvouched
    if ((bans.get(remote) ?? 0) >= until) return false
    const [oldest = remote] = bans.keys()
    if (bans.size >= MAX_BANS) bans.delete(oldest)
    bans.set(remote, until)
    return true
  }

  /** A ban that was earned under a name that nobody vouched for does not shut out its owner. */
  holds(remote: PeerId, vouched: boolean, now: Millis): boolean {
    if (now < (this.#vouched.get(remote) ?? now)) return true
    return !vouched && now < (this.#unvouched.get(remote) ?? now)
  }
}
