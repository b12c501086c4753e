/**
 * Which block to ask of which remote: pieces already begun before new ones, these as the picking
 * says, and in the endgame what the slowest still owes. Knows no messages.
 */
import type { Bitfield } from '../base/bitfield.ts'
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import type { PickReason } from '../exchange/event.ts'
import { type Info, pieceLengthAt } from '../torrent/info.ts'
import { BLOCK_BYTES } from '../wire/message.ts'
import { Assembly } from './assembly.ts'
import { PiecePicker } from './picker.ts'
import { createPicking, type Picking, type PickingPolicies } from './picking.ts'
import type { Remote } from './remote.ts'

export interface Choice {
  readonly assembly: Assembly
  readonly block: number
  readonly reason: PickReason
}

/** In the endgame a block is asked of at most this many remotes. */
const ENDGAME_COPIES = 3
/** A block is taken over only from someone who would need this many times as long: estimates are rough. */
const STEAL_FACTOR = 2
/** Who delivers within this is left alone: the cancel would hardly overtake the block. */
const WORTH_STEALING_SEC = 0.5
/** A remote without a measured rate counts as this slow, in bytes/s. */
const MIN_RATE = BLOCK_BYTES / 10

export class BlockScheduler {
  readonly picker: PiecePicker
  readonly #info: Info
  readonly #picking: Picking
  readonly #assemblies = new Map<number, Assembly>()
  /** Those with blocks that nobody was asked for. */
  readonly #open = new Set<Assembly>()
  /** Pieces that failed their check: to be fetched from one remote alone. */
  readonly #single = new Set<number>()

  constructor(info: Info, held: Bitfield, policies: PickingPolicies, random: Random) {
    this.#info = info
    this.picker = new PiecePicker(info.pieceCount, random)
    this.#picking = createPicking(policies, this.picker, { info, held })
    for (const piece of held) this.picker.take(piece)
  }

  get assemblies(): IterableIterator<Assembly> {
    return this.#assemblies.values()
  }

  assembly(piece: number): Assembly | undefined {
    return this.#assemblies.get(piece)
  }

