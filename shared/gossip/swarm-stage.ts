/**
 * For tests: a swarm of gossip exchanges in virtual time, without peers, bytes or a network. Each
 * member has a line out, and a delay; blocks count with their length, words with what they would take.
 */

import { assert } from '../base/assert.ts'
import { Bitfield } from '../base/bitfield.ts'
import { EventQueue } from '../base/event-queue.ts'
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import { type Random, seededStream, shuffle } from '../base/random.ts'
import type { GossipEvent } from '../exchange/event.ts'
import { encodeGossip, type GossipMessage } from '../wire/gossip.ts'
import { DEFAULT_GOSSIP, type GossipStyle } from '../wire/gossip-style.ts'
import type { BlockRange } from '../wire/message.ts'
import type { GossipOutput } from './context.ts'
import { GossipExchange } from './exchange.ts'

export interface SwarmOptions {
  /** Seeders among them, the first ones. */
  readonly peers: number
  readonly seeders?: number
  readonly pieces: number
  readonly style?: Partial<GossipStyle>
  /** Those who begin with nothing never send anything. */
  readonly onlySeedersSend?: boolean
  readonly seed: number
  /** A block takes nothing from the line, and a moment: what is decided in a round is decided at once. */
  readonly upBytesPerSec?: number
  readonly pieceLength?: number
  readonly delayMs?: number
  /** Links of each, about; all to all if absent. */
  readonly degree?: number
  /** Headers that each message takes on the line. */
  readonly headerBytes?: number
  /** From the last block to the disk. */
  readonly checkMs?: number
  /** Rounds begin for all at once, as in theory, or each in its own time. */
  readonly scattered?: boolean
}

/** Of an extended message: length, id, extended id. */
const FRAME_BYTES = 6
/** A block's delay where the line is not modelled: longer than any word's. */
const BLOCK_MS = 10
const WORD_MS = 1

interface End {
  readonly from: Actor
  readonly to: Actor
  readonly link: LinkId
  /** The same connection, seen from the other side. */
  readonly back: LinkId
  queuedBytes: number
  drainAt: number
  open: boolean
}

export class Actor {
  readonly name: number
  readonly exchange: GossipExchange
  random: Random
  readonly ends = new Map<LinkId, End>()
  readonly events: { readonly at: Millis; readonly event: GossipEvent }[] = []
  readonly heldAt: Millis[] = []
  lineFreeAt: Millis = 0
  lineInFreeAt: Millis = 0
  wakeAt = Number.POSITIVE_INFINITY
  finishedAt: Millis | undefined
  alive = true

  constructor(name: number, random: Random, start: (random: Random) => GossipExchange) {
    this.name = name
    this.random = random
    this.exchange = start(() => this.random())
  }
}

export class SwarmStage {
  readonly options: SwarmOptions
  readonly style: GossipStyle
  readonly actors: Actor[] = []
  readonly #random: Random
  readonly #queue = new EventQueue<() => void>()
  #links = 0
  now: Millis = 0
  /** Cut off from each other; what is said meanwhile arrives when it heals. */
  partition: { readonly side: ReadonlySet<Actor>; readonly healsAt: Millis } | undefined

  constructor(options: SwarmOptions) {
    this.options = options
    this.style = { ...DEFAULT_GOSSIP, ...options.style }
    this.#random = seededStream(options.seed, 'stage')
    for (let i = 0; i < options.peers; i++) this.add(i < (options.seeders ?? 1))
    this.#linkAll()
  }

  get leechers(): Actor[] {
    return this.actors.slice(this.options.seeders ?? 1)
  }

  get isDone(): boolean {
    return this.actors.every(actor => !actor.alive || actor.exchange.held.isFull)
  }

  /** Transfers of whole pieces, by what came of them. */
  get deliveries(): { useful: number; redundant: number } {
    const sum = (of: (actor: Actor) => number) =>
      this.actors.reduce((total, actor) => total + of(actor), 0)
    return {
      useful: sum(actor => actor.exchange.figures.useful),
      redundant: sum(actor => actor.exchange.figures.redundant),
    }
  }

  /** Rounds until everyone was done. */
  get rounds(): number {
    return Math.ceil(
      Math.max(...this.actors.map(({ finishedAt = 0 }) => finishedAt)) / this.style.roundMs,
    )
  }

