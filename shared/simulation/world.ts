/**
 * A swarm in virtual time: the real `Peer`, the real tracker registry, real bytes through the real
 * codec, on links with a rate and a delay. A clock that jumps, chance from one seed: the same seed
 * gives the same events.
 */
import { sha1 } from '@noble/hashes/legacy.js'
import { Bitfield } from '../base/bitfield.ts'
import { EventQueue } from '../base/event-queue.ts'
import { type InfoHash, type LinkId, type Millis, type PeerId, toHex } from '../base/ids.ts'
import { type Random, randomInt, seededRandom } from '../base/random.ts'
import type { Effect } from '../peer/effect.ts'
import type { PeerEvent } from '../peer/event.ts'
import type { Input } from '../peer/input.ts'
import { Peer } from '../peer/peer.ts'
import type { PeerView } from '../peer/view.ts'
import { type Info, pieceLengthAt } from '../torrent/info.ts'
import { MemoryRegistry } from '../tracker/memory.ts'
import { Decoder } from '../wire/decode.ts'
import { encode } from '../wire/encode.ts'
import { ProtocolError } from '../wire/message.ts'

/** Tracker, signalling, hashing and storage, each way: small against any transfer. */
const SERVER_DELAY_MS = 5
const CONNECT_MS = 30
const HASH_MS = 1
const DISK_MS = 2

export interface SimulatedPeerOptions {
  readonly name: string
  readonly upBytesPerSec: number
  readonly delayMs: number
  /** The whole content: a seeder. */
  readonly content?: Uint8Array
  readonly wanted?: boolean
  /** Alters what it sends: for liars. */
  readonly corrupt?: (block: Uint8Array) => Uint8Array
}

export interface LoggedEvent {
  readonly atMs: Millis
  readonly peer: string
  readonly event: PeerEvent
}

interface End {
  readonly peer: SimulatedPeer
  readonly link: LinkId
  readonly decoder: Decoder
  queuedBytes: number
  /** The queue's length when the last `drained` was due: the next is due at half of it. */
  drainAt: number
  other: End
  open: boolean
}

export class SimulatedPeer {
  readonly name: string
  readonly id: PeerId
  readonly options: SimulatedPeerOptions
  readonly peer: Peer
  readonly store = new Map<number, Uint8Array>()
  readonly ends = new Map<LinkId, End>()
  /** When the uplink is free again: all its links share one queue. */
  uplinkFreeAt: Millis = 0
  wakeAt: Millis | undefined
  finishedAt: Millis | undefined
  alive = true

  constructor(id: PeerId, options: SimulatedPeerOptions, peer: Peer) {
    this.name = options.name
    this.id = id
    this.options = options
    this.peer = peer
  }

  get view(): PeerView {
    return this.peer.inspect()
  }
}

export class World {
  readonly info: Info
  readonly infoHash: InfoHash
  readonly log: LoggedEvent[] = []
  readonly #random: Random
  readonly #registry: MemoryRegistry
  readonly #queue = new EventQueue<() => void>()
  readonly #peers = new Map<PeerId, SimulatedPeer>()
  #links = 0
  now: Millis = 0

  constructor(info: Info, seed: number) {
    this.info = info
    this.infoHash = toHex(sha1(info.bytes)) as InfoHash
    this.#random = seededRandom(seed)
    this.#registry = new MemoryRegistry(seededRandom(seed + 1))
  }

