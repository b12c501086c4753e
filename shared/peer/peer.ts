/**
 * One participant in one swarm. The same `Peer` runs in a tab over WebRTC, in a test and in virtual
 * time: it is told what happened and when, and returns what it wants done. It has no clock, no dice
 * of its own, no I/O.
 *
 * Start reading at `handle`: every input has one line there, in the order of a peer's life.
 */
import { assert, unreachable } from '../base/assert.ts'
import { Bitfield } from '../base/bitfield.ts'
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import { Exchange, type ExchangeMessage } from '../torrent/exchange.ts'
import type { Info } from '../torrent/info.ts'
import { parseInfo, TorrentError } from '../torrent/metainfo.ts'
import { type Message, ProtocolError } from '../wire/message.ts'
import { Announcer } from './announcer.ts'
import { Checks } from './checks.ts'
import type { Effect } from './effect.ts'
import type { PeerEvent } from './event.ts'
import { Extensions } from './extensions.ts'
import type { Input } from './input.ts'
import { Link } from './link.ts'
import { Neighbours } from './neighbours.ts'
import type { PeerOptions } from './options.ts'
import type { PeerView } from './view.ts'
import { viewOf } from './view-of.ts'

const DEFAULT_MAX_LINKS = 30
/** BEP 3 gives four slots; one more is optimistic. */
const DEFAULT_UPLOAD_SLOTS = 4
/** How many remotes we ask the tracker for: enough to fill our links. */
const NUMWANT = 50
/** Timeouts, keep-alives and new dials are looked at so often while there is anyone to look at. */
const CHORES_MS = 1_000
/** Senders remembered with what they sent: a figure for the screen, not worth more memory. */
const MAX_SOURCES = 1_000

export class Peer {
  readonly #options: PeerOptions
  readonly #random: Random
  readonly #neighbours: Neighbours
  readonly #announcer = new Announcer()
  readonly #links = new Map<LinkId, Link>()
  readonly #extensions: Extensions
  #info: Info | undefined
  #exchange: Exchange | undefined
  #checks: Checks | undefined
  #wanted: boolean
  #life: 'new' | 'joined' | 'left' = 'new'
  #trouble: string | undefined
  #swarm = { seeders: 0, leechers: 0 }
  #trackerTrouble: string | undefined
  /** Useful bytes by sender, over the whole session. */
  readonly #sources = new Map<PeerId, number>()
  #choresAt: Millis | undefined
  #now: Millis = Number.NEGATIVE_INFINITY
  #effects: Effect[] = []

