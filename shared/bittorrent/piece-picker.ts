/**
 * Which piece is begun next with a remote: the policies. `PieceRanks` knows how rare and how much
 * wanted each piece is; the choice is made here.
 */
import type { Bitfield } from '../base/bitfield.ts'
import type { Millis } from '../base/ids.ts'
import type { BeginReason } from '../exchange/event.ts'
import type { Info } from '../torrent/info.ts'
import type { PieceRanks } from './piece-ranks.ts'

export const PICKINGS = [
  'random-first',
  'rarest-first',
  'random',
  'sequential',
  'deadline',
] as const
export type PickingName = (typeof PICKINGS)[number]

export interface PickingPolicies {
  readonly picking: PickingName
  /** `random-first`: how many pieces are random. */
  readonly randomFirst: number
  /** `deadline`: the rate at which the content is played. */
  readonly playRateBytesPerSec: number
}

export interface Begin {
  readonly piece: number
  readonly reason: BeginReason
}

export interface Asked {
  /** Pieces that it would give us now. */
  readonly askable: Bitfield
  /** Pieces it would rather be asked for (BEP 6), oldest first. */
  readonly suggested: ReadonlySet<number>
}

/** Undefined: there is nothing to begin with this remote. */
export type Picking = (remote: Asked, now: Millis) => Begin | undefined

/**
 * Pieces that a player needs within this come in order, the rest rarest first. Long enough for a slow
 * remote to deliver a piece.
 */
const URGENT_MS = 10_000

export function createPicking(
  { picking, randomFirst, playRateBytesPerSec }: PickingPolicies,
  ranks: PieceRanks,
  { info, held }: { readonly info: Info; readonly held: Bitfield },
): Picking {
  const random: Picking = ({ askable }) => begin(ranks.pickRandom(askable), 'random')
  const first: Picking = remote =>
    begin(suggestedOf(remote, ranks) ?? ranks.pickRandom(remote.askable), 'random')
  const rarest: Picking = remote =>
    begin(suggestedOf(remote, ranks) ?? ranks.pickRarest(remote.askable), 'rarest')
  switch (picking) {
    case 'random':
      return random
    case 'rarest-first':
      return rarest
    case 'random-first':
      return (remote, now) => (held.count < randomFirst ? first : rarest)(remote, now)
    case 'sequential':
      return ({ askable }) => begin(ranks.pickFirst(askable), 'sequential')
    case 'deadline': {
      const playhead = new Playhead(playRateBytesPerSec / info.pieceLength, held)
      return (remote, now) => {
        const { from, to } = playhead.window(URGENT_MS, now)
        return begin(ranks.pickFirst(remote.askable, from, to), 'deadline') ?? rarest(remote, now)
      }
    }
  }
}

const begin = (piece: number | undefined, reason: BeginReason): Begin | undefined =>
  piece === undefined ? undefined : { piece, reason }

/** BEP 6: a remote knows best which pieces it has given to few. */
function suggestedOf({ suggested, askable }: Asked, ranks: PieceRanks): number | undefined {
  for (const piece of suggested) if (askable.has(piece) && ranks.isListed(piece)) return piece
  return undefined
}

/** The position of a player that plays while downloading, and waits at each missing piece. */
class Playhead {
  readonly #piecesPerSec: number
  readonly #held: Bitfield
  /** In pieces. */
  #position = 0
  /** All pieces before this one are held. */
  #firstMissing = 0
  #movedAt: Millis | undefined

  constructor(piecesPerSec: number, held: Bitfield) {
    this.#piecesPerSec = piecesPerSec
    this.#held = held
  }

  /** Pieces that are needed within `aheadMs`. */
  window(aheadMs: Millis, now: Millis): { readonly from: number; readonly to: number } {
    this.#move(now)
    const end = Math.ceil(this.#position + this.#pieces(aheadMs))
    return { from: Math.floor(this.#position), to: Math.min(end, this.#held.size) }
  }

  #move(now: Millis): void {
    while (this.#firstMissing < this.#held.size && this.#held.has(this.#firstMissing))
      this.#firstMissing++
    const played = this.#pieces(now - (this.#movedAt ?? now))
    this.#position = Math.min(this.#position + played, this.#firstMissing)
    this.#movedAt = now
  }

  #pieces(ms: Millis): number {
    return (ms / 1000) * this.#piecesPerSec
  }
}
