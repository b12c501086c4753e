/** For tests: a swarm of gossip exchanges in virtual time, without peers, content or a network. */
import { assert } from '../base/assert.ts'
import { Bitfield } from '../base/bitfield.ts'
import { EventQueue } from '../base/event-queue.ts'
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import { type Random, seededStream, shuffle } from '../base/random.ts'
import type { ExchangeOutput } from '../exchange/exchange.ts'
import { Pieces } from '../exchange/pieces.ts'
import type { GossipView } from '../exchange/view.ts'
import { GossipExchange } from '../gossip/exchange.ts'
import { GOSSIP_EXTENSION, gossipBlockOf } from '../wire/gossip-block.ts'
import { DEFAULT_GOSSIP, type GossipStyle } from '../wire/gossip-style.ts'
import { BLOCK_BYTES, type BlockRange, type Message } from '../wire/message.ts'

export interface SwarmOptions {
  /** Including the seeder, which is the first. */
  readonly peers: number
  readonly pieces: number
  readonly style?: Partial<GossipStyle>
  /** Leechers never send a piece, nor ask for one. */
  readonly onlySeederSends?: boolean
  readonly seed: number
  /** Absent: a message takes nothing of the line, and what is decided in a round is decided at once. */
  readonly upBytesPerSec?: number
  readonly pieceLength?: number
  readonly delayMs?: number
  /** Links of each, about; all to all if absent. */
  readonly degree?: number
}

/** The head of an extended message: length, id, extended id. */
const FRAME_BYTES = 6
/** Where the line is not modelled, a block takes longer than any other message. */
const BLOCK_DELAY_MS = 10
const CONTROL_DELAY_MS = 1
const GOSSIP_ID = 1
const HANDSHAKE = { extensions: new Map([[GOSSIP_EXTENSION, GOSSIP_ID]]) }
const TERMS = { isFirstMessage: true, speaksFast: false }

interface Channel {
  readonly from: SwarmMember
  readonly to: SwarmMember
  readonly link: LinkId
  /** The same connection, seen from the other side. */
  readonly back: LinkId
  queuedBytes: number
  /** `drained` is reported when the queue has fallen to this. */
  drainAtBytes: number
}

export class SwarmMember {
  readonly name: number
  readonly pieces: Pieces
  readonly exchange: GossipExchange
  random: Random
  readonly channels = new Map<LinkId, Channel>()
  lineFreeAt: Millis = 0
  lineInFreeAt: Millis = 0
  wakeAt = Number.POSITIVE_INFINITY
  finishedAt: Millis | undefined

  constructor(
    name: number,
    pieces: Pieces,
    random: Random,
    start: (random: Random) => GossipExchange,
  ) {
    this.name = name
    this.pieces = pieces
    this.random = random
    this.exchange = start(() => this.random())
  }

  lose(piece: number, now: Millis): void {
    this.pieces.move(piece, 'missing')
    this.exchange.pieceLost(piece, now)
  }

  get gossip(): GossipView {
    const { gossip } = this.exchange.inspect(0)
    assert(gossip !== undefined, 'it does not gossip')
    return gossip
  }
}

export class GossipSwarm {
  readonly options: SwarmOptions
  readonly style: GossipStyle
  readonly members: SwarmMember[] = []
  readonly #random: Random
  readonly #queue = new EventQueue<() => void>()
  #links = 0
  now: Millis = 0

  constructor(options: SwarmOptions) {
    this.options = options
    this.style = { ...DEFAULT_GOSSIP, ...options.style }
    this.#random = seededStream(options.seed, 'stage')
    for (let i = 0; i < options.peers; i++) this.#add(i === 0)
    this.#linkAll()
  }

  get leechers(): SwarmMember[] {
    return this.members.slice(1)
  }

  get isDone(): boolean {
    return this.members.every(({ pieces }) => pieces.held.isFull)
  }

  /** Transfers of whole pieces, by what came of them. */
  get deliveries(): { useful: number; redundant: number } {
    const views = this.members.map(({ gossip }) => gossip)
    return {
      useful: views.reduce((sum, { useful }) => sum + useful, 0),
      redundant: views.reduce((sum, { redundant }) => sum + redundant, 0),
    }
  }

  /** Rounds until everyone was done. */
  get rounds(): number {
    const lastAt = Math.max(...this.members.map(({ finishedAt = 0 }) => finishedAt))
    return Math.ceil(lastAt / this.style.roundMs)
  }

  reseed(seed: number): void {
    for (const member of this.members) member.random = seededStream(seed, `peer ${member.name}`)
  }

  run(until: Millis, condition: () => boolean = () => this.isDone): void {
    while (!condition()) {
      const { nextAt } = this.#queue
      if (nextAt === undefined || nextAt > until) return
      this.now = Math.max(this.now, nextAt)
      this.#queue.takeEvent()?.()
    }
  }

