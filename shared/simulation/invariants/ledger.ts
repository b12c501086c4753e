/**
 * What has passed between a peer and its host, by inputs and effects alone: a second opinion on what the
 * peer believes. All simulated peers speak the fast extension (BEP 6).
 */
import { Bitfield } from '../../base/bitfield.ts'
import type { LinkId, Millis, PeerId } from '../../base/ids.ts'
import { SERVER, type TrackerName } from '../../dialling/way.ts'
import type { Effect } from '../../peer/effect.ts'
import type { PeerEvent } from '../../peer/event.ts'
import type { Input } from '../../peer/input.ts'
import type { Info } from '../../torrent/info.ts'
import { parseDontHave } from '../../wire/dont-have.ts'
import { parseExtendedHandshake } from '../../wire/extended.ts'
import { GOSSIP_EXTENSION } from '../../wire/gossip-block.ts'
import { type LaneMessage, parseLanes } from '../../wire/lanes.ts'
import type { Message } from '../../wire/message.ts'
import { ContentLedger } from './content-ledger.ts'
import { LinkLedger } from './link-ledger.ts'

export interface MakingLedger {
  /** Undefined: an open offer that nobody has taken. */
  readonly remote: PeerId | undefined
  readonly sinceMs: Millis
  /** The SDP that it answers; undefined: it offers. */
  readonly offer: string | undefined
  /** It signals by the server, so the remote's identity is certain. */
  readonly isVouched: boolean
}

export class PeerLedger {
  readonly id: PeerId
  readonly name: string
  readonly info: Info
  /** Of the blocks that everyone asks for. */
  readonly blockBytes: number
  /** The world's time, and the peer's own. */
  nowMs: Millis = 0
  clockMs: Millis = 0
  readonly links = new Map<LinkId, LinkLedger>()
  readonly making = new Map<LinkId, MakingLedger>()
  /** Offers by the server that are to be answered in the step in which they came: id, by SDP. */
  readonly offers = new Map<string, string>()
  /** The trackers whose line is up. */
  readonly up = new Set<TrackerName>()
  isAnnouncing = false
  #isDialledByServer = false
  /** The remote whose answer has just come by a tracker. */
  #answeredBy: PeerId | undefined
  readonly content: ContentLedger
  /** Banned remotes, and until when. */
  readonly shutOut = new Map<PeerId, Millis>()
  /** How many remotes are asked for a block at once. */
  readonly copies = new Map<number, number>()

  constructor(id: PeerId, name: string, info: Info, blockBytes: number) {
    this.id = id
    this.name = name
    this.info = info
    this.blockBytes = blockBytes
    this.content = new ContentLedger(info)
  }

  get blocksPerPiece(): number {
    return Math.ceil(this.info.pieceLength / this.blockBytes)
  }

  block({ piece, begin }: { readonly piece: number; readonly begin: number }): number {
    return piece * this.blocksPerPiece + Math.floor(begin / this.blockBytes)
  }

  input(input: Input): void {
    const link = 'link' in input ? this.links.get(input.link) : undefined
    switch (input.type) {
      case 'trackerUp':
        this.up.add(input.tracker)
        this.#isFree(input.tracker)
        break
      case 'trackerDown':
        this.up.delete(input.tracker)
        this.#isFree(input.tracker)
        break
      case 'announced':
      case 'announceFailed':
        this.#isFree(input.tracker)
        break
      case 'carried':
        this.#carried(input)
        break
      case 'linkOpened': {
        const remote = this.making.get(input.link)?.remote
        this.making.delete(input.link)
        if (remote)
          this.links.set(input.link, new LinkLedger(remote, this.info.pieceCount, this.clockMs))
        break
      }
      case 'linkClosed':
        this.#close(input.link)
        break
      case 'message':
        if (link) this.#heard(link, input.message)
        break
      case 'drained':
        if (link) link.queuedBytes = input.queuedBytes
        break
      case 'opened':
        this.content.opened(input.held)
        break
      case 'verified':
        if (input.subject.kind !== 'piece') break
        if (input.ok) this.content.stages.set(input.subject.piece, 'verified')
        else this.content.missed(input.subject.piece)
        break
      case 'written':
        this.content.stages.set(input.piece, 'written')
        break
      case 'writeFailed':
        this.content.missed(input.piece)
        break
      case 'readFailed':
        this.content.lost(input.range.piece)
        break
      case 'piecesLost':
        for (const piece of input.pieces) this.content.lost(piece)
        break
    }
  }

