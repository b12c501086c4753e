/**
 * Who sent the bad block? A piece that fails its check is kept beside its senders; when the piece
 * later passes, the blocks that differ name the guilty (libtorrent's "smart ban", but comparing the
 * bytes themselves). A sole sender needs no comparison.
 */
import type { PeerId } from '../base/ids.ts'
import { BLOCK_BYTES } from '../wire/message.ts'

/** How long it is shut out, by the number of pieces that it spoilt; in the end for good. */
const BANNED_FOR_MS = [60_000, 600_000, Number.POSITIVE_INFINITY] as const

/** Remotes remembered: as many as we know at all. */
const MAX_REMOTES = 500

interface Failure {
  readonly piece: number
  readonly bytes: Uint8Array
  readonly senders: readonly PeerId[]
}

/** Failed pieces kept for comparison; the oldest go first. */
const MAX_KEPT_FAILURES = 64
/** All of them: the longest piece there may be (64 MiB), or as many as fit. */
const MAX_KEPT_BYTES = 64 * 1024 * 1024

export class Blame {
  #failures: Failure[] = []

  /** Whom the failure proves guilty at once: the sender, if it was only one. */
  failed(piece: number, bytes: Uint8Array, senders: readonly PeerId[]): PeerId[] {
    const distinct = new Set(senders)
    if (distinct.size === 1) return [...distinct]
    this.#failures.push({ piece, bytes, senders })
    while (this.#isTooMuch()) this.#failures.shift()
    return []
  }

  /** The piece has passed: whoever sent other bytes before is guilty. */
  passed(piece: number, bytes: Uint8Array): PeerId[] {
    const guilty = new Set<PeerId>()
    for (const failure of this.#failures) {
      if (failure.piece === piece) for (const id of liars(failure, bytes)) guilty.add(id)
    }
    this.#failures = this.#failures.filter(failure => failure.piece !== piece)
    return [...guilty]
  }

  #isTooMuch(): boolean {
    const keptBytes = this.#failures.reduce((sum, { bytes }) => sum + bytes.length, 0)
    return this.#failures.length > MAX_KEPT_FAILURES || keptBytes > MAX_KEPT_BYTES
  }
}

function liars(failure: Failure, bytes: Uint8Array): PeerId[] {
  return failure.senders.filter((_, block) => {
    const begin = block * BLOCK_BYTES
    const end = Math.min(begin + BLOCK_BYTES, bytes.length)
    for (let i = begin; i < end; i++) if (bytes[i] !== failure.bytes[i]) return true
    return false
  })
}

/**
 * What it costs a remote to be proven the sender of bad data. A link keeps what it carries whole
 * (DTLS), so that bad data is its sender's; but a disk may have rotted, or memory failed once. Only
 * who does so again and again means it.
 */
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
