/**
 * One participant in one swarm. The same `Peer` runs in a tab over WebRTC, in a test and in virtual
 * time: it takes inputs with their time and returns effects. It has no clock, randomness or I/O of its
 * own. Start reading at `handle`, which has one line for each input.
 */
import { assert, unreachable } from '../base/assert.ts'
import type { Bitfield } from '../base/bitfield.ts'
import { earliest, type InfoHash, type LinkId, type Millis, type PeerId } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import { REQUEST_QUEUE_LIMIT } from '../bittorrent/uploads.ts'
import { Referrals } from '../dialling/referrals.ts'
import { Trackers } from '../dialling/trackers.ts'
import { SERVER } from '../dialling/way.ts'
import type { PieceState } from '../exchange/pieces.ts'
import { type Message, ProtocolError } from '../wire/message.ts'
import type { Kind } from './budget.ts'
import { byBitTorrent } from './by-bittorrent.ts'
import { Connections } from './connections.ts'
import { Content } from './content.ts'
import { DontHaveExtension } from './dont-have-extension.ts'
import type { Effect, Subject } from './effect.ts'
import type { ExchangeFactory } from './exchange-factory.ts'
import { ExchangeLinks } from './exchange-links.ts'
import { type Extension, Extensions } from './extensions.ts'
import type { Input, InputOf } from './input.ts'
import { LanesExtension } from './lanes-extension.ts'
import type { Link } from './link.ts'
import { MetadataExtension } from './metadata-extension.ts'
import type { PeerOptions } from './options.ts'
import { Outbox } from './outbox.ts'
import { PexExtension } from './pex-extension.ts'
import { RelayExtension } from './relay-extension.ts'
import type { PeerView } from './view.ts'
import { viewOf } from './view-of.ts'
import { WebSeedLinks } from './web-seed-links.ts'

/** How often timeouts, keep-alives and new dials are looked at. */
const CHORES_MS = 1_000

export class Peer {
  readonly #options: PeerOptions
  /** The id of the swarm: peers meet there that use the same exchange. */
  readonly #swarm: InfoHash
  /** We speak the fast extension (BEP 6). */
  readonly #fast: boolean
  readonly #links = new Map<LinkId, Link>()
  readonly #outbox = new Outbox(this.#links)
  readonly #referrals = new Referrals()
  readonly #connections: Connections
  readonly #trackers: Trackers
  readonly #metadata: MetadataExtension
  readonly #relay: RelayExtension
  /** Undefined: each link is one connection. */
  readonly #lanes: LanesExtension | undefined
  readonly #extensions: Extensions
  readonly #content: Content
  readonly #exchangeLinks: ExchangeLinks
  readonly #webSeeds: WebSeedLinks
  #life: 'new' | 'joined' | 'left' = 'new'
  #choresAt: Millis | undefined