  get peers(): SimulatedPeer[] {
    return [...this.#peers.values()]
  }

  add(options: SimulatedPeerOptions): SimulatedPeer {
    const id = randomId(this.#random)
    const random = seededRandom(randomInt(this.#random, 2 ** 31))
    const seeds = options.content !== undefined
    const peer = new Peer(
      {
        infoHash: this.infoHash,
        peerId: id,
        client: 'simulation',
        wanted: options.wanted ?? true,
        ...(seeds && { info: this.info }),
      },
      random,
    )
    const simulated = new SimulatedPeer(id, options, peer)
    if (options.content) this.#fill(simulated, options.content)
    this.#peers.set(id, simulated)
    this.at(this.now, () => {
      this.tell(simulated, { type: 'join' })
      this.tell(simulated, { type: 'trackerUp' })
    })
    return simulated
  }

  /** Gone without a word: its links close, the tracker notices its socket. */
  kill(peer: SimulatedPeer): void {
    peer.alive = false
    this.#peers.delete(peer.id)
    this.#registry.socketClosed(peer.id)
    for (const end of [...peer.ends.values()]) this.#close(end, 'the tab was closed')
  }

  breakLink(peer: SimulatedPeer): void {
    const ends = [...peer.ends.values()]
    const end = ends[randomInt(this.#random, ends.length)]
    if (end === undefined) return
    this.#closeOneSide(end, 'the connection broke')
    this.#close(end, 'the connection broke')
  }

  at(time: Millis, happens: () => void): void {
    this.#queue.add(time, happens)
  }

  /** Until nothing more can happen, the condition holds, or the time is up. */
  run(until: Millis, condition: () => boolean = () => false): void {
    while (!condition()) {
      const next = this.#queue.take()
      if (next === undefined || next.at > until) return
      this.now = Math.max(this.now, next.at)
      next.event()
    }
  }

  tell(peer: SimulatedPeer, input: Input): void {
    if (!peer.alive) return
    for (const effect of peer.peer.handle(input, this.now)) this.#perform(peer, effect)
    this.#wake(peer)
  }

  #later(peer: SimulatedPeer, delayMs: number, input: Input): void {
    this.at(this.now + delayMs, () => this.tell(peer, input))
  }

  #wake(peer: SimulatedPeer): void {
    const deadline = peer.peer.nextDeadline()
    if (deadline === undefined || (peer.wakeAt !== undefined && peer.wakeAt <= deadline)) return
    peer.wakeAt = deadline
    this.at(Math.max(deadline, this.now), () => {
      if (peer.wakeAt === deadline) peer.wakeAt = undefined
      this.tell(peer, { type: 'tick' })
    })
  }

  #perform(peer: SimulatedPeer, effect: Effect): void {
    switch (effect.type) {
      case 'announce':
        return this.#announce(peer, effect)
      case 'connect':
        return this.#connect(peer, effect.remote)
      case 'accept':
        return this.#accepted(peer, effect.remote, effect.offerId)
      case 'refuse':
        return this.#refused(effect.remote, peer.id, effect.reason, effect.offerId)
      case 'abandon':
        return
      case 'close': {
        const end = peer.ends.get(effect.link)
        if (end) this.#close(end, effect.reason)
        return
      }
      case 'send':
        return this.#send(peer, effect)
      case 'verify': {
        const ok = toHex(sha1(effect.bytes)) === toHex(effect.sha1)
        return this.#later(peer, HASH_MS, { type: 'verified', subject: effect.subject, ok })
      }
      case 'open':
        return this.#later(peer, DISK_MS, { type: 'opened', held: this.#heldBy(peer) })
      case 'write':
        peer.store.set(effect.piece, effect.bytes)
        return this.#later(peer, DISK_MS, { type: 'written', piece: effect.piece })
      case 'read':
        return this.#read(peer, effect)
      case 'log':
        return this.#record(peer, effect.event)
    }
  }

  #announce(peer: SimulatedPeer, effect: Extract<Effect, { type: 'announce' }>): void {
    const { type: _, ...announcement } = effect
    this.at(this.now + SERVER_DELAY_MS, () => {
      if (!peer.alive) return
      const request = { ...announcement, infoHash: this.infoHash, peerId: peer.id }
      const reply = this.#registry.announce(request, peer.id, this.now)
      this.#later(
        peer,
        SERVER_DELAY_MS,
        'failure' in reply
          ? { type: 'announceFailed', reason: reply.failure }
          : { type: 'announced', ...reply },
      )
    })
  }

  // --- signalling: an offer reaches the remote, its answer makes two ends of one link

  #connect(peer: SimulatedPeer, remote: PeerId): void {
    const offerId = randomId(this.#random)
    this.at(this.now + 2 * SERVER_DELAY_MS, () => {
      const target = this.#peers.get(remote)
      if (target) this.tell(target, { type: 'offered', remote: peer.id, offerId })
      else this.#refused(peer.id, remote, 'gone', offerId)
    })
  }

  #refused(dialler: PeerId, remote: PeerId, reason: string, _offerId: string): void {
    const peer = this.#peers.get(dialler)
    // Whoever wins a glare is told nothing: the other side's abandoned dial is not its concern.
    if (peer && reason !== 'glare') {
      this.#later(peer, 2 * SERVER_DELAY_MS, { type: 'linkFailed', remote, reason })
    }
  }

