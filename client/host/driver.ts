/**
 * Runs one torrent's `Peer` in the tab: performs its effects in order and feeds it the answers. A
 * turn handles all inputs there are; then every link sends what the turn put into its outbox.
 */
import { unreachable } from '../../shared/base/assert.ts'
import type { LinkId, Millis, PeerId } from '../../shared/base/ids.ts'
import type { Announcement, Effect } from '../../shared/peer/effect.ts'
import type { Input } from '../../shared/peer/input.ts'
import type { PeerView } from '../../shared/peer/view.ts'
import { wireEvent } from '../../shared/peer/wire-event.ts'
import type { Info } from '../../shared/torrent/info.ts'
import type { AnnounceReply } from '../../shared/tracker/announce.ts'
import type { Message } from '../../shared/wire/message.ts'
import type { Channel } from './channel/channel.ts'
import type { Clock } from './clock.ts'
import type { LinkSink, Relay } from './dial.ts'
import { Link } from './link.ts'
import type { LogRing } from './log-ring.ts'
import { type RelayedDialling, RelayedDials } from './relayed.ts'
import { PieceCache } from './storage/cache.ts'
import type { PieceStore } from './storage/piece-store.ts'

/** What the driver needs of a `Peer`. */
export interface Core {
  handle(input: Input, now: Millis): Effect[]
  nextDeadline(): Millis | undefined
  inspect(): PeerView
}

/** What the driver needs of a `Dialler`. */
export interface Dialling extends RelayedDialling {
  dial(remote: PeerId, relay?: Relay): void
  abandon(remote: PeerId): void
  accept(remote: PeerId, offerId: string): void
  refuse(remote: PeerId, offerId: string, reason: string): void
}

export interface DriverPorts {
  readonly clock: Clock
  readonly dialler: Dialling
  readonly log: LogRing
  announce(announcement: Announcement): Promise<AnnounceReply>
  sha1(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array>
  readonly storage: { open(info: Info): Promise<PieceStore> }
  /** The metadata is known, and the store not open yet. */
  onInfo?(info: Info): void
  /** Something may look different now. */
  onChange(): void
  /** The peer threw, and is ended: once. Its connections are closed. */
  onBroken(error: unknown): void
}

type ReadEffect = Extract<Effect, { readonly type: 'read' }>

export class Driver {
  readonly #peer: Core
  readonly #ports: DriverPorts
  readonly #relayed: RelayedDials
  readonly #inputs: Input[] = []
  readonly #links = new Map<LinkId, Link>()
  /** Links with something in their outbox. */
  readonly #unsent = new Set<Link>()
  #store: PieceStore | undefined
  #cache: PieceCache | undefined
  #nextLink: LinkId = 1
  #running = false
  #turnQueued = false
  #wakeAt: Millis | undefined
  #cancelWake: (() => void) | undefined
  #stopped = false
  #broken: string | undefined
  #lastView: PeerView
  #lastAnnouncement: Announcement | undefined

  constructor(peer: Core, ports: DriverPorts) {
    this.#peer = peer
    this.#ports = ports
    this.#lastView = peer.inspect()
    this.#relayed = new RelayedDials(ports.dialler, input => this.feed(input))
  }