  constructor(options: PeerOptions, random: Random) {
    this.#options = options
    const links = this.#links
    const outbox = this.#outbox
    const factory = options.exchange ?? byBitTorrent()
    this.#fast = factory.speaksFast
    this.#swarm = factory.swarmOf(options.infoHash)
    const maxLinks = options.maxLinks ?? factory.maxLinks
    const ours = {
      ...options,
      infoHash: this.#swarm,
      fast: this.#fast,
      ...(maxLinks !== undefined && { maxLinks }),
    }
    this.#connections = new Connections(ours, links, random, outbox, this.#referrals, {
      circumstances: () => ({
        serverUp: this.#trackers.isServerUp,
        isSeed: this.#content.isSeed,
        isStarved: this.#content.isStarved,
      }),
      relay: (via, to, offerId, signal) => this.#relay.send(via, to, offerId, signal),
      isOfUse: link => this.#exchangeLinks.isOfUse(link),
      isWanted: link => this.#exchangeLinks.isWanted(link),
      forgotten: link => this.#forgotten(link),
    })
    this.#metadata = new MetadataExtension(options.infoHash, options.info?.bytes, links, outbox)
    const pex = new PexExtension({
      self: options.peerId,
      links,
      outbox,
      referrals: this.#referrals,
      random,
      hasServer: () => this.#trackers.isServerUp,
      isSeed: link => this.#exchangeLinks.holdsEverything(link),
      isPrivate: () => this.#content.info?.private ?? false,
    })
    const { dialler } = this.#connections
    this.#relay = new RelayExtension(links, outbox, (...signal) => dialler.onSignal(...signal))
    const dontHave = new DontHaveExtension(links, outbox, () => this.#content.exchange)
    this.#lanes =
      options.lanes && factory.speaksFast
        ? new LanesExtension(
            options.peerId,
            links,
            outbox,
            options.lanes,
            () => this.#content.exchange,
          )
        : undefined
    this.#extensions = new Extensions(
      [
        this.#metadata,
        pex,
        this.#relay,
        dontHave,
        ...(this.#lanes ? [this.#lanes] : []),
        ...this.#exchangeExtensions(factory),
      ],
      () => ({
        client: options.client,
        requestQueue: REQUEST_QUEUE_LIMIT,
        metadataSize: this.#metadata.size,
        uploadOnly: this.#content.isPartialSeed,
      }),
      this.#outbox,
    )
    this.#content = new Content({ ...options, exchange: factory }, random, this.#outbox, {
      finished: () => this.#finished(),
      lost: pieces => dontHave.tell(pieces),
      refused: () => this.#dropUntold(dontHave),
      guilty: (remote, reason, forMs, piece) => {
        if (!this.#webSeeds.blame(remote, piece)) this.#connections.ban(remote, reason, forMs)
      },
      fault: (link, error) => {
        if (!this.#webSeeds.drop(link)) this.#connections.drop(link, error)
      },
    })
    this.#exchangeLinks = new ExchangeLinks(this.#content, outbox)
    this.#webSeeds = new WebSeedLinks(outbox, () => this.#content.exchange)
    const trackers = {
      trackers: options.trackers ?? [SERVER],
      announceIntervalMs: factory.announceIntervalMs,
      transfer: () => this.#content.transfer,
    }
    this.#trackers = new Trackers(trackers, outbox, dialler)
  }

  /** The only way in; perform the effects in order. `now` never goes back. */
  handle(input: Input, now: Millis): Effect[] {
    const effects = this.#outbox.begin(now)
    if (this.#life !== 'left') this.#dispatch(input)
    return effects
  }

  /** When it wants a `tick`, at the latest. Asked after every input: it allocates nothing. */
  nextDeadline(): Millis | undefined {
    if (this.#life !== 'joined') return undefined
    const announceAt = this.#mayAnnounce ? this.#trackers.nextDeadline : undefined
    const contentAt = this.#content.nextDeadline ?? this.#content.exchange?.nextDeadline
    return earliest(
      earliest(this.#choresAt, announceAt),
      earliest(this.#extensions.nextDeadline, contentAt),
    )
  }

  /** Where a piece is on its way to us; undefined before the store is open. */
  stateOf(piece: number): PieceState | undefined {
    return this.#content.pieces?.stateOf(piece)
  }

  remoteOf(link: LinkId): PeerId | undefined {
    return this.#links.get(link)?.remote
  }

  inspect(): PeerView {
    return viewOf({
      options: this.#options,
      now: this.#now,
      left: this.#life === 'left',
      content: this.#content,
      links: this.#links,
      lanesOf: link => this.#lanes?.countOf(link) ?? 1,
      connecting: this.#connections.dialler.neighbours.halfOpen,
      unreached: this.#connections.dialler.unreached.inspect(this.#now),
      tracker: this.#trackers.inspect(),
    })
  }

  #dispatch(input: Input): void {
    const { dialler } = this.#connections
    switch (input.type) {
      case 'join':
        return this.#join()
      case 'want':
        return this.#content.want(input.wanted)
      case 'prioritise':
        return this.#content.prioritise(input.priorities)
      case 'limit':
        return this.#content.limit(input)
      case 'tick':
        return this.#tick()
      case 'leave':
        return this.#leave()
      case 'trackerAdded':
        return this.#trackers.add(input.tracker)
      case 'trackerUp':
      case 'trackerDown':
      case 'announced':
      case 'announceFailed':
        this.#trackers.handle(input)
        return this.#announceIfDue()
      case 'carried':
        return dialler.onSignal(input.tracker, input.from, input.offerId, input.signal, input.group)
      case 'localSignal':
        return dialler.onLocalSignal(input.link, input.signal)
      case 'linkReached':
        return dialler.reached(input.link)
      case 'linkOpened':
        return this.#connections.opened(input.link)
      case 'reachKnown':
        this.#connections.reached(input.link, input.reach)
        this.#lanes?.reached(input.link, input.reach === 'relayed', this.#now)
        return this.#exchangeLinks.reached(input.link, input.reach)
      case 'wayLost':
        return this.#connections.wayLost(input.link)
      case 'laneDescribed':
      case 'laneOpened':
      case 'laneClosed':
      case 'laneLost':
        return this.#lanes?.handle(input, this.#now)
      case 'roundTrip':
        return this.#measured(input)
      case 'linkClosed':
        return this.#connections.closed(input.link, input.reason)
      case 'message':
        return this.#message(input.link, input.message)
      case 'fragment':
        return this.#fragment(input.link)
      case 'garbled':
        return this.#connections.drop(input.link, input.error)
      case 'drained':
        return this.#drained(input)
      case 'webSeedOpened':
        return this.#webSeeds.opened(input)
      case 'webSeedLacks':
        return this.#webSeeds.lacks(input.link, input.pieces)
      case 'webSeedClosed':
        return this.#webSeeds.closed(input.link)
      case 'verified':
        return input.subject.kind === 'metadata'
          ? this.#metadataVerified(input.ok)
          : this.#content.verified(input.subject.piece, input.ok)
      case 'verifyFailed':
        return this.#verifyFailed(input.subject, input.reason)
      case 'opened':
        return this.#opened(input.held, input.readOnly ?? false)
      case 'openFailed':
        return this.#content.openFailed(input.reason)
      case 'written':
        this.#content.written(input.piece)
        return this.#extensions.renew(this.#links.values(), this.#now)
      case 'writeFailed':
        return this.#content.writeFailed(input.piece, input.reason)
      case 'block':
        return this.#content.blockRead(input.link, input.range, input.block)
      case 'readFailed':
        return this.#content.readFailed(input.link, input.range, input.reason)
      case 'piecesLost':
        return this.#content.piecesLost(input.pieces, input.reason)
      case 'piecesFound':
        return this.#content.piecesFound(input.pieces)
      default:
        return unreachable(input)
    }
  }

  // --- coming and going

  #join(): void {
    assert(this.#life === 'new', 'joined twice')
    this.#life = 'joined'
    this.#outbox.log({ event: 'joined' })
    this.#content.open()
    this.#choresAt = this.#now + CHORES_MS
  }

  #leave(): void {
    this.#trackers.leave()
    this.#connections.leave()
    this.#life = 'left'
  }

  #tick(): void {
    this.#content.readOn()
    const { exchange } = this.#content
    if (this.#choresAt !== undefined && this.#now >= this.#choresAt) {
      this.#choresAt = this.#now + CHORES_MS
      exchange?.tick(this.#now)
      this.#connections.attend()
    } else if (exchange && isDue(exchange.nextDeadline, this.#now)) exchange.tick(this.#now)
    this.#extensions.tick(this.#now)
    this.#extensions.renew(this.#links.values(), this.#now)
    this.#announceIfDue()
  }

  /** A resumed torrent first opens its store, so that the tracker is told what is left. */
  get #mayAnnounce(): boolean {
    return this.#content.info === undefined || this.#content.exchange !== undefined
  }

  #announceIfDue(): void {
    if (!this.#mayAnnounce) return
    const isFinished = this.#content.exchange?.isFinished ?? false
    this.#trackers.announceIfDue(this.#connections.none && !isFinished)
  }

  // --- links and messages

  #forgotten(link: Link): void {
    this.#exchangeLinks.leave(link)
    this.#extensions.leave(link.id, this.#now)
  }

  /** By the host, some times; it may be before the remote has spoken. */
  #measured({ link: id, ms, readings = 1 }: InputOf<'roundTrip'>): void {
    const link = this.#links.get(id)
    if (link === undefined) return
    link.roundTrips.measured(ms, readings, this.#now)
    this.#lanes?.mayBegin(id, this.#now)
    this.#exchangeLinks.roundTrip(link)
  }

  #drained({ link, queuedBytes, laneRoomBytes }: InputOf<'drained'>): void {
    this.#exchangeLinks.drained(link, queuedBytes, laneRoomBytes)
    this.#metadata.drained(link, queuedBytes)
  }

  #message(id: LinkId, message: Message): void {
    const link = this.#links.get(id)
    if (link === undefined) return this.#webSeeds.receive(id, message)
    link.heard(this.#now)
    this.guard(link, this.#receive, message)
  }

  #fragment(id: LinkId): void {
    const link = this.#links.get(id)
    if (link !== undefined) this.guard(link, this.#count, 'fragment' as const)
  }

  #count(link: Link, kind: Kind): void {
    link.budget.take(kind, this.#now)
  }

  /**
   * Runs every step that acts on what a remote said, even if that was long ago: a ProtocolError drops
   * that link only. It takes a method and not a closure, as it is called for every message. Protected,
   * not private, for the test of a peer without it.
   */
  protected guard<Of>(link: Link, act: (this: Peer, link: Link, of: Of) => void, of: Of): void {
    try {
      act.call(this, link, of)
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      this.#connections.drop(link.id, error)
    }
  }

  #receive(link: Link, message: Message): void {
    link.budget.take(message.type, this.#now)
    switch (message.type) {
      case 'handshake':
        link.onHandshake(message, {
          infoHash: this.#swarm,
          peerId: this.#options.peerId,
          fast: this.#fast,
        })
        this.#connections.greeted(link)
        this.#outbox.log({ event: 'linked', remote: link.remote })
        this.#exchangeLinks.greeted(link)
        this.#extensions.greet(link)
        break
      case 'keepAlive':
        break
      case 'extended':
        this.#extensions.receive(link, message.id, message.payload, this.#now)
        if (message.id === 0) this.#exchangeLinks.introduced(link)
        break
      default:
        this.#exchangeLinks.receive(link, message)
        if (message.type === 'interested') this.#lanes?.mayBegin(link.id, this.#now)
    }
  }

  /** Of a link that was there before the store was open. */
  #begin(link: Link): void {
    this.#exchangeLinks.begin(link, false)
  }

  #exchangeExtensions({ extensions }: ExchangeFactory): Extension[] {
    return extensions.map(extension => ({
      ...extension,
      receive: (link, payload, now) =>
        this.#content.exchange?.receiveExtended(link.id, payload, now),
    }))
  }

  // --- content

  #verifyFailed(subject: Subject, reason: string): void {
    if (subject.kind === 'piece') return this.#content.verifyFailed(subject.piece, reason)
    this.#outbox.log({ event: 'verifyFailed', reason })
    this.#metadata.unchecked(this.#now)
  }

  #metadataVerified(ok: boolean): void {
    const remote = this.#metadata.sender
    if (remote !== undefined)
      this.#outbox.log({ event: ok ? 'metadataReceived' : 'metadataFailed', remote })
    if (ok) return this.#metadataAccepted()
    this.#metadata.refuted()
    if (remote !== undefined) this.#connections.ban(remote, 'sent false metadata')
    this.#metadata.tick(this.#now)
  }

  #metadataAccepted(): void {
    const metadata = this.#metadata.accepted()
    for (const link of this.#links.values()) if (!link.isGreeting) this.#extensions.greet(link)
    this.#content.metadataAccepted(metadata)
  }

  #opened(held: Bitfield, isReadOnly: boolean): void {
    this.#content.opened(held, isReadOnly)
    this.#webSeeds.begin()
    for (const link of [...this.#links.values()]) {
      if (!link.isGreeting) this.guard(link, this.#begin, undefined)
    }
    this.#announceIfDue()
  }

  /** BEP 3 has no word for a piece that is gone: the bitfield of the next link says it. */
  #dropUntold(dontHave: DontHaveExtension): void {
    for (const link of [...this.#links.values()]) {
      const isTold = link.speaksFast || dontHave.isHeardBy(link) || !link.isExchanging
      if (!isTold && !this.#exchangeLinks.holdsEverything(link.id))
        this.#connections.part(link.id, 'it cannot be told that a piece is gone')
    }
  }

  #finished(): void {
    this.#trackers.completed()
    this.#announceIfDue()
  }

  get #now(): Millis {
    return this.#outbox.now
  }
}

const isDue = (deadline: Millis | undefined, now: Millis): boolean =>
  deadline !== undefined && now >= deadline