  effect(effect: Effect): void {
    switch (effect.type) {
      case 'announce':
        if (effect.tracker === SERVER) this.isAnnouncing = effect.event !== 'stopped'
        break
      case 'connect': {
        const { link, remote, offer } = effect
        const isVouched = offer === undefined ? this.#isDialledByServer : this.offers.has(offer)
        this.making.set(link, { remote, offer, isVouched, sinceMs: this.nowMs })
        if (offer !== undefined) this.offers.delete(offer)
        break
      }
      case 'signal': {
        const making = this.making.get(effect.link)
        if (!making || making.remote) break
        // An open offer has been answered.
        this.making.set(effect.link, { ...making, remote: this.#answeredBy, sinceMs: this.nowMs })
        break
      }
      case 'carry':
        if (effect.signal.kind !== 'refuse') break
        for (const [sdp, id] of this.offers) if (id === effect.offerId) this.offers.delete(sdp)
        break
      case 'close':
        this.#close(effect.link)
        break
      case 'send': {
        const link = this.links.get(effect.link)
        if (link) this.#said(link, effect.message)
        break
      }
      case 'verify':
        if (effect.subject.kind === 'piece')
          this.content.stages.set(effect.subject.piece, 'verifying')
        break
      case 'write':
        this.content.stages.set(effect.piece, 'writing')
        break
      case 'log':
        this.#logged(effect.event)
        break
    }
  }

  #isFree(tracker: TrackerName): void {
    if (tracker === SERVER) this.isAnnouncing = false
  }

  #carried({ tracker, from, offerId, signal }: Extract<Input, { type: 'carried' }>): void {
    if (signal.kind === 'answer') this.#answeredBy = from
    if (signal.kind !== 'offer' || tracker !== SERVER) return
    for (const { offer } of this.making.values()) if (offer === signal.sdp) return
    this.offers.set(signal.sdp, offerId)
  }

