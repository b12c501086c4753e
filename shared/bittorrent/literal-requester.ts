/**
 * Asks as the program of the thesis does (Mimidis-Kentis: "Implementation of the BitTorrent protocol in
 * the OMNeT++ simulator", 2013). A piece is picked of all that somebody would give us now; its blocks are
 * asked for at once, of a remote drawn by lot among those who hold it, or of one drawn for each block; the
 * next piece is begun when it has come. There is no queue for each link, and no endgame.
 *
 * In the thesis nothing is lost and nobody chokes. What others need is added: a request that is rejected,
 * dropped by a choke, or not answered in time goes to another who holds the piece, and a piece of which
 * nobody can be asked holds up no other.
 */
import { Bitfield } from '../base/bitfield.ts'
import type { Millis } from '../base/ids.ts'
import { pickOne, type Random } from '../base/random.ts'
import type { PickReason } from '../exchange/event.ts'
import type { Assembly } from './assembly.ts'
import type { Begin } from './piece-picker.ts'
import type { BitTorrentPolicies } from './policies.ts'
import type { Remote } from './remote.ts'
import { MAX_DEPTH } from './request-depth.ts'
import { REQUEST_TIMEOUT_MS, type Requester, type RequesterParts } from './requester.ts'

export class LiteralRequester implements Requester {
  readonly #parts: RequesterParts
  readonly #policies: Pick<BitTorrentPolicies, 'askBy' | 'piecesAtOnce'>
  readonly #random: Random
  /** How the piece was picked: its blocks are asked for by that name (the thesis's RP and RF). */
  readonly #reasons = new WeakMap<Assembly, PickReason>()

  constructor(
    parts: RequesterParts,
    policies: Pick<BitTorrentPolicies, 'askBy' | 'piecesAtOnce'>,
    random: Random,
  ) {
    this.#parts = parts
    this.#policies = policies
    this.#random = random
  }

  onBlock(remote: Remote): void {
    remote.snubbed = false
  }

  /** Whichever remote it is about, the next block is anybody's. */
  fill(_remote: Remote, now: Millis): void {
    this.fillAll(now)
  }

  fillAll(now: Millis): void {
    const { partials, requests } = this.#parts
    for (const assembly of partials.open) this.#ask(assembly, now)
    while (this.#piecesAsked < this.#policies.piecesAtOnce && requests.mayAsk(now)) {
      const begin = this.#pick(now)
      if (begin === undefined || !partials.makeRoomFor(begin.piece)) return
      const assembly = partials.begin(begin.piece)
      this.#reasons.set(assembly, begin.reason)
      this.#ask(assembly, now)
    }
  }

  tick(now: Millis): void {
    for (const remote of this.#parts.context.remotes.values()) this.#releaseOverdue(remote, now)
    this.fillAll(now)
  }

  /** Who lets us wait is drawn only if nobody else holds the piece, until its next block. */
  #releaseOverdue(remote: Remote, now: Millis): void {
    const overdue = [...remote.requests].filter(({ sentAt }) => now - sentAt >= REQUEST_TIMEOUT_MS)
    if (overdue.length === 0) return
    const { context, requests } = this.#parts
    if (!remote.snubbed) {
      remote.snubbed = true
      context.output.log({ event: 'snubbed', remote: remote.id, released: overdue.length })
    }
    requests.cancel(remote, overdue)
  }

  /** Pieces of which somebody owes us a block. */
  get #piecesAsked(): number {
    let count = 0
    for (const assembly of this.#parts.partials) if (assembly.isAsked) count++
    return count
  }

  #pick(now: Millis): Begin | undefined {
    const { context, picking } = this.#parts
    const bytes = new Uint8Array(Math.ceil(context.info.pieceCount / 8))
    for (const remote of context.remotes.values()) {
      if (!mayBeAsked(remote)) continue
      for (const [at, byte] of remote.askable.bytes.entries()) bytes[at] = (bytes[at] ?? 0) | byte
    }
    return picking(
      { askable: new Bitfield(context.info.pieceCount, bytes), suggested: new Set() },
      now,
    )
  }

  /** All blocks of the piece that nobody is asked for. */
  #ask(assembly: Assembly, now: Millis): void {
    const { requests } = this.#parts
    const reason = this.#reasons.get(assembly) ?? 'partial'
    for (let left = assembly.blockCount; left > 0; left--) {
      const block = assembly.nextUnasked()
      // A piece that failed its check comes block by block: its one sender may be slow, and if it
      // had to be given up, nothing that it sent could be kept.
      const mustWait = assembly.single && assembly.isAsked
      if (block === undefined || mustWait || !requests.mayAsk(now)) return
      const remote = this.#whomToAsk(assembly)
      if (remote === undefined) return
      requests.ask(remote, { assembly, block, reason }, now)
    }
  }

  #whomToAsk(assembly: Assembly): Remote | undefined {
    if (this.#policies.askBy === 'block' && !assembly.single) return this.#draw(assembly.piece)
    const { owner, piece } = assembly
    const drawn = owner === undefined ? undefined : this.#parts.context.remotes.get(owner)
    if (drawn?.askable.has(piece) && !drawn.snubbed) return mayBeAsked(drawn) ? drawn : undefined
    // What one remote alone is to send is begun anew with another, once this one is given up.
    if (drawn && assembly.single) return undefined
    const remote = this.#draw(piece)
    assembly.owner = remote?.link
    return remote
  }

  #draw(piece: number): Remote | undefined {
    const prompt: Remote[] = []
    const late: Remote[] = []
    for (const remote of this.#parts.context.remotes.values()) {
      if (!mayBeAsked(remote) || !remote.askable.has(piece)) continue
      if (remote.snubbed) late.push(remote)
      else prompt.push(remote)
    }
    return pickOne(this.#random, prompt.length > 0 ? prompt : late)
  }
}

const mayBeAsked = ({ requests, requestLimit }: Remote): boolean =>
  requests.size < Math.min(requestLimit, MAX_DEPTH)