  #add(isSeeder: boolean): void {
    const { pieces: pieceCount, pieceLength = 1, seed, onlySeederSends } = this.options
    const style = onlySeederSends && !isSeeder ? { ...this.style, fanOut: 0 } : this.style
    const layout = { pieceCount, pieceLength, length: pieceCount * pieceLength }
    const name = this.members.length
    const pieces = new Pieces(isSeeder ? Bitfield.full(pieceCount) : new Bitfield(pieceCount))
    const output: ExchangeOutput = {
      send: (link, message) => this.#send(member, link, message),
      read: (link, range) => this.#read(member, link, range),
      readAhead: () => undefined,
      blockReceived: () => undefined,
      pieceReceived: piece => this.#at(this.now, () => this.#store(member, piece)),
      fault: () => undefined,
      log: () => undefined,
    }
    const options = { layout, pieces, wanted: true, style, blockBytes: BLOCK_BYTES }
    const member: SwarmMember = new SwarmMember(
      name,
      pieces,
      seededStream(seed, `peer ${name}`),
      random => new GossipExchange(options, random, output, 0),
    )
    this.members.push(member)
  }

  #linkAll(): void {
    const { degree = Number.POSITIVE_INFINITY } = this.options
    const pairs: [SwarmMember, SwarmMember][] = []
    for (const a of this.members)
      for (const b of this.members) if (a.name < b.name) pairs.push([a, b])
    for (const [a, b] of shuffle(this.#random, pairs))
      if (Math.max(a.channels.size, b.channels.size) < degree) this.#link(a, b)
  }

  #link(a: SwarmMember, b: SwarmMember): void {
    const [link, back] = [++this.#links, ++this.#links]
    const empty = { queuedBytes: 0, drainAtBytes: 0 }
    a.channels.set(link, { from: a, to: b, link, back, ...empty })
    b.channels.set(back, { from: b, to: a, link: back, back: link, ...empty })
    a.exchange.join(link, idOf(b), TERMS, this.now)
    b.exchange.join(back, idOf(a), TERMS, this.now)
    a.exchange.introduced(link, HANDSHAKE, this.now)
    b.exchange.introduced(back, HANDSHAKE, this.now)
    this.#wake(a)
    this.#wake(b)
  }

  #at(time: Millis, happens: () => void): void {
    this.#queue.add(time, happens)
  }

  #wake(member: SwarmMember): void {
    const deadline = member.exchange.nextDeadline ?? Number.POSITIVE_INFINITY
    if (deadline >= member.wakeAt) return
    member.wakeAt = deadline
    this.#at(Math.max(deadline, this.now), () => {
      if (member.wakeAt !== deadline) return
      member.wakeAt = Number.POSITIVE_INFINITY
      member.exchange.tick(this.now)
      this.#wake(member)
    })
  }

  #send(member: SwarmMember, link: LinkId, message: Message): void {
    const channel = member.channels.get(link)
    assert(channel !== undefined, 'said to nobody')
    assert(message.type === 'extended', 'gossip speaks by its extension alone')
    const { payload } = message
    const { upBytesPerSec, delayMs = 0 } = this.options
    const bytes = FRAME_BYTES + payload.length
    channel.queuedBytes += bytes
    channel.drainAtBytes = Math.max(channel.drainAtBytes, channel.queuedBytes / 2)
    if (upBytesPerSec === undefined) {
      const delay = gossipBlockOf(payload) === undefined ? CONTROL_DELAY_MS : BLOCK_DELAY_MS
      this.#at(this.now + CONTROL_DELAY_MS, () => this.#departed(channel, bytes))
      this.#deliver(channel, payload, this.now + delay)
      return
    }
    const takesMs = (bytes / upBytesPerSec) * 1000
    const departsAt = Math.max(this.now, member.lineFreeAt)
    member.lineFreeAt = departsAt + takesMs
    this.#at(member.lineFreeAt, () => this.#departed(channel, bytes))
    this.#at(departsAt + delayMs, () => {
      channel.to.lineInFreeAt = Math.max(this.now, channel.to.lineInFreeAt) + takesMs
      this.#deliver(channel, payload, channel.to.lineInFreeAt)
    })
  }

  #departed(channel: Channel, bytes: number): void {
    channel.queuedBytes -= bytes
    if (channel.queuedBytes > channel.drainAtBytes) return
    channel.drainAtBytes = 0
    channel.from.exchange.drained(channel.link, channel.queuedBytes, this.now)
    this.#wake(channel.from)
  }

  #deliver({ to, back }: Channel, payload: Uint8Array, at: Millis): void {
    this.#at(at, () => {
      to.exchange.receiveExtended(back, payload, this.now)
      this.#wake(to)
    })
  }

  #read(member: SwarmMember, link: LinkId, range: BlockRange): void {
    assert(Number.isInteger(range.begin + range.length), 'bytes are read whole')
    this.#at(this.now, () => {
      member.exchange.supply(link, range, new Uint8Array(range.length), this.now)
      this.#wake(member)
    })
  }

  /** Every piece is right, and the disk takes no time. */
  #store(member: SwarmMember, piece: number): void {
    member.pieces.move(piece, 'writing')
    member.pieces.move(piece, 'held')
    member.exchange.pieceHeld(piece, this.now)
    if (member.pieces.held.isFull) member.finishedAt = this.now
    this.#wake(member)
  }
}

const idOf = ({ name }: SwarmMember): PeerId => name.toString(16).padStart(40, '0') as PeerId