  #accepted(peer: SimulatedPeer, dialler: PeerId, _offerId: string): void {
    this.at(this.now + CONNECT_MS, () => {
      const other = this.#peers.get(dialler)
      if (!other || !peer.alive) {
        this.tell(peer, { type: 'linkFailed', remote: dialler, reason: 'gone' })
        return
      }
      const mine = { peer, link: ++this.#links, decoder: new Decoder() }
      const theirs = { peer: other, link: ++this.#links, decoder: new Decoder() }
      const a: End = { ...mine, queuedBytes: 0, drainAt: 0, open: true, other: undefined as never }
      const b: End = { ...theirs, queuedBytes: 0, drainAt: 0, open: true, other: a }
      a.other = b
      peer.ends.set(a.link, a)
      other.ends.set(b.link, b)
      this.tell(peer, { type: 'linkOpened', link: a.link, remote: other.id })
      this.tell(other, { type: 'linkOpened', link: b.link, remote: peer.id })
    })
  }

  /** The one who closes is not told; the other is, one way later. */
  #close(end: End, reason: string): void {
    end.open = false
    end.peer.ends.delete(end.link)
    this.at(this.now + end.peer.options.delayMs, () => this.#closeOneSide(end.other, reason))
  }

  #closeOneSide(end: End, reason: string): void {
    if (!end.open) return
    end.open = false
    end.peer.ends.delete(end.link)
    this.tell(end.peer, { type: 'linkClosed', link: end.link, reason })
  }

  // --- bytes

  #send(peer: SimulatedPeer, { link, message }: Extract<Effect, { type: 'send' }>): void {
    const end = peer.ends.get(link)
    if (end === undefined) return
    const corrupt = peer.options.corrupt
    const bytes = encode(
      corrupt && message.type === 'piece' ? { ...message, block: corrupt(message.block) } : message,
    )
    const start = Math.max(this.now, peer.uplinkFreeAt)
    const departed = start + (bytes.length / peer.options.upBytesPerSec) * 1000
    peer.uplinkFreeAt = departed
    end.queuedBytes += bytes.length
    end.drainAt = Math.max(end.drainAt, end.queuedBytes / 2)
    this.at(departed, () => this.#departed(end, bytes.length))
    this.at(departed + peer.options.delayMs, () => this.#arrive(end.other, bytes))
  }

  #departed(end: End, bytes: number): void {
    end.queuedBytes -= bytes
    if (!end.open || end.queuedBytes > end.drainAt) return
    end.drainAt = 0
    this.tell(end.peer, { type: 'drained', link: end.link, queuedBytes: end.queuedBytes })
  }

  /** In cuts that fall anywhere: a data channel keeps order, not boundaries. */
  #arrive(end: End, bytes: Uint8Array): void {
    const cut = randomInt(this.#random, bytes.length + 1)
    for (const part of [bytes.subarray(0, cut), bytes.subarray(cut)]) {
      if (part.length === 0 || !end.open) continue
      try {
        for (const message of end.decoder.push(part)) {
          this.tell(end.peer, { type: 'message', link: end.link, message })
        }
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error
        this.tell(end.peer, { type: 'garbled', link: end.link, error })
      }
    }
  }

  // --- storage

  #fill(peer: SimulatedPeer, content: Uint8Array): void {
    for (let piece = 0; piece < this.info.pieceCount; piece++) {
      const begin = piece * this.info.pieceLength
      peer.store.set(piece, content.subarray(begin, begin + pieceLengthAt(this.info, piece)))
    }
  }

  #heldBy(peer: SimulatedPeer): Bitfield {
    const held = new Bitfield(this.info.pieceCount)
    for (const piece of peer.store.keys()) held.add(piece)
    return held
  }

  #read(peer: SimulatedPeer, { link, range }: Extract<Effect, { type: 'read' }>): void {
    const piece = peer.store.get(range.piece)
    if (piece === undefined) {
      this.#later(peer, DISK_MS, { type: 'readFailed', link, range, reason: 'not stored' })
      return
    }
    const block = piece.subarray(range.begin, range.begin + range.length)
    this.#later(peer, DISK_MS, { type: 'block', link, range, block })
  }

  #record(peer: SimulatedPeer, event: PeerEvent): void {
    if (event.event === 'finished') peer.finishedAt = this.now
    this.log.push({ atMs: this.now, peer: peer.name, event })
  }
}

const randomId = (random: Random): PeerId =>
  toHex(Uint8Array.from({ length: 20 }, () => randomInt(random, 256))) as PeerId
