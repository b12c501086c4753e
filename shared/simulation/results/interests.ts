/**
 * Who is interested in whom, and for how long of the time that both are leechers with a link between them:
 * the ratio a/b of Legout, Urvoy-Keller and Michiardi (IMC 2006), seen from every leecher. It is 1 where
 * each always has something that the other lacks.
 */
import type { Millis, PeerId } from '../../base/ids.ts'

interface Spell {
  totalMs: Millis
  sinceMs: Millis | undefined
}

interface Pair {
  readonly together: Spell
  readonly interested: Spell
}

export class Interests {
  /** By who may be interested, then in whom. */
  readonly #pairs = new Map<PeerId, Map<PeerId, Pair>>()
  readonly #ended = new Set<PeerId>()

  met(atMs: Millis, one: PeerId, other: PeerId): void {
    if (this.#ended.has(one) || this.#ended.has(other)) return
    const { together } = this.#pair(one, other)
    together.sinceMs ??= atMs
  }

  parted(atMs: Millis, one: PeerId, other: PeerId): void {
    const pair = this.#pairs.get(one)?.get(other)
    if (pair) for (const spell of Object.values(pair)) close(spell, atMs)
  }

  began(atMs: Millis, one: PeerId, other: PeerId): void {
    if (this.#ended.has(one) || this.#ended.has(other)) return
    this.#pair(one, other).interested.sinceMs ??= atMs
  }

  lost(atMs: Millis, one: PeerId, other: PeerId): void {
    const pair = this.#pairs.get(one)?.get(other)
    if (pair) close(pair.interested, atMs)
  }

  /** It is a leecher no longer. */
  ended(atMs: Millis, one: PeerId): void {
    for (const other of this.#pairs.get(one)?.keys() ?? []) this.parted(atMs, one, other)
    for (const [other, pairs] of this.#pairs) if (pairs.has(one)) this.parted(atMs, other, one)
    this.#ended.add(one)
  }

  /** Of each ordered pair of leechers that had any time together. */
  shares(endMs: Millis, isLeecher: (id: PeerId) => boolean): number[] {
    const shares: number[] = []
    for (const [one, pairs] of this.#pairs) {
      for (const [other, pair] of pairs) {
        this.parted(endMs, one, other)
        const { together, interested } = pair
        if (together.totalMs > 0 && isLeecher(other))
          shares.push(Math.min(interested.totalMs / together.totalMs, 1))
      }
    }
    return shares
  }

  #pair(one: PeerId, other: PeerId): Pair {
    const pairs = this.#pairs.get(one) ?? new Map<PeerId, Pair>()
    this.#pairs.set(one, pairs)
    const pair = pairs.get(other) ?? { together: spell(), interested: spell() }
    pairs.set(other, pair)
    return pair
  }
}

const spell = (): Spell => ({ totalMs: 0, sinceMs: undefined })

function close(spell: Spell, atMs: Millis): void {
  if (spell.sinceMs === undefined) return
  spell.totalMs += atMs - spell.sinceMs
  spell.sinceMs = undefined
}