  /** Every block that we lack and somebody has is asked for somewhere, or on its way to disk. */
  get isEndgame(): boolean {
    if (this.picker.available > 0) return false
    for (const { piece } of this.#open) if (this.picker.availability(piece) > 0) return false
    return true
  }

  /** The next block to ask of the remote; the caller asks for it by `ask`. */
  next(remote: Remote, now: Millis): Choice | undefined {
    return (
      partial(this.#ownPartial(remote) ?? this.#orphan(remote)) ??
      this.#begin(remote, now) ??
      partial(this.#othersPartial(remote))
    )
  }

  ask(assembly: Assembly, block: number): void {
    assembly.ask(block)
    if (!assembly.isOpen) this.#open.delete(assembly)
  }

  /** A request came to nothing: somebody else may have the block. */
  unask(piece: number, block: number): void {
    const assembly = this.#assemblies.get(piece)
    if (assembly === undefined) return
    assembly.unask(block)
    if (assembly.isOpen) this.#open.add(assembly)
  }

  /** Takes a block in; false if it was there already. */
  receive(assembly: Assembly, block: number, bytes: Uint8Array, sender: PeerId): boolean {
    const fresh = assembly.receive(block, bytes, sender)
    if (!assembly.isOpen) this.#open.delete(assembly)
    return fresh
  }

  /**
   * The remote fetches no longer (choked us, left), or not this piece: others go on with what it
   * began, except what must come from one alone. Returns how many received bytes are thrown away.
   */
  disown(link: LinkId, piece?: number): number {
    let dropped = 0
    for (const assembly of this.#assemblies.values()) {
      if (assembly.owner !== link || (piece !== undefined && assembly.piece !== piece)) continue
      assembly.owner = undefined
      if (!assembly.single || assembly.receivedCount === 0) continue
      dropped += assembly.receivedBytes
      this.#drop(assembly)
    }
    return dropped
  }

  /** All blocks are there: the piece leaves for its check. */
  complete(assembly: Assembly): void {
    this.#assemblies.delete(assembly.piece)
    this.#open.delete(assembly)
  }

  held(piece: number): void {
    this.#single.delete(piece)
    this.picker.take(piece)
  }

  /** The check or the disk refused the piece: it is missing again. */
  failed(piece: number, single: boolean): void {
    if (single) this.#single.add(piece)
    this.picker.give(piece)
  }

  /** Returns how many received bytes are thrown away with pieces that are no longer wanted. */
  prioritise(priorities: Uint8Array): number {
    let dropped = 0
    this.picker.prioritise(priorities)
    for (const assembly of this.#assemblies.values()) {
      if (priorities[assembly.piece] !== 0) continue
      dropped += assembly.receivedBytes
      this.#drop(assembly)
    }
    return dropped
  }

  /**
   * Endgame: what the slowest other remote would deliver last and this one can deliver sooner, so
   * that the last blocks never wait for one slow link. Almost always a cancel arrives in time.
   */
  steal(remote: Remote, others: Iterable<Remote>, now: Millis): Choice | undefined {
    const myEta = etaSec(remote, remote.requests.size + 1, now)
    const slowestFirst = [...others]
      .filter(other => other !== remote && other.requests.size > 0)
      .map(other => ({ other, eta: etaSec(other, other.requests.size, now) }))
      .filter(({ eta }) => eta > Math.max(STEAL_FACTOR * myEta, WORTH_STEALING_SEC))
      .sort((a, b) => b.eta - a.eta)
    for (const { other } of slowestFirst) {
      for (const request of [...other.requests].reverse()) {
        const assembly = this.#assemblies.get(request.piece)
        if (assembly === undefined || assembly.single || assembly.isReceived(request.block))
          continue
        if (!remote.askable.has(request.piece)) continue
        if (remote.requests.has(request.piece, request.block)) continue
        if (assembly.timesAsked(request.block) >= ENDGAME_COPIES) continue
        return { assembly, block: request.block, reason: 'endgame' }
      }
    }
    return undefined
  }

  #ownPartial(remote: Remote): Assembly | undefined {
    const { current } = remote
    const goesOn = current && this.#open.has(current) && remote.askable.has(current.piece)
    return goesOn ? current : undefined
  }

  /** A piece that nobody goes on with, or one that came back to this remote behind its present one. */
  #orphan(remote: Remote): Assembly | undefined {
    for (const assembly of this.#open) {
      const free = assembly.owner === undefined || assembly.owner === remote.link
      if (!free || !remote.askable.has(assembly.piece)) continue
      return this.#own(assembly, remote)
    }
    return undefined
  }

  #begin(remote: Remote, now: Millis): Choice | undefined {
    const begin = this.#picking(remote, now)
    if (begin === undefined) return undefined
    const { piece, reason } = begin
    this.picker.take(piece)
    const length = pieceLengthAt(this.#info, piece)
    const assembly = new Assembly(piece, length, this.#single.has(piece))
    this.#assemblies.set(piece, assembly)
    this.#open.add(assembly)
    return { assembly: this.#own(assembly, remote), block: 0, reason }
  }

  #othersPartial(remote: Remote): Assembly | undefined {
    for (const assembly of this.#open) {
      if (!assembly.single && remote.askable.has(assembly.piece)) return assembly
    }
    return undefined
  }

  #own(assembly: Assembly, remote: Remote): Assembly {
    assembly.owner = remote.link
    remote.current = assembly
    return assembly
  }

  #drop(assembly: Assembly): void {
    this.complete(assembly)
    this.picker.give(assembly.piece)
  }
}

function partial(assembly: Assembly | undefined): Choice | undefined {
  const block = assembly?.nextUnasked()
  return assembly && block !== undefined ? { assembly, block, reason: 'partial' } : undefined
}

/** Whoever has let requests go unanswered may never answer. */
const etaSec = (remote: Remote, requests: number, now: Millis): number =>
  remote.snubbed
    ? Number.POSITIVE_INFINITY
    : (requests * BLOCK_BYTES) / Math.max(remote.down.rate(now), MIN_RATE)
