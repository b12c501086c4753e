/**
 * Super-seeding (BEP 16): a seeder that shows each remote one piece at a time, one that nobody has,
 * and the next only when that has been passed on. So each piece leaves it about once before the first
 * other seeder exists, where an ordinary seeder sends half as much again or twice.
 */
import type { Bitfield } from '../base/bitfield.ts'
import type { LinkId, Millis } from '../base/ids.ts'
import { type Random, randomInt } from '../base/random.ts'

/**
 * A remote that holds its piece and has not passed it on for so long is shown another: those who
 * cannot reach each other would wait for ever.
 */
const PATIENCE_MS = 10_000

/** A piece that the remote is to hear of by `have`. */
export interface Showing {
  readonly link: LinkId
  readonly piece: number
}

interface Pupil {
  readonly shown: Set<number>
  /** The last one, until it is passed on. */
  current: number | undefined
  /** Since it holds the current one itself. */
  heldSince: Millis | undefined
}

export class SuperSeeding {
  readonly #piecesOf: (link: LinkId) => Bitfield | undefined
  readonly #random: Random
  readonly #pupils = new Map<LinkId, Pupil>()
  /** By piece: how many remotes it was shown to, or came to hold otherwise. */
  readonly #spread: Uint32Array

  /** `piecesOf`: what the remote of a link holds. */
  constructor(
    pieceCount: number,
    piecesOf: (link: LinkId) => Bitfield | undefined,
    random: Random,
  ) {
    this.#piecesOf = piecesOf
    this.#random = random
    this.#spread = new Uint32Array(pieceCount)
  }

  /** Shown its first piece once it has told what it holds, or by the next tick. */
  join(link: LinkId): void {
    this.#pupils.set(link, { shown: new Set(), current: undefined, heldSince: undefined })
  }

  leave(link: LinkId): void {
    this.#pupils.delete(link)
  }

  /** Whether the remote may ask for the piece. */
  isShown(link: LinkId, piece: number): boolean {
    return this.#pupils.get(link)?.shown.has(piece) ?? false
  }

  /** A remote tells all that it holds. */
  onPieces(by: LinkId, pieces: Bitfield, now: Millis): Showing[] {
    const showings = [...pieces].flatMap(piece => this.onHave(by, piece, now))
    return [...showings, ...this.#showFirst(by)]
  }

  /** A remote tells that it holds a piece: whoever was shown it has passed it on. */
  onHave(by: LinkId, piece: number, now: Millis): Showing[] {
    if (!this.isShown(by, piece)) this.#spread[piece] = (this.#spread[piece] as number) + 1
    const showings: Showing[] = []
    for (const [link, pupil] of this.#pupils) {
      if (pupil.current !== piece) continue
      if (link === by) pupil.heldSince = now
      if (link === by && this.#isWanted(piece)) continue
      const next = this.#show(link, pupil)
      if (next !== undefined) showings.push(next)
    }
    return showings
  }

  tick(now: Millis): Showing[] {
    const showings: Showing[] = []
    for (const [link, pupil] of this.#pupils) {
      const { heldSince } = pupil
      const waited = heldSince !== undefined && now - heldSince >= PATIENCE_MS
      const next = waited ? this.#show(link, pupil) : undefined
      if (next !== undefined) showings.push(next)
      showings.push(...this.#showFirst(link))
    }
    return showings
  }

  #showFirst(link: LinkId): Showing[] {
    const pupil = this.#pupils.get(link)
    if (pupil === undefined || pupil.shown.size > 0) return []
    const first = this.#show(link, pupil)
    return first === undefined ? [] : [first]
  }

  /** Somebody here still lacks it. */
  #isWanted(piece: number): boolean {
    for (const link of this.#pupils.keys()) if (!this.#piecesOf(link)?.has(piece)) return true
    return false
  }

  /** The least spread of what the remote neither holds nor was shown. */
  #show(link: LinkId, pupil: Pupil): Showing | undefined {
    pupil.current = this.#leastSpread(this.#piecesOf(link), pupil.shown)
    pupil.heldSince = undefined
    if (pupil.current === undefined) return undefined
    pupil.shown.add(pupil.current)
    this.#spread[pupil.current] = (this.#spread[pupil.current] as number) + 1
    return { link, piece: pupil.current }
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
      best = piece
      least = spread
    }
    return best
  }
}
