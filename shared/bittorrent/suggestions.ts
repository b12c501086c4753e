/**
 * A seeder names pieces to those it serves (BEP 6, suggest) until each piece has left it once. Remotes
 * that choose by themselves do not know each other's requests: of what they ask the only seeder half is
 * under way to another already, while other pieces have not left at all.
 */
import { type Random, shuffle } from '../base/random.ts'
import type { ExchangeContext } from './context.ts'
import type { Remote } from './remote.ts'

/** Named beyond what was asked for: as much as leaves while a word travels, and at least one piece. */
const AHEAD_BYTES = 64 * 1024

export class Suggestions {
  readonly #context: ExchangeContext
  readonly #availability: (piece: number) => number
  readonly #ahead: number
  /** Pieces to be named, in random order; some may have left since. The next is the last. */
  readonly #unnamed: number[]
  /** By piece: who asked for it first, while it has not told that it holds it; null afterwards. */
  readonly #takers = new Map<number, Remote | null>()
  /** Of each remote that is unchoked: pieces that were named, and that it has not asked for. */
  readonly #named = new Map<Remote, Set<number>>()

  /** `availability`: how many remotes hold a piece. */
  constructor(context: ExchangeContext, availability: (piece: number) => number, random: Random) {
    const { pieceCount, pieceLength } = context.info
    this.#context = context
    this.#availability = availability
    this.#ahead = Math.ceil(AHEAD_BYTES / pieceLength)
    this.#unnamed = shuffle(
      random,
      Array.from({ length: pieceCount }, (_, piece) => piece),
    )
  }

  /** Call before the unchoke is sent: what the remote asks first is then named already. */
  onUnchoke(remote: Remote): void {
    if (!remote.speaksFast) return
    this.#named.set(remote, new Set())
    this.#name(remote)
  }

  onRequest(remote: Remote, piece: number): void {
    if (!this.#takers.has(piece)) this.#takers.set(piece, remote)
    this.#strike(remote, piece)
  }

  onHave(remote: Remote, piece: number): void {
    this.#takers.set(piece, null)
    this.#strike(remote, piece)
  }

  /** Choked, or gone: its pieces are for others. */
  onChoke(remote: Remote): void {
    const named = this.#named.get(remote)
    if (named === undefined) return
    this.#named.delete(remote)
    this.#unnamed.push(...named)
  }

  /** What it asks of this piece is on its way to nobody else. */
  isFirstCopy(remote: Remote, piece: number): boolean {
    return this.#takers.get(piece) === remote
  }

  #strike(remote: Remote, piece: number): void {
    if (this.#named.get(remote)?.delete(piece)) this.#name(remote)
  }

  #name(remote: Remote): void {
    const named = this.#named.get(remote)
    while (named !== undefined && named.size < this.#ahead) {
      const piece = this.#next()
      if (piece === undefined) return
      named.add(piece)
      this.#context.output.send(remote, { type: 'suggest', piece })
    }
  }

  #next(): number | undefined {
    const { held } = this.#context.pieces
    for (let piece = this.#unnamed.pop(); piece !== undefined; piece = this.#unnamed.pop())
      if (held.has(piece) && !this.#takers.has(piece) && this.#availability(piece) === 0)
        return piece
    return undefined
  }
}
