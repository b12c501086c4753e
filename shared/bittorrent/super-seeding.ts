/**
 * Super-seeding (BEP 16): a seeder that shows each remote one piece at a time, one that nobody has,
 * and the next only when that has been passed on. So each piece leaves it about once before the first
 * other seeder exists, where an ordinary seeder sends half as much again or twice.
 */
import type { Bitfield } from '../base/bitfield.ts'
import type { LinkId, Millis } from '../base/ids.ts'
import { type Random, randomInt } from '../base/random.ts'

/** After this time another piece is shown: peers that cannot reach each other pass nothing on. */
const PATIENCE_MS = 10_000

/** A piece that the remote is to hear of by `have`. */
export interface Announcement {
  readonly link: LinkId
  readonly piece: number
}

interface Leecher {
  readonly shown: Set<number>
  /** The piece shown last, until it is passed on. */
  current: number | undefined
  /** When the remote got the current piece. */
  heldSince: Millis | undefined
}

export class SuperSeeding {
  readonly #held: Bitfield
  readonly #piecesOf: (link: LinkId) => Bitfield | undefined
  readonly #random: Random
  readonly #leechers = new Map<LinkId, Leecher>()
  /** By piece: how many remotes it was shown to, or came to hold otherwise. */
  readonly #spread: Uint32Array

  /** `held`: all pieces, until storage loses some. `piecesOf`: what the remote of a link holds. */
  constructor(held: Bitfield, piecesOf: (link: LinkId) => Bitfield | undefined, random: Random) {
    this.#held = held
    this.#piecesOf = piecesOf
    this.#random = random
    this.#spread = new Uint32Array(held.size)
  }

  /** Shown its first piece once it has told what it holds, or by the next tick. */
  join(link: LinkId): void {
    this.#leechers.set(link, { shown: new Set(), current: undefined, heldSince: undefined })
  }

  leave(link: LinkId): void {
    this.#leechers.delete(link)
  }

  isShown(link: LinkId, piece: number): boolean {
    return this.#leechers.get(link)?.shown.has(piece) ?? false
  }

  onPieces(by: LinkId, pieces: Bitfield, now: Millis): Announcement[] {
    const announcements = [...pieces].flatMap(piece => this.onHave(by, piece, now))
    return [...announcements, ...this.#showFirst(by)]
  }

  /** Whoever was shown the piece has now passed it on. */
  onHave(by: LinkId, piece: number, now: Millis): Announcement[] {
    if (!this.isShown(by, piece)) this.#spread[piece] = (this.#spread[piece] as number) + 1
    const announcements: Announcement[] = []
    for (const [link, leecher] of this.#leechers) {
      if (leecher.current !== piece) continue
      if (link === by) leecher.heldSince = now
      if (link === by && this.#isWanted(piece)) continue
      const next = this.#show(link, leecher)
      if (next !== undefined) announcements.push(next)
    }
    return announcements
  }

  /** Whoever was shown it is shown another by the next tick. */
  lost(piece: number): void {
    for (const leecher of this.#leechers.values()) {
      leecher.shown.delete(piece)
      if (leecher.current === piece) leecher.heldSince = Number.NEGATIVE_INFINITY
    }
  }

  /** All are told of it: that it was lost, they have heard as well. */
  reveal(piece: number): void {
    for (const { shown } of this.#leechers.values()) shown.add(piece)
  }

  tick(now: Millis): Announcement[] {
    const announcements: Announcement[] = []
    for (const [link, leecher] of this.#leechers) {
      const { heldSince } = leecher
      const waited = heldSince !== undefined && now - heldSince >= PATIENCE_MS
      const next = waited ? this.#show(link, leecher) : undefined
      if (next !== undefined) announcements.push(next)
      announcements.push(...this.#showFirst(link))
    }
    return announcements
  }

  #showFirst(link: LinkId): Announcement[] {
    const leecher = this.#leechers.get(link)
    if (leecher === undefined || leecher.shown.size > 0) return []
    const first = this.#show(link, leecher)
    return first === undefined ? [] : [first]
  }

  /** Some remote lacks the piece. */
  #isWanted(piece: number): boolean {
    for (const link of this.#leechers.keys()) if (!this.#piecesOf(link)?.has(piece)) return true
    return false
  }

  /** Shows the least spread piece that the remote neither holds nor was shown. */
  #show(link: LinkId, leecher: Leecher): Announcement | undefined {
    leecher.current = this.#leastSpread(this.#piecesOf(link), leecher.shown)
    leecher.heldSince = undefined
    if (leecher.current === undefined) return undefined
    leecher.shown.add(leecher.current)
    this.#spread[leecher.current] = (this.#spread[leecher.current] as number) + 1
    return { link, piece: leecher.current }
  }

  #leastSpread(held: Bitfield | undefined, shown: ReadonlySet<number>): number | undefined {
    const count = this.#spread.length
    const first = randomInt(this.#random, count)
    let best: number | undefined
    let least = Number.POSITIVE_INFINITY
    for (let i = 0; i < count; i++) {
      const piece = (first + i) % count
      const spread = this.#spread[piece] as number
      if (spread >= least || held?.has(piece) || shown.has(piece)) continue
      if (!this.#held.has(piece)) continue
      best = piece
      least = spread
    }
    return best
  }
}
