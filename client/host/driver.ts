/**
 * Runs one torrent's `Peer` in the tab: performs its effects in order and feeds it the answers. A
 * turn handles all inputs there are; then every link sends what the turn put into its outbox.
 */
import { unreachable } from '../../shared/base/assert.ts'
import type { LinkId, Millis, PeerId } from '../../shared/base/ids.ts'
import type { TrackerName } from '../../shared/dialling/way.ts'
import type { Effect } from '../../shared/peer/effect.ts'
import type { Input } from '../../shared/peer/input.ts'
import type { PeerView } from '../../shared/peer/view.ts'
import { wireEvent } from '../../shared/peer/wire-event.ts'
import type { Info } from '../../shared/torrent/info.ts'
import { Decoder } from '../../shared/wire/decode.ts'
import { type Message, ProtocolError } from '../../shared/wire/message.ts'
import type { Channel, Connect } from './channel/channel.ts'
import { Outbox } from './channel/outbox.ts'
import type { Clock } from './clock.ts'
import { ConnectionTable, type LinkSink } from './connection-table.ts'
import { LaneTable } from './lane-table.ts'
import type { LogRing } from './log-ring.ts'
import { PieceEffects, type PieceEffectsPorts } from './storage/piece-effects.ts'
import type { TrackerLines } from './tracker-lines.ts'

export interface Core {
  handle(input: Input, now: Millis): Effect[]
  nextDeadline(): Millis | undefined
  inspect(): PeerView
  remoteOf(link: LinkId): PeerId | undefined
}

export interface DriverPorts extends Omit<PieceEffectsPorts, 'answer'> {
  readonly clock: Clock
  readonly connect: Connect
  readonly trackers: Pick<TrackerLines, 'announce' | 'carry'>
  readonly log: LogRing
  /** The metadata is known, and the store not open yet. */
  onInfo?(info: Info): void
  onChange(): void
  /** The peer threw, and is ended: once. Its connections are closed. */
  onBroken(error: unknown): void
}

/** Remotes that are web servers: what the peer sends them goes there. */
export interface WebSeedSink {
  told(link: LinkId, message: Message): void
  blamed(link: LinkId, piece: number): void
  closed(link: LinkId): void
}

/** An open connection: messages out through an outbox, bytes in through a decoder. */
interface Link {
  readonly id: LinkId
  readonly outbox: Outbox
  readonly decoder: Decoder
}

type AnnounceEffect = Extract<Effect, { readonly type: 'announce' }>

export class Driver {
  readonly #peer: Core
  readonly #ports: DriverPorts
  readonly #connections: ConnectionTable
  readonly #lanes: LaneTable
  readonly #inputs: Input[] = []
  readonly #links = new Map<LinkId, Link>()
  /** The time of the turn: of a browser it costs microseconds, which a flood of messages would pay for each. */
  #turnMs: Millis = 0
  /** Links that the peer has closed in this turn. */
  readonly #dropped = new Set<LinkId>()
  readonly #unsent = new Set<Link>()
  readonly #pieces: PieceEffects
  #webSeeds: WebSeedSink | undefined
  #running = false
  #turnQueued = false
  #wakeAt: Millis | undefined
  #cancelWake: (() => void) | undefined
  #stopped = false
  #broken: string | undefined
  #lastView: PeerView
  readonly #lastAnnouncements = new Map<TrackerName, AnnounceEffect>()