  constructor(options: PeerOptions, random: Random) {
    this.#options = options
    this.#random = random
    this.#info = options.info
    this.#wanted = options.wanted ?? false
    const maxLinks = options.maxLinks ?? DEFAULT_MAX_LINKS
    this.#neighbours = new Neighbours(options.peerId, maxLinks, random)
    this.#extensions = new Extensions(options, options.info?.bytes, this.#links, effect =>
      this.#emit(effect),
    )
  }

  /** The only way in; perform the effects in order. `now` never goes back. */
  handle(input: Input, now: Millis): Effect[] {
    assert(now >= this.#now, 'time went back')
    this.#now = now
    this.#effects = []
    if (this.#life !== 'left') this.#dispatch(input)
    return this.#effects
  }

  /** When it wants a `tick`, at the latest. */
  nextDeadline(): Millis | undefined {
    if (this.#life !== 'joined') return undefined
    const announceAt = this.#mayAnnounce ? this.#announcer.nextAt : undefined
    const deadlines = [this.#choresAt, announceAt, this.#extensions.nextDeadline]
    const known = deadlines.filter(deadline => deadline !== undefined)
    return known.length > 0 ? Math.min(...known) : undefined
  }

  inspect(): PeerView {
    return viewOf({
      options: this.#options,
      now: this.#now,
      left: this.#life === 'left',
      wanted: this.#wanted,
      trouble: this.#trouble,
      info: this.#info,
      exchange: this.#exchange,
      links: [...this.#links.values()],
      sources: this.#sources,
      connecting: this.#neighbours.halfOpen,
      tracker: { state: this.#announcer.state, trouble: this.#trackerTrouble, ...this.#swarm },
    })
  }

  #dispatch(input: Input): void {
    switch (input.type) {
      case 'join':
        return this.#join()
      case 'want':
        return this.#want(input.wanted)
      case 'tick':
        return this.#tick()
      case 'leave':
        return this.#leave()
      case 'trackerUp':
        return this.#trackerUp()
      case 'trackerDown':
        return this.#trackerDown(input.reason)
      case 'announced':
        return this.#announced(input)
      case 'announceFailed':
        return this.#announceFailed(input.reason)
      case 'offered':
        return this.#offered(input.remote, input.offerId)
      case 'linkOpened':
        return this.#linkOpened(input.link, input.remote)
      case 'linkFailed':
        return this.#linkFailed(input.remote, input.reason)
      case 'linkClosed':
        return this.#linkClosed(input.link, input.reason)
      case 'message':
        return this.#message(input.link, input.message)
      case 'garbled':
        return this.#drop(input.link, input.error)
      case 'drained':
        return this.#exchange?.drained(input.link, input.queuedBytes, this.#now)
      case 'verified':
        return input.subject.kind === 'metadata'
          ? this.#metadataVerified(input.ok)
          : this.#checks?.verified(input.subject.piece, input.ok)
      case 'opened':
        return this.#opened(input.held)
      case 'openFailed':
        return this.#openFailed(input.reason)
      case 'written':
        return this.#checks?.written(input.piece)
      case 'writeFailed':
        return this.#writeFailed(input.piece, input.reason)
      case 'block':
        return this.#exchange?.supply(input.link, input.range, input.block, this.#now)
      case 'readFailed':
        return this.#readFailed(input.link, input.range, input.reason)
      default:
        return unreachable(input)
    }
  }

  // --- coming and going

  #join(): void {
    assert(this.#life === 'new', 'joined twice')
    this.#life = 'joined'
    this.#log({ event: 'joined' })
    if (this.#info !== undefined) this.#emit({ type: 'open', info: this.#info })
    this.#choresAt = this.#now + CHORES_MS
  }

  #want(wanted: boolean): void {
    this.#wanted = wanted
    // Asking again is how a person says that the disk has room now.
    if (wanted && this.#exchange !== undefined) this.#trouble = undefined
    this.#exchange?.downloads.setWanted(wanted, this.#now)
  }

  #leave(): void {
    if (this.#announcer.state === 'up') this.#announce('stopped')
    for (const link of this.#links.values()) {
      this.#emit({ type: 'close', link: link.id, reason: 'left the swarm' })
    }
    this.#links.clear()
    this.#life = 'left'
  }

  #tick(): void {
    if (this.#choresAt !== undefined && this.#now >= this.#choresAt) {
      this.#choresAt = this.#now + CHORES_MS
      this.#exchange?.tick(this.#now)
      for (const link of [...this.#links.values()]) this.#attend(link)
      this.#dial()
    }
    this.#extensions.tick(this.#now)
    this.#announceIfDue()
  }

  #attend(link: Link): void {
    const due = link.due(this.#now)
    if (due === 'keepAlive') this.#send(link.id, { type: 'keepAlive' })
    if (due === 'timeout') this.#drop(link.id, new ProtocolError('silent', 'has gone silent'))
  }

  // --- tracker

  #trackerUp(): void {
    this.#announcer.up(this.#now)
    this.#announceIfDue()
  }

  #trackerDown(reason: string): void {
    this.#announcer.down()
    this.#log({ event: 'trackerDown', reason })
  }

  /** Who resumes a torrent opens its store first: the tracker is told what is really left. */
  get #mayAnnounce(): boolean {
    return this.#info === undefined || this.#exchange !== undefined
  }

  #announceIfDue(): void {
    if (!this.#mayAnnounce) return
    const lonely = this.#links.size === 0 && this.#neighbours.halfOpen === 0
    if (lonely && !this.#exchange?.held.isFull) this.#announcer.lonely(this.#now)
    const event = this.#announcer.due(this.#now)
    if (event !== undefined) this.#announce(event ?? undefined)
  }

  #announce(event: 'started' | 'stopped' | 'completed' | undefined): void {
    this.#emit({
      type: 'announce',
      ...(event && { event }),
      uploaded: this.#exchange?.uploads.uploaded ?? 0,
      downloaded: this.#exchange?.downloads.downloaded ?? 0,
      left: this.#exchange?.bytesLeft ?? 1,
      numwant: event === 'stopped' ? 0 : NUMWANT,
    })
  }

  #announced(reply: Extract<Input, { type: 'announced' }>): void {
    const { seeders, leechers } = reply
    this.#announcer.announced(reply.intervalMs, this.#now)
    this.#trackerTrouble = undefined
    this.#swarm = { seeders, leechers }
    this.#log({ event: 'announced', seeders, leechers })
    this.#neighbours.refresh(reply.peers)
    this.#dial()
    this.#announceIfDue()
  }

  #announceFailed(reason: string): void {
    this.#announcer.failed(this.#now)
    this.#trackerTrouble = reason
    this.#log({ event: 'announceFailed', reason })
  }

  // --- links

  #dial(): void {
    for (const remote of this.#neighbours.dials(this.#now)) {
      this.#log({ event: 'dialled', remote })
      this.#emit({ type: 'connect', remote })
    }
  }

  #offered(remote: PeerId, offerId: string): void {
    const answer = this.#neighbours.offered(remote)
    if (answer.verdict === 'refuse') {
      this.#emit({ type: 'refuse', remote, offerId, reason: answer.reason })
      return
    }
    if (answer.verdict === 'yield') this.#emit({ type: 'abandon', remote })
    if (answer.verdict === 'replace') this.#closeLink(answer.link, 'replaced by a new link')
    this.#emit({ type: 'accept', remote, offerId })
  }

  #linkOpened(id: LinkId, remote: PeerId): void {
    if (!this.#neighbours.opened(remote, id, this.#now)) {
      this.#emit({ type: 'close', link: id, reason: 'one link too many' })
      return
    }
    this.#links.set(id, new Link(id, remote, this.#now))
    const { infoHash, peerId } = this.#options
    this.#send(id, { type: 'handshake', infoHash, peerId, fast: false, extended: true })
    this.#dial()
  }

  #linkFailed(remote: PeerId, reason: string): void {
    this.#neighbours.failed(remote, this.#now)
    this.#log({ event: 'dialFailed', remote, reason })
    this.#dial()
  }

  #linkClosed(id: LinkId, reason: string): void {
    const link = this.#links.get(id)
    if (link === undefined) return
    this.#forget(link, reason)
    this.#neighbours.closed(link.remote, id, this.#now)
    this.#dial()
  }

  #closeLink(id: LinkId, reason: string): void {
    const link = this.#links.get(id)
    if (link === undefined) return
    this.#emit({ type: 'close', link: id, reason })
    this.#forget(link, reason)
  }

  /** The remote broke the protocol. */
  #drop(id: LinkId, error: ProtocolError): void {
    const link = this.#links.get(id)
    if (link === undefined) return
    this.#closeLink(id, `${error.code}: ${error.message}`)
    // What a broken connection can look like is no proof of malice: it may try again, later each time.
    const innocent = error.code === 'silent' || error.code === 'bad-handshake'
    if (innocent) this.#neighbours.closed(link.remote, id, this.#now)
    else this.#ban(link.remote, error.code)
  }

  #ban(remote: PeerId, reason: string): void {
    if (this.#neighbours.isBanned(remote)) return
    this.#neighbours.ban(remote)
    this.#log({ event: 'banned', remote, reason })
    for (const link of [...this.#links.values()]) {
      if (link.remote === remote) this.#closeLink(link.id, reason)
    }
  }

  #forget(link: Link, reason: string): void {
    this.#links.delete(link.id)
    this.#log({ event: 'unlinked', remote: link.remote, reason })
    this.#exchange?.leave(link.id, this.#now)
    this.#extensions.leave(link.id, this.#now)
  }

  // --- messages

  #message(id: LinkId, message: Message): void {
    const link = this.#links.get(id)
    if (link === undefined) return
    link.heard(this.#now)
    try {
      this.#receive(link, message)
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      this.#drop(id, error)
    }
  }

  #receive(link: Link, message: Message): void {
    switch (message.type) {
      case 'handshake':
        link.onHandshake(message, this.#options.infoHash, this.#options.peerId)
        this.#log({ event: 'linked', remote: link.remote })
        if (this.#exchange !== undefined) this.#startExchange(link, this.#exchange, true)
        this.#extensions.greet(link)
        break
      case 'keepAlive':
        break
      case 'extended':
        this.#extensions.receive(link, message.id, message.payload, this.#now)
        this.#exchange?.limitRequests(link.id, link.extended?.requestQueue)
        break
      case 'suggest':
      case 'haveAll':
      case 'haveNone':
      case 'reject':
      case 'allowedFast':
        throw new ProtocolError('not-agreed', `${message.type}, and we do not speak BEP 6`)
      default:
        if (link.isExchanging) this.#exchange?.receive(link.id, message, this.#now)
        else link.keep(message)
    }
  }

  #startExchange(link: Link, exchange: Exchange, isFirstMessage: boolean): void {
    exchange.join(link.id, link.remote, isFirstMessage, this.#now)
    exchange.limitRequests(link.id, link.extended?.requestQueue)
    for (const message of link.startExchange()) this.#replay(link, message)
  }

  #replay(link: Link, message: ExchangeMessage): void {
    try {
      this.#exchange?.receive(link.id, message, this.#now)
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      this.#drop(link.id, error)
    }
  }

  // --- metadata

  #metadataVerified(ok: boolean): void {
    const remote = this.#extensions.sender
    if (remote !== undefined)
      this.#log({ event: ok ? 'metadataReceived' : 'metadataFailed', remote })
    if (!ok) {
      this.#extensions.refuted()
      if (remote !== undefined) this.#ban(remote, 'sent false metadata')
      this.#extensions.tick(this.#now)
      return
    }
    const metadata = this.#extensions.accepted()
    try {
      this.#info = parseInfo(metadata)
    } catch (error) {
      // The right bytes, and not a torrent we can take: no other remote has better ones.
      if (!(error instanceof TorrentError)) throw error
      this.#trouble = error.message
      return
    }
    this.#emit({ type: 'open', info: this.#info })
  }

  // --- pieces

  #opened(held: Bitfield): void {
    const info = this.#info
    assert(
      info !== undefined && this.#exchange === undefined,
      'a store opened that nobody asked for',
    )
    assert(held.size === info.pieceCount, 'the store holds another torrent')
    this.#log({ event: 'opened', held: held.count, pieces: held.size })
    const exchange = this.#createExchange(info, held)
    this.#exchange = exchange
    for (const link of [...this.#links.values()]) {
      if (!link.isGreeting) this.#startExchange(link, exchange, false)
    }
    this.#announceIfDue()
  }

  #createExchange(info: Info, held: Bitfield): Exchange {
    const checks = new Checks(info, {
      emit: effect => this.#emit(effect),
      held: piece => this.#pieceHeld(piece),
      failed: (piece, single) => this.#exchange?.pieceFailed(piece, single, this.#now),
      guilty: (remote, reason) => this.#ban(remote, reason),
    })
    this.#checks = checks
    return new Exchange(
      {
        info,
        held: new Bitfield(held.size, held.bytes),
        wanted: this.#wanted,
        uploadSlots: this.#options.uploadSlots ?? DEFAULT_UPLOAD_SLOTS,
      },
      this.#random,
      {
        send: (link, message) => this.#send(link, message),
        read: (link, range) => this.#emit({ type: 'read', link, range }),
        blockReceived: (remote, bytes) => this.#credit(remote, bytes),
        pieceReceived: (piece, bytes, senders) => checks.received(piece, bytes, senders),
        log: event => this.#log(event),
      },
      this.#now,
    )
  }

  #credit(remote: PeerId, bytes: number): void {
    const before = this.#sources.get(remote)
    if (before === undefined && this.#sources.size >= MAX_SOURCES) return
    this.#sources.set(remote, (before ?? 0) + bytes)
  }

  #pieceHeld(piece: number): void {
    const exchange = this.#exchange
    assert(exchange !== undefined, 'a piece held before the store is open')
    exchange.pieceHeld(piece, this.#now)
    if (!exchange.held.isFull) return
    this.#log({ event: 'finished' })
    this.#announcer.completed(this.#now)
    this.#announceIfDue()
  }

  #openFailed(reason: string): void {
    this.#trouble = reason
  }

  /** Nothing is lost: the piece is missing again, and asking stops until the person says go on. */
  #writeFailed(piece: number, reason: string): void {
    this.#trouble = reason
    this.#wanted = false
    this.#exchange?.downloads.setWanted(false, this.#now)
    this.#checks?.writeFailed(piece, reason)
  }

  #readFailed(
    link: LinkId,
    range: { piece: number; begin: number; length: number },
    reason: string,
  ): void {
    this.#log({ event: 'readFailed', piece: range.piece, reason })
    this.#exchange?.supply(link, range, undefined, this.#now)
    this.#exchange?.pieceLost(range.piece, this.#now)
  }

  // --- effects

  #send(link: LinkId, message: Message): void {
    this.#emit({ type: 'send', link, message })
  }

  #log(event: PeerEvent): void {
    this.#emit({ type: 'log', event })
  }

  #emit(effect: Effect): void {
    if (effect.type === 'send') this.#links.get(effect.link)?.sent(this.#now)
    this.#effects.push(effect)
  }
}
