/**
 * What only the course of a run tells: when pieces and blocks came, who was interested in whom, how often
 * pieces were there, and what the seeders had sent by then. The measures of diversity are those of Legout,
 * Urvoy-Keller and Michiardi, "Rarest First and Choke Algorithms Are Enough" (IMC 2006).
 */
import { assert } from '../../base/assert.ts'
import type { Millis, PeerId } from '../../base/ids.ts'
import type { PeerEvent } from '../../peer/event.ts'
import type { Identity, Observer, Transfer } from '../observer.ts'
import { castOf, pieceCountOf, type Scenario, topologyOf } from '../scenarios/scenario.ts'
import { Interests } from './interests.ts'
import { quantileOf } from './statistics.ts'

export interface Recorded {
  /** When leechers got their pieces, of all together. */
  readonly heldMs: readonly Millis[]
  /** What the seeders had sent, as a multiple of the content, when every block had left them once. */
  readonly copiesUntilAllLeft: number | null
  /** The same when the first leecher held everything (BEP 16). */
  readonly copiesUntilFirstWhole: number | null
  /** By pair of leechers: the share of their time together in which the one was interested in the other. */
  readonly interest: readonly number[]
  readonly pieceGaps: Gaps
  readonly blockGaps: Gaps
  /** How many copies of a piece there are, of the rarest, on average and of the most frequent. */
  readonly copies: readonly Copies[]
}

/** Times between two that come to the same leecher, in ms, from the shortest to the longest: percentiles. */
export interface Gaps {
  readonly all: readonly number[]
  /** The first tenth that comes to each leecher, and the last. */
  readonly first: readonly number[]
  readonly last: readonly number[]
}

export interface Copies {
  readonly atMs: Millis
  readonly least: number
  readonly mean: number
  readonly most: number
}

export const PERCENTILES = Array.from({ length: 101 }, (_, i) => i)
/** Moments at which copies are told: enough for a curve. */
const MAX_MOMENTS = 100
const EDGE_SHARE = 0.1

export class Recorder implements Observer {
  readonly #seeders: ReadonlySet<string>
  readonly #leechers = new Set<PeerId>()
  readonly #length: number
  readonly #heldMs: Millis[] = []
  readonly #pieceMs = new Map<string, Millis[]>()
  readonly #blockMs = new Map<string, Millis[]>()
  readonly #interests = new Interests()
  /** Of blocks that left a seeder: 'piece begin'. */
  readonly #left = new Set<string>()
  #leftBytes = 0
  #sentBytes = 0
  #copiesUntilAllLeft: number | null = null
  #copiesUntilFirstWhole: number | null = null
  readonly #holders: Uint32Array
  readonly #copies: Copies[] = []

  constructor(scenario: Scenario) {
    this.#seeders = new Set(castOf(scenario, topologyOf(scenario)).seeders)
    this.#length = scenario.torrent.length
    this.#holders = new Uint32Array(pieceCountOf(scenario)).fill(this.#seeders.size)
  }

  event(atMs: Millis, peer: Identity, event: PeerEvent): void {
    if (this.#seeders.has(peer.name)) return
    this.#leechers.add(peer.id)
    switch (event.event) {
      case 'linked':
        return this.#interests.met(atMs, peer.id, event.remote)
      case 'unlinked':
        return this.#interests.parted(atMs, peer.id, event.remote)
      case 'pieceHeld':
        return this.#held(atMs, peer.name, event.piece)
      case 'finished':
        this.#copiesUntilFirstWhole ??= this.#sentBytes / this.#length
        return this.#interests.ended(atMs, peer.id)
    }
  }

  sent(atMs: Millis, { from, to, message }: Transfer): void {
    if (message.type === 'interested') this.#interests.began(atMs, from.id, to.id)
    if (message.type === 'notInterested') this.#interests.lost(atMs, from.id, to.id)
  }

  arrived(atMs: Millis, { from, to, message }: Transfer): void {
    if (message.type !== 'piece') return
    push(this.#blockMs, to.name, atMs)
    if (this.#seeders.has(from.name)) this.#fromSeeder(message.piece, message.begin, message.block)
  }

  result(endMs: Millis): Recorded {
    return {
      heldMs: this.#heldMs,
      copiesUntilAllLeft: this.#copiesUntilAllLeft,
      copiesUntilFirstWhole: this.#copiesUntilFirstWhole,
      interest: this.#interests.shares(endMs, id => this.#leechers.has(id)),
      pieceGaps: gapsOf([...this.#pieceMs.values()]),
      blockGaps: gapsOf([...this.#blockMs.values()]),
      copies: thinned(this.#copies),
    }
  }

  #held(atMs: Millis, name: string, piece: number): void {
    this.#heldMs.push(atMs)
    push(this.#pieceMs, name, atMs)
    const holders = this.#holders
    assert(piece < holders.length, `there is no piece ${piece}`)
    holders[piece] = (holders[piece] as number) + 1
    let [least, most, total] = [Number.POSITIVE_INFINITY, 0, 0]
    for (const count of holders) {
      least = Math.min(least, count)
      most = Math.max(most, count)
      total += count
    }
    this.#copies.push({ atMs, least, mean: total / holders.length, most })
  }

  #fromSeeder(piece: number, begin: number, block: Uint8Array): void {
    this.#sentBytes += block.length
    const key = `${piece} ${begin}`
    if (this.#left.has(key)) return
    this.#left.add(key)
    this.#leftBytes += block.length
    if (this.#leftBytes >= this.#length) this.#copiesUntilAllLeft ??= this.#sentBytes / this.#length
  }
}

function push(map: Map<string, Millis[]>, key: string, atMs: Millis): void {
  const list = map.get(key)
  if (list) list.push(atMs)
  else map.set(key, [atMs])
}

function gapsOf(times: readonly (readonly Millis[])[]): Gaps {
  const gaps = times.map(at => at.slice(1).map((ms, i) => ms - (at[i] as Millis)))
  const edge = (of: readonly number[]): number => Math.max(1, Math.round(of.length * EDGE_SHARE))
  return {
    all: percentilesOf(gaps.flat()),
    first: percentilesOf(gaps.flatMap(each => each.slice(0, edge(each)))),
    last: percentilesOf(gaps.flatMap(each => each.slice(-edge(each)))),
  }
}

/** Empty without values. */
const percentilesOf = (values: readonly number[]): number[] =>
  PERCENTILES.flatMap(percent => quantileOf(values, percent / 100) ?? [])

function thinned<T>(all: readonly T[]): T[] {
  if (all.length <= MAX_MOMENTS) return [...all]
  return Array.from(
    { length: MAX_MOMENTS },
    (_, i) => all[Math.round((i * (all.length - 1)) / (MAX_MOMENTS - 1))] as T,
  )
}