  constructor(peer: Core, ports: DriverPorts) {
    this.#peer = peer
    this.#ports = ports
    this.#lastView = peer.inspect()
    this.#connections = new ConnectionTable({
      connect: ports.connect,
      feed: input => this.feed(input),
      onOpen: (link, channel) => this.#opened(link, channel),
      onReach: (link, reach) => this.feed({ type: 'reachKnown', link, reach }),
      onRoundTrip: (link, ms, readings) => this.feed({ type: 'roundTrip', link, ms, readings }),
      onWayLost: link => this.feed({ type: 'wayLost', link }),
    })
    this.#lanes = new LaneTable({
      connect: ports.connect,
      now: () => ports.clock.now(),
      feed: input => this.feed(input),
      onPieces: (link, messages) => this.#receivePieces(link, messages),
      onFault: (link, error) => this.feed({ type: 'garbled', link, error }),
      onDrained: link => this.#drained(link),
    })
    const { sha1, storage } = ports
    this.#pieces = new PieceEffects({ sha1, storage, answer: input => this.#answer(input) })
  }

  /** What the peer threw, if it did: a bug of ours. It was ended then. */
  get broken(): string | undefined {
    return this.#broken
  }

  /** A peer that threw is shown as it was last seen: it may not even be fit to be looked at. */
  inspect(): PeerView {
    if (this.#broken === undefined) this.#lastView = this.#peer.inspect()
    return this.#lastView
  }

  attach(webSeeds: WebSeedSink): void {
    this.#webSeeds = webSeeds
  }

  /** Handled before it returns, unless a turn is running: then within that turn. */
  feed(input: Input): void {
    if (this.#stopped) return
    this.#inputs.push(input)
    this.#runTurn()
  }

  /** After `leave`: nothing is handled any more. The store is its owner's to close. */
  stop(): void {
    this.#stopped = true
    this.#inputs.length = 0
    this.#cancelWake?.()
  }

  #opened(id: LinkId, channel: Channel): LinkSink {
    const link = { id, outbox: new Outbox(channel), decoder: new Decoder() }
    this.#links.set(id, link)
    this.feed({ type: 'linkOpened', link: id })
    return {
      onBytes: bytes => this.#receive(link, bytes),
      onDrained: queuedBytes => this.#drained(id, queuedBytes),
      onClose: reason => {
        this.#lanes.closeAllOf(id)
        if (this.#dropLink(link)) this.feed({ type: 'linkClosed', link: id, reason })
      },
    }
  }

  /** A queue of the link has fallen: that of its first connection to `ofFirst`. */
  #drained(id: LinkId, ofFirst = this.#links.get(id)?.outbox.waitingBytes ?? 0): void {
    const queuedBytes = ofFirst + this.#lanes.queuedBytes(id)
    const laneRoomBytes = this.#lanes.roomBytes(id, ofFirst)
    this.feed({ type: 'drained', link: id, queuedBytes, laneRoomBytes })
    this.#lanes.checkStalls(id)
  }

  #receivePieces(link: LinkId, messages: readonly Message[]): void {
    if (!this.#links.has(link) || this.#stopped) return
    if (messages.length === 0) this.#inputs.push({ type: 'fragment', link })
    for (const message of messages) this.#inputs.push({ type: 'message', link, message })
    this.#runTurn()
  }

  #receive(link: Link, bytes: Uint8Array): void {
    if (!this.#links.has(link.id) || this.#stopped) return
    try {
      this.#decode(link, bytes)
    } catch (error) {
      return this.#break(error)
    }
    this.#runTurn()
  }

  /** Tens of thousands of short messages fit into one buffer: each is one input and no more. */
  #decode({ id, decoder }: Link, bytes: Uint8Array): void {
    try {
      const messages = decoder.push(bytes)
      if (messages.length === 0) this.#inputs.push({ type: 'fragment', link: id })
      for (const message of messages) this.#inputs.push({ type: 'message', link: id, message })
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      this.#inputs.push({ type: 'garbled', link: id, error })
    }
  }

  #runTurn(): void {
    if (this.#running || this.#stopped) return
    try {
      this.#handleInputs()
      for (const link of this.#unsent) link.outbox.flush()
      this.#unsent.clear()
      this.#lanes.flush()
      this.#armWake()
    } catch (error) {
      this.#break(error)
    }
    this.#ports.onChange()
  }

  #handleInputs(): void {
    this.#running = true
    this.#turnMs = this.#ports.clock.now()
    try {
      // Effects add inputs while this loop runs.
      for (let i = 0; i < this.#inputs.length; i++) {
        const input = this.#inputs[i] as Input
        if (input.type === 'message') {
          // A buffer holds tens of thousands of short messages: after the one that breaks the rules,
          // the rest would keep the page busy for a quarter of a second.
          if (this.#dropped.has(input.link)) continue
          this.#logMessage(input.link, 'remote', input.message)
        }
        const effects = this.#peer.handle(input, this.#turnMs)
        for (const effect of effects) this.#perform(effect)
      }
    } finally {
      this.#inputs.length = 0
      this.#dropped.clear()
      this.#running = false
    }
  }

  /** Our bug: the peer's state is half changed, so it ends at once; the tab's other torrents go on. */
  #break(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error)
    this.#broken = reason
    this.#lastView = viewOfLeft(this.#lastView)
    this.stop()
    const stack = error instanceof Error ? error.stack : undefined
    this.#ports.log.push(this.#ports.clock.now(), { event: 'broken', reason, stack })
    this.#connections.closeAll()
    this.#lanes.closeAll()
    this.#links.clear()
    this.#unsent.clear()
    for (const last of this.#lastAnnouncements.values())
      this.#ports.trackers.announce({ ...last, offers: [], event: 'stopped', numwant: 0 })
    this.#ports.onBroken(error)
  }

  /** An asynchronous answer. Those that are ready together are handled in one turn. */
  #answer(input: Input): void {
    if (this.#stopped) return
    this.#inputs.push(input)
    if (this.#turnQueued) return
    this.#turnQueued = true
    queueMicrotask(() => {
      this.#turnQueued = false
      this.#runTurn()
    })
  }

  #perform(effect: Effect) {
    switch (effect.type) {
      case 'announce':
        this.#lastAnnouncements.set(effect.tracker, effect)
        return this.#ports.trackers.announce(effect)
      case 'carry':
        return this.#ports.trackers.carry(effect)
      case 'connect':
        return this.#connections.connect(effect)
      case 'signal':
        return this.#connections.signal(effect)
      case 'close':
        return this.#close(effect.link)
      case 'openLane':
        return this.#lanes.open(effect)
      case 'laneAnswer':
        return this.#lanes.answer(effect)
      case 'restLane':
        return this.#lanes.rest(effect)
      case 'closeLane':
        return this.#lanes.close(effect)
      case 'send':
        return this.#send(effect)
      case 'webSeedBlamed':
        return this.#webSeeds?.blamed(effect.link, effect.piece)
      case 'verify':
        return this.#pieces.verify(effect)
      case 'open':
        this.#ports.onInfo?.(effect.info)
        return this.#pieces.open(effect)
      case 'write':
        return this.#pieces.write(effect)
      case 'read': {
        const block = this.#pieces.read(effect)
        if (block) this.#inputs.push(block)
        return
      }
      case 'readAhead':
        return this.#pieces.readAhead(effect)
      case 'log':
        return this.#ports.log.push(this.#turnMs, effect.event)
      default:
        return unreachable(effect)
    }
  }

  #close(id: LinkId): void {
    const link = this.#links.get(id)
    link?.outbox.flush()
    if (link) this.#dropLink(link)
    this.#lanes.closeAllOf(id)
    this.#dropped.add(id)
    this.#connections.close(id)
    this.#webSeeds?.closed(id)
  }

  #send({ link: id, message }: Effect & { type: 'send' }): void {
    const link = this.#links.get(id)
    // Else it closed in this turn; its `linkClosed` waits in the queue.
    if (!link) return this.#webSeeds?.told(id, message)
    this.#logMessage(id, 'me', message)
    if (message.type === 'piece' && this.#lanes.push(id, link.outbox, message)) return
    link.outbox.push(message)
    this.#unsent.add(link)
  }

  #logMessage(id: LinkId, by: 'me' | 'remote', message: Message): void {
    const remote = this.#peer.remoteOf(id)
    const event = remote && wireEvent(remote, by, message)
    if (event) this.#ports.log.push(this.#turnMs, event)
  }

  /** True if it was there. */
  #dropLink(link: Link): boolean {
    this.#unsent.delete(link)
    return this.#links.delete(link.id)
  }

  /** One wake-up is set at a time. One that is too early does no harm, and sets the next. */
  #armWake(): void {
    const deadline = this.#stopped ? undefined : this.#peer.nextDeadline()
    if (deadline === undefined) return
    if (this.#wakeAt !== undefined && this.#wakeAt <= deadline) return
    this.#cancelWake?.()
    this.#wakeAt = deadline
    const delayMs = Math.max(0, Math.ceil(deadline - this.#ports.clock.now()))
    this.#cancelWake = this.#ports.clock.after(delayMs, () => {
      this.#wakeAt = undefined
      this.feed({ type: 'tick' })
    })
  }
}

const viewOfLeft = (view: PeerView): PeerView => ({
  ...view,
  phase: 'left',
  links: [],
  connecting: 0,
  unreached: { count: 0, withoutUdp: 0 },
  downRate: 0,
  upRate: 0,
})