  get store(): PieceStore | undefined {
    return this.#store
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

  /** Handled before it returns, unless a turn is running: then within that turn. */
  feed(input: Input): void {
    if (this.#stopped) return
    this.#inputs.push(input)
    this.#runTurn()
  }

  /** A channel is open: the other end of `DiallerPorts.onOpen`. */
  openLink(remote: PeerId, channel: Channel, hangUp: () => void): LinkSink {
    const link = new Link(this.#nextLink++, remote, channel, hangUp)
    this.#links.set(link.id, link)
    this.feed({ type: 'linkOpened', link: link.id, remote })
    return {
      onBytes: bytes => this.#receive(link, bytes),
      onDrained: queuedBytes => this.feed({ type: 'drained', link: link.id, queuedBytes }),
      onClose: reason => {
        if (this.#dropLink(link)) this.feed({ type: 'linkClosed', link: link.id, reason })
      },
    }
  }

  /** After `leave`: nothing is handled any more. The store is its owner's to close. */
  stop(): void {
    this.#stopped = true
    this.#inputs.length = 0
    this.#cancelWake?.()
  }

  #receive(link: Link, bytes: Uint8Array): void {
    if (!this.#links.has(link.id) || this.#stopped) return
    try {
      this.#inputs.push(...link.decode(bytes))
    } catch (error) {
      return this.#break(error)
    }
    this.#runTurn()
  }

  #runTurn(): void {
    if (this.#running || this.#stopped) return
    try {
      this.#handleInputs()
      for (const link of this.#unsent) link.outbox.flush()
      this.#unsent.clear()
      this.#armWake()
    } catch (error) {
      this.#break(error)
    }
    this.#ports.onChange()
  }

  #handleInputs(): void {
    this.#running = true
    try {
      // Effects add inputs while this loop runs.
      for (let i = 0; i < this.#inputs.length; i++) {
        const input = this.#inputs[i] as Input
        if (input.type === 'message') this.#logMessage(input.link, 'remote', input.message)
        const effects = this.#peer.handle(input, this.#ports.clock.now())
        for (const effect of effects) this.#perform(effect)
      }
    } finally {
      this.#inputs.length = 0
      this.#running = false
    }
  }

  /**
   * A bug of ours: half a turn was done, and the peer's state is not to be trusted any more. It is
   * ended without being asked, and only this one: the tab's other torrents go on.
   */
  #break(error: unknown): void {
    const reason = sentence(error)
    this.#broken = reason
    this.#lastView = viewOfLeft(this.#lastView)
    this.stop()
    const stack = error instanceof Error ? error.stack : undefined
    this.#ports.log.push(this.#ports.clock.now(), { event: 'broken', reason, stack })
    for (const link of this.#links.values()) link.hangUp()
    this.#links.clear()
    this.#unsent.clear()
    const announced = this.#lastAnnouncement
    if (announced) this.#announce({ ...announced, event: 'stopped', numwant: 0 })
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
      case 'announce': {
        const { type: _, ...announcement } = effect
        return this.#announce(announcement)
      }
      case 'connect':
        return effect.via === undefined
          ? this.#ports.dialler.dial(effect.remote)
          : this.#relayed.dial(effect.remote, effect.via)
      case 'signal':
        return this.#relayed.onSignal(effect)
      case 'signalRefused':
        return this.#relayed.onRefused(effect)
      case 'accept':
        return this.#ports.dialler.accept(effect.remote, effect.offerId)
      case 'refuse':
        return this.#ports.dialler.refuse(effect.remote, effect.offerId, effect.reason)
      case 'abandon':
        return this.#ports.dialler.abandon(effect.remote)
      case 'close':
        return this.#close(effect.link)
      case 'send':
        return this.#send(effect)
      case 'verify':
        return this.#verify(effect)
      case 'open':
        return this.#open(effect.info)
      case 'write':
        return this.#write(effect)
      case 'read':
        return this.#read(effect)
      case 'log':
        return this.#ports.log.push(this.#ports.clock.now(), effect.event)
      default:
        return unreachable(effect)
    }
  }

  #announce(announcement: Announcement): void {
    this.#lastAnnouncement = announcement
    this.#ports.announce(announcement).then(
      reply => {
        if ('failure' in reply) this.#answer({ type: 'announceFailed', reason: reply.failure })
        else this.#answer({ type: 'announced', ...reply })
      },
      error => this.#answer({ type: 'announceFailed', reason: sentence(error) }),
    )
  }

  #close(id: LinkId): void {
    const link = this.#links.get(id)
    if (!link) return
    link.outbox.flush()
    this.#dropLink(link)
    link.hangUp()
  }

  #send({ link: id, message }: Effect & { type: 'send' }): void {
    const link = this.#links.get(id)
    if (!link) return // It closed in this turn; its `linkClosed` waits in the queue.
    this.#logMessage(id, 'me', message)
    link.outbox.push(message)
    this.#unsent.add(link)
  }

  #logMessage(id: LinkId, by: 'me' | 'remote', message: Message): void {
    const link = this.#links.get(id)
    const event = link && wireEvent(link.remote, by, message)
    if (event) this.#ports.log.push(this.#ports.clock.now(), event)
  }

  #verify({ subject, bytes, sha1 }: Effect & { type: 'verify' }): void {
    this.#ports.sha1(bytes).then(
      digest => {
        const ok = digest.every((byte, i) => byte === sha1[i])
        this.#answer({ type: 'verified', subject, ok })
      },
      error => this.#answer({ type: 'verifyFailed', subject, reason: sentence(error) }),
    )
  }

  #open(info: Info): void {
    this.#ports.onInfo?.(info)
    const opening = this.#ports.storage.open(info).then(async store => {
      const held = await store.held()
      if (this.#stopped) return
      this.#store = store
      this.#cache = new PieceCache(store, info)
      this.#answer({ type: 'opened', held })
    })
    opening.catch(error => this.#answer({ type: 'openFailed', reason: sentence(error) }))
  }

  #write({ piece, bytes }: Effect & { type: 'write' }): void {
    this.#store?.write(piece, bytes).then(
      () => {
        this.#cache?.put(piece, bytes)
        this.#answer({ type: 'written', piece })
      },
      error => this.#answer({ type: 'writeFailed', piece, reason: sentence(error) }),
    )
  }

  /** Mostly from the cache, in the same turn. What waits for one piece is answered in one turn. */
  #read(read: ReadEffect): void {
    const { piece } = read.range
    const bytes = this.#cache?.get(piece)
    if (bytes) {
      this.#inputs.push(blockOf(read, bytes))
      return
    }
    const { link, range } = read
    this.#cache?.load(piece).then(
      loaded => this.#answer(blockOf(read, loaded)),
      error => this.#answer({ type: 'readFailed', link, range, reason: sentence(error) }),
    )
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
  downRate: 0,
  upRate: 0,
})

const blockOf = ({ link, range }: ReadEffect, bytes: Uint8Array): Input => ({
  type: 'block',
  link,
  range,
  block: bytes.subarray(range.begin, range.begin + range.length),
})

const sentence = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