  add(seeds: boolean): Actor {
    const { pieces, pieceLength = 1, seed, scattered, onlySeedersSend } = this.options
    const style = onlySeedersSend && !seeds ? { ...this.style, fanOut: 0 } : this.style
    const layout = { pieceCount: pieces, pieceLength, length: pieces * pieceLength }
    const name = this.actors.length
    const held = seeds ? Bitfield.full(pieces) : new Bitfield(pieces)
    const options = { layout, held, wanted: true, style }
    const startedAt = this.now - (scattered ? this.#random() * this.style.roundMs : 0)
    const output: GossipOutput = {
      say: (link, message) => this.#say(actor, link, message),
      read: (link, range) => this.#read(actor, link, range),
      blockReceived: () => {},
      pieceReceived: piece =>
        this.at(this.now + (this.options.checkMs ?? 0), () => this.#held(actor, piece)),
      log: event => actor.events.push({ at: this.now, event }),
    }
    const actor: Actor = new Actor(
      name,
      seededStream(seed, `peer ${name}`),
      random => new GossipExchange(options, random, output, startedAt),
    )
    this.actors.push(actor)
    return actor
  }

  /** From here on as by another seed. */
  reseed(seed: number): void {
    for (const actor of this.actors) actor.random = seededStream(seed, `peer ${actor.name}`)
  }

  link(a: Actor, b: Actor): void {
    const [link, back] = [++this.#links, ++this.#links]
    const fresh = { queuedBytes: 0, drainAt: 0, open: true }
    a.ends.set(link, { from: a, to: b, link, back, ...fresh })
    b.ends.set(back, { from: b, to: a, link: back, back: link, ...fresh })
    a.exchange.join(link, nameOf(b), this.now)
    b.exchange.join(back, nameOf(a), this.now)
    this.#wake(a)
    this.#wake(b)
  }

  /** Its links break; what it holds it keeps. */
  leave(actor: Actor): void {
    actor.alive = false
    for (const end of [...actor.ends.values()]) this.unlink(end)
  }

  rejoin(actor: Actor): void {
    actor.alive = true
    for (const other of this.actors) if (other !== actor && other.alive) this.link(actor, other)
  }

  unlink({ from, to, link, back }: { from: Actor; to: Actor; link: LinkId; back: LinkId }): void {
    for (const [actor, id] of [
      [from, link],
      [to, back],
    ] as const) {
      const end = actor.ends.get(id)
      if (end !== undefined) end.open = false
      actor.ends.delete(id)
      actor.exchange.leave(id, this.now)
      this.#wake(actor)
    }
  }

  at(time: Millis, happens: () => void): void {
    this.#queue.add(time, happens)
  }

  run(until: Millis, condition: () => boolean = () => this.isDone): void {
    while (!condition()) {
      const { nextAt } = this.#queue
      if (nextAt === undefined || nextAt > until) return
      this.now = Math.max(this.now, nextAt)
      this.#queue.takeEvent()?.()
    }
  }

  #linkAll(): void {
    const { degree = Number.POSITIVE_INFINITY } = this.options
    const pairs: [Actor, Actor][] = []
    for (const a of this.actors)
      for (const b of this.actors) if (a.name < b.name) pairs.push([a, b])
    for (const [a, b] of shuffle(this.#random, pairs))
      if (Math.max(a.ends.size, b.ends.size) < degree) this.link(a, b)
  }

  #wake(actor: Actor): void {
    const deadline = actor.exchange.nextDeadline ?? Number.POSITIVE_INFINITY
    if (deadline >= actor.wakeAt) return
    actor.wakeAt = deadline
    this.at(Math.max(deadline, this.now), () => {
      if (actor.wakeAt !== deadline) return
      actor.wakeAt = Number.POSITIVE_INFINITY
      actor.exchange.tick(this.now)
      this.#wake(actor)
    })
  }

  #say(actor: Actor, link: LinkId, message: GossipMessage): number {
    const end = actor.ends.get(link)
    if (end === undefined) return 0
    const { upBytesPerSec, delayMs = 0, headerBytes = 0 } = this.options
    const bytes = FRAME_BYTES + encodedLength(message)
    end.queuedBytes += bytes
    end.drainAt = Math.max(end.drainAt, end.queuedBytes / 2)
    if (upBytesPerSec === undefined) {
      const delay = message.type === 'data' ? BLOCK_MS : WORD_MS
      this.at(this.now + WORD_MS, () => this.#departed(end, bytes))
      this.#deliver(end, message, this.now + delay)
      return bytes
    }
    const takes = ((bytes + headerBytes * packets(bytes)) / upBytesPerSec) * 1000
    actor.lineFreeAt = Math.max(this.now, actor.lineFreeAt) + takes
    this.at(actor.lineFreeAt, () => this.#departed(end, bytes))
    const headAt = actor.lineFreeAt - takes + delayMs
    this.at(headAt, () => {
      end.to.lineInFreeAt = Math.max(this.now, end.to.lineInFreeAt) + takes
      this.#deliver(end, message, end.to.lineInFreeAt)
    })
    return bytes
  }

  #departed(end: End, bytes: number): void {
    end.queuedBytes -= bytes
    if (!end.open || end.queuedBytes > end.drainAt) return
    end.drainAt = 0
    end.from.exchange.drained(end.link, end.queuedBytes, this.now)
    this.#wake(end.from)
  }

  #deliver(end: End, message: GossipMessage, at: Millis): void {
    const { partition } = this
    const isCut =
      partition !== undefined && partition.side.has(end.from) !== partition.side.has(end.to)
    this.at(isCut ? Math.max(at, partition.healsAt) : at, () => {
      if (!end.open) return
      end.to.exchange.receive(end.back, message, this.now)
      this.#wake(end.to)
    })
  }

  #read(actor: Actor, link: LinkId, range: BlockRange): void {
    assert(Number.isInteger(range.begin + range.length), 'bytes are read whole')
    this.at(this.now, () => {
      actor.exchange.supply(link, range, new Uint8Array(range.length), this.now)
      this.#wake(actor)
    })
  }

  #held(actor: Actor, piece: number): void {
    actor.exchange.pieceHeld(piece, this.now)
    actor.heldAt.push(this.now)
    if (actor.exchange.held.isFull) actor.finishedAt = this.now
    this.#wake(actor)
  }
}

const nameOf = (actor: Actor): PeerId => actor.name.toString(16).padStart(40, '0') as PeerId

const packets = (bytes: number): number => Math.ceil(bytes / 1460)

/** What a word takes does not matter but for lists and bytes: encoding each would be most of a test. */
function encodedLength(message: GossipMessage): number {
  if (message.type === 'data') return 9 + message.block.length
  if (message.type === 'announce') return 30
  if ('piece' in message && message.news === undefined) return 22
  return encodeGossip(message).length
}
