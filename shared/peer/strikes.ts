/**
 * What it costs a remote to be proven the sender of bad data. A link keeps what it carries whole
 * (DTLS), so that bad data is its sender's; but a disk may have rotted, or memory failed once. Only
 * who does so again and again means it.
 */
import type { PeerId } from '../base/ids.ts'

/** How long it is shut out, by the number of pieces that it spoilt; in the end for good. */
const BANNED_FOR_MS = [60_000, 600_000, Number.POSITIVE_INFINITY] as const

/** Remotes remembered: as many as we know at all. */
const MAX_REMOTES = 500

export class Strikes {
  /** The pieces that each spoilt: one that rots on a disk stays one, however often it is sent. */
  readonly #spoilt = new Map<PeerId, Set<number>>()

  /** For how long the remote is to be shut out now. */
  strike(remote: PeerId, piece: number): number {
    const spoilt = this.#spoilt.get(remote) ?? new Set()
    const last = BANNED_FOR_MS.length
    if (spoilt.size < last) spoilt.add(piece)
    this.#spoilt.set(remote, spoilt)
    const [oldest] = this.#spoilt.keys()
    if (this.#spoilt.size > MAX_REMOTES && oldest !== undefined) this.#spoilt.delete(oldest)
    return BANNED_FOR_MS[spoilt.size - 1] ?? Number.POSITIVE_INFINITY
  }
}