  #logged(event: PeerEvent): void {
    if (event.event === 'dialled') this.#isDialledByServer = event.via === undefined
    if (event.event === 'banned')
      this.shutOut.set(event.remote, this.clockMs + (event.forMs ?? Number.POSITIVE_INFINITY))
    if (event.event === 'pieceHeld') this.content.nowHeld(event.piece)
    if (event.event === 'pieceFound') this.content.found(event.piece)
  }

  // --- messages, in the order in which peers come to say them

  #said(link: LinkLedger, message: Message): void {
    switch (message.type) {
      case 'extended':
        if (message.id === 0) {
          const { extensions } = parseExtendedHandshake(message.payload)
          link.dontHaveId = extensions.get('lt_donthave')
          link.gossipInId = extensions.get(GOSSIP_EXTENSION)
          link.lanesInId = extensions.get('ts_lanes')
        } else {
          const gossip = link.gossipSaid(message, this.info)
          if (gossip?.type === 'data') this.content.gave(link, gossip.block)
        }
        break
      case 'choke':
      case 'unchoke':
        link.amChoking = message.type === 'choke'
        break
      case 'allowedFast':
        link.allowedIt.add(message.piece)
        break
      case 'request':
        link.asked.set(this.block(message), this.clockMs)
        count(this.copies, this.block(message))
        break
      case 'cancel':
        this.#giveUp(link, this.block(message))
        break
      case 'piece':
        this.content.gave(link, message.block)
        settle(link.owed, this.block(message))
        break
      case 'reject': {
        const block = this.block(message)
        settle(link.turnedAway.has(block) ? link.turnedAway : link.owed, block)
        break
      }
    }
  }

  #heard(link: LinkLedger, message: Message): void {
    link.said.set(message.type, (link.said.get(message.type) ?? 0) + 1)
    switch (message.type) {
      case 'extended':
        this.#heardExtended(link, message)
        break
      case 'have':
        if (message.piece < this.info.pieceCount) link.remoteHas.add(message.piece)
        break
      case 'bitfield': {
        const told = Bitfield.parse(this.info.pieceCount, message.bytes)
        for (const piece of told ?? []) link.remoteHas.add(piece)
        break
      }
      case 'haveAll':
        for (const piece of Bitfield.full(this.info.pieceCount)) link.remoteHas.add(piece)
        break
      case 'choke':
      case 'unchoke':
        link.peerChoking = message.type === 'choke'
        break
      case 'allowedFast':
        link.allowedUs.add(message.piece)
        break
      case 'request': {
        const isLetIn = !link.amChoking || link.allowedIt.has(message.piece)
        count(isLetIn ? link.owed : link.turnedAway, this.block(message))
        break
      }
      case 'piece':
        if (!this.#unask(link, this.block(message))) link.givenUp--
        this.content.got(link, message.piece, message.block)
        break
      case 'reject':
        this.#rejected(link, message.piece, this.block(message))
        break
    }
  }

  #heardExtended(link: LinkLedger, message: Message & { type: 'extended' }): void {
    const { id, payload } = message
    if (id === 0) {
      const { extensions } = parseExtendedHandshake(payload)
      link.gossipOutId = extensions.get(GOSSIP_EXTENSION)
    } else if (id === link.dontHaveId) this.#lacks(link, parseDontHave(payload))
    else if (id === link.lanesInId) this.#lost(link, parseLanes(payload))
    else {
      const gossip = link.gossipHeard(message, this.info)
      // A block that is pushed to a peer without metadata is not counted.
      const isIn = gossip?.type === 'data' && this.content.held !== undefined
      if (isIn) this.content.got(link, gossip.piece, gossip.block)
    }
  }

  /**
   * Without a choke the remote rejects only what it lacks; but the reject may answer a request that we
   * cancelled.
   */
  #rejected(link: LinkLedger, piece: number, block: number): void {
    if (!this.#unask(link, block)) link.givenUp--
    else if (!link.peerChoking && link.givenUp <= 0) this.#lacks(link, piece)
  }

  #lacks(link: LinkLedger, piece: number): void {
    if (!link.remoteHas.delete(piece)) return
    for (const block of [...link.asked.keys()]) {
      if (Math.floor(block / this.blocksPerPiece) === piece) this.#giveUp(link, block)
    }
  }

  /** It may be asked for again, and may come all the same. */
  #lost(link: LinkLedger, message: LaneMessage): void {
    if (message.type !== 'lost') return
    for (const block of message.blocks) this.#giveUp(link, this.block(block))
  }

  #giveUp(link: LinkLedger, block: number): void {
    if (this.#unask(link, block)) link.givenUp++
  }

  #unask(link: LinkLedger, block: number): boolean {
    if (!link.asked.delete(block)) return false
    settle(this.copies, block)
    return true
  }

  #close(id: LinkId): void {
    this.making.delete(id)
    const link = this.links.get(id)
    if (link === undefined) return
    for (const block of [...link.asked.keys()]) this.#unask(link, block)
    link.isOpen = false
    this.links.delete(id)
  }
}

function count(counts: Map<number, number>, key: number): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function settle(counts: Map<number, number>, key: number): void {
  const count = counts.get(key) ?? 0
  if (count > 1) counts.set(key, count - 1)
  else counts.delete(key)
}
