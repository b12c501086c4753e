/**
 * Who sent the bad block? A piece that fails its check is kept beside its senders; when the piece
 * later passes, the blocks that differ name the guilty (libtorrent's "smart ban", but comparing the
 * bytes themselves). A sole sender needs no comparison.
 */
import type { PeerId } from '../base/ids.ts'

/** Ban by the number of strikes: a minute, ten minutes, then for good. */
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
/** Of all kept failures together: one piece of the maximum length, or several shorter ones. */
const MAX_KEPT_BYTES = 64 * 1024 * 1024

export class Blame {
  readonly #blockBytes: number
  #failures: Failure[] = []

  /** `blockBytes`: of each block, but perhaps the last of a piece. */
  constructor(blockBytes: number) {
    this.#blockBytes = blockBytes
  }

  /** Returns the sender if there was only one: the failure proves its guilt. */
  failed(piece: number, bytes: Uint8Array, senders: readonly PeerId[]): PeerId[] {
    const distinct = new Set(senders)
    if (distinct.size === 1) return [...distinct]
    this.#failures.push({ piece, bytes, senders })
    while (this.#isTooMuch()) this.#failures.shift()
    return []
  }

  /** The piece has passed: returns the senders of other bytes. */
  passed(piece: number, bytes: Uint8Array): PeerId[] {
    const guilty = new Set<PeerId>()
    for (const failure of this.#failures) {
      if (failure.piece === piece)
        for (const id of liars(failure, bytes, this.#blockBytes)) guilty.add(id)
    }
    this.#failures = this.#failures.filter(failure => failure.piece !== piece)
    return [...guilty]
  }

  #isTooMuch(): boolean {
    const keptBytes = this.#failures.reduce((sum, { bytes }) => sum + bytes.length, 0)
    return this.#failures.length > MAX_KEPT_FAILURES || keptBytes > MAX_KEPT_BYTES
  }
}

function liars(failure: Failure, bytes: Uint8Array, blockBytes: number): PeerId[] {
  return failure.senders.filter((_, block) => {
    const begin = block * blockBytes
    const end = Math.min(begin + blockBytes, bytes.length)
    for (let i = begin; i < end; i++) if (bytes[i] !== failure.bytes[i]) return true
    return false
  })
}

/**
 * How long senders of bad data are banned, and those that flood or withhold. DTLS keeps a link's bytes
 * intact, so the sender is to blame; but its disk or memory may have failed once, or its tab may have
 * been asleep, so only repetition counts as malice.
 */
export class Strikes {
  /** Spoilt pieces by sender: one that a disk has spoilt counts once, however often it is sent. */
  readonly #spoilt = new Map<PeerId, Set<number>>()

  /** Milliseconds of the ban; Infinity: for good. Without a piece every strike counts. */
  strike(remote: PeerId, piece?: number): number {
    const spoilt = this.#spoilt.get(remote) ?? new Set()
    const last = BANNED_FOR_MS.length
    if (spoilt.size < last) spoilt.add(piece ?? -1 - spoilt.size)
    this.#spoilt.set(remote, spoilt)
    const [oldest] = this.#spoilt.keys()
    if (this.#spoilt.size > MAX_REMOTES && oldest !== undefined) this.#spoilt.delete(oldest)
    return BANNED_FOR_MS[spoilt.size - 1] ?? Number.POSITIVE_INFINITY
  }
}
