/**
 * The torrent's metadata, the store and the pieces on their way into it. Each exists only after the one
 * before; the exchange runs once the store is open.
 */
import { assert } from '../base/assert.ts'
import type { Bitfield } from '../base/bitfield.ts'
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import { bytesIn } from '../base/pieces.ts'
import type { Random } from '../base/random.ts'
import type { Slices } from '../base/slices.ts'
import type { Transfer } from '../dialling/trackers.ts'
import type { Exchange, Limits } from '../exchange/exchange.ts'
import { Pieces } from '../exchange/pieces.ts'
import type { Info } from '../torrent/info.ts'
import { readingInfo, TorrentError } from '../torrent/metainfo.ts'
import type { BlockRange, ProtocolError } from '../wire/message.ts'
import { Checks } from './checks.ts'
import type { ExchangeFactory } from './exchange-factory.ts'
import type { PeerOptions } from './options.ts'
import type { Outbox } from './outbox.ts'

/** Senders listed with their bytes: a figure for the screen, not worth more memory. */
const MAX_SOURCES = 1_000
/** After this many failed hashes in a row the download stops. */
const MAX_VERIFY_FAILURES = 3
/** Metadata is read in slices, an ordinary torrent's at once: some 20 ms. */
const SLICES_AT_ONCE = 8
/** Two optimistic unchokes (BEP 3: 30 s each): every link had its chance to send something. */
const STARVED_MS = 60_000

export interface ContentOptions extends Pick<PeerOptions, 'infoHash' | 'info' | 'wanted'> {
  readonly exchange: ExchangeFactory
}

export interface ContentOutput {
  finished(): void
  /** Storage no longer gives pieces that it held: to be told before their requests are refused. */
  lost(pieces: readonly number[]): void
  /** After that: who cannot be told would ask for them without end. */
  refused(pieces: readonly number[]): void
  guilty(remote: PeerId, reason: string, forMs: number, piece: number): void
  fault(link: LinkId, error: ProtocolError): void
}

export class Content {
  readonly #options: ContentOptions
  readonly #random: Random
  readonly #outbox: Outbox
  readonly #output: ContentOutput
  #info: Info | undefined
  /** The metadata has come and is being read. */
  #reading: Slices<Info> | undefined
  /** Undefined, like the next two, until the store is open. */
  #pieces: Pieces | undefined
  #exchange: Exchange | undefined
  #checks: Checks | undefined
  #wanted: boolean
  #isReadOnly = false
  #priorities: Uint8Array | undefined
  #limits: Limits | undefined
  /** Why nothing goes on: a sentence. */
  #trouble: string | undefined
  /** In a row. */
  #verifyFailures = 0
  /** When a useful block last came, or the download began. */
  #fedAt: Millis = 0
  /** Useful bytes by sender, over the whole session. */
  readonly #sources = new Map<PeerId, number>()

  constructor(options: ContentOptions, random: Random, outbox: Outbox, output: ContentOutput) {
    this.#options = options
    this.#random = random
    this.#outbox = outbox
    this.#output = output
    this.#info = options.info
    this.#wanted = options.wanted ?? false
  }

  get info(): Info | undefined {
    return this.#info
  }

  get exchange(): Exchange | undefined {
    return this.#exchange
  }

  get pieces(): Pieces | undefined {
    return this.#pieces
  }

  /** We hold the whole torrent, wanted or not. */
  get isSeed(): boolean {
    return this.#pieces?.held.isFull ?? false
  }

  /** We hold a part, and it is all that we want (BEP 21). */
  get isPartialSeed(): boolean {
    if (!this.wanted || this.#exchange?.isFinished !== true) return false
    return !this.isSeed && (this.#pieces?.held.count ?? 0) > 0
  }

  /** Missing bytes of all pieces, wanted or not; undefined before the metadata is known. */
  get bytesLeft(): number | undefined {
    if (this.#info === undefined || this.#pieces === undefined) return this.#info?.length
    return this.#info.length - bytesIn(this.#info, this.#pieces.held)
  }

  /** Missing pieces are fetched. */
  get wanted(): boolean {
    return this.#wanted && !this.#isReadOnly
  }

  get trouble(): string | undefined {
    return this.#trouble
  }

  /** Wanted pieces have not come for long: our links may not have them. */
  get isStarved(): boolean {
    const isHungry =
      this.#info === undefined || (this.wanted && this.#exchange?.isFinished === false)
    return isHungry && this.#outbox.now - this.#fedAt >= STARVED_MS
  }

  get sources(): ReadonlyMap<PeerId, number> {
    return this.#sources
  }

  get transfer(): Transfer {
    return {
      uploaded: this.#exchange?.uploaded ?? 0,
      downloaded: this.#exchange?.downloaded ?? 0,
      left: this.bytesLeft ?? 1,
    }
  }

  want(wanted: boolean): void {
    this.#wanted = wanted
    this.#verifyFailures = 0
    this.#fedAt = this.#outbox.now
    // The person who starts again says that the disk has room now.
    if (wanted && this.#info !== undefined && this.#trouble !== undefined) {
      this.#trouble = undefined
      if (this.#exchange === undefined) this.open()
    }
    this.#exchange?.setWanted(this.wanted, this.#outbox.now)
  }

  prioritise(priorities: Uint8Array): void {
    assert(priorities.length === this.#info?.pieceCount, 'a priority for each piece')
    this.#priorities = priorities
    this.#exchange?.prioritise?.(priorities, this.#outbox.now)
  }

  limit(limits: Limits): void {
    this.#limits = limits
    this.#exchange?.setLimits?.(limits, this.#outbox.now)
  }

  // --- the metadata and the store

  open(): void {
    this.#fedAt = this.#outbox.now
    if (this.#info !== undefined) this.#outbox.emit({ type: 'open', info: this.#info })
  }

  /** The metadata has come, and its hash is right. */
  metadataAccepted(metadata: Uint8Array<ArrayBuffer>): void {
    this.#reading = readingInfo(metadata)
    this.readOn()
  }

  /** Some slices of it: the page does other things before the next. */
  readOn(): void {
    try {
      let slice = this.#reading?.next()
      for (let i = 1; i < SLICES_AT_ONCE && slice?.done === false; i++)
        slice = this.#reading?.next()
      if (!slice?.done) return
      this.#info = slice.value
    } catch (error) {
      // The hash is right and the torrent unusable: no other remote has better metadata.
      if (!(error instanceof TorrentError)) throw error
      this.#trouble = error.message
    }
    this.#reading = undefined
    this.open()
  }

  /** At once, while there is something to read on. */
  get nextDeadline(): Millis | undefined {
    return this.#reading && this.#outbox.now
  }

  opened(held: Bitfield, isReadOnly: boolean): void {
    const info = this.#info
    assert(
      info !== undefined && this.#exchange === undefined,
      'a store opened that nobody asked for',
    )
    assert(held.size === info.pieceCount, 'the store holds another torrent')
    this.#outbox.log({ event: 'opened', held: held.count, pieces: held.size })
    this.#isReadOnly = isReadOnly
    this.#pieces = new Pieces(held, isReadOnly)
    this.#checks = this.#createChecks(info, this.#pieces)
    this.#exchange = this.#createExchange(info, this.#pieces, this.#checks)
    if (this.#priorities) this.#exchange.prioritise?.(this.#priorities, this.#outbox.now)
    if (this.#limits) this.#exchange.setLimits?.(this.#limits, this.#outbox.now)
  }

  openFailed(reason: string): void {
    this.#trouble = reason
  }

  #createChecks(info: Info, pieces: Pieces): Checks {
    return new Checks(info, pieces, this.#options.exchange.blockBytes, {
      emit: effect => this.#outbox.emit(effect),
      held: piece => this.#exchange?.pieceHeld(piece, this.#outbox.now),
      failed: (piece, single) => this.#exchange?.pieceFailed(piece, single, this.#outbox.now),
      guilty: (...verdict) => this.#output.guilty(...verdict),
    })
  }

  #createExchange(info: Info, pieces: Pieces, checks: Checks): Exchange {
    return this.#options.exchange.create(
      { infoHash: this.#options.infoHash, info, pieces, wanted: this.wanted },
      this.#random,
      {
        send: (link, message) => this.#outbox.send(link, message),
        read: (link, range) => this.#outbox.emit({ type: 'read', link, range }),
        readAhead: piece => this.#outbox.emit({ type: 'readAhead', piece }),
        blockReceived: (remote, bytes) => this.#credit(remote, bytes),
        pieceReceived: (piece, bytes, senders) => checks.received(piece, bytes, senders),
        fault: (link, error) => this.#output.fault(link, error),
        log: event => this.#outbox.log(event),
      },
      this.#outbox.now,
    )
  }

  // --- pieces

  #credit(remote: PeerId, bytes: number): void {
    this.#fedAt = this.#outbox.now
    const before = this.#sources.get(remote)
    if (before === undefined && this.#sources.size >= MAX_SOURCES) return
    this.#sources.set(remote, (before ?? 0) + bytes)
  }

  written(piece: number): void {
    const wasFinished = this.#exchange?.isFinished
    this.#checks?.written(piece)
    if (this.#exchange?.isFinished && !wasFinished) this.#outbox.log({ event: 'finished' })
    // A partial seed stays a leecher to the tracker (BEP 21).
    if (this.isSeed) this.#output.finished()
  }

  verified(piece: number, ok: boolean): void {
    this.#verifyFailures = 0
    this.#checks?.verified(piece, ok)
  }

  verifyFailed(piece: number, reason: string): void {
    if (++this.#verifyFailures >= MAX_VERIFY_FAILURES) this.#stop(reason)
    this.#checks?.verifyFailed(piece, reason)
  }

  writeFailed(piece: number, reason: string): void {
    this.#stop(reason)
    this.#checks?.writeFailed(piece, reason)
  }

  /** Pauses until the person starts again. */
  #stop(reason: string): void {
    this.#trouble = reason
    this.#wanted = false
    this.#exchange?.setWanted(false, this.#outbox.now)
  }

  /** What was lost meanwhile is not given: the remote was told so. */
  blockRead(link: LinkId, range: BlockRange, block: Uint8Array): void {
    const isHeld = this.#pieces?.held.has(range.piece) ?? false
    this.#exchange?.supply(link, range, isHeld ? block : undefined, this.#outbox.now)
  }

  readFailed(link: LinkId, range: BlockRange, reason: string): void {
    this.#outbox.log({ event: 'readFailed', piece: range.piece, reason })
    this.#lose([range.piece], reason, () =>
      this.#exchange?.supply(link, range, undefined, this.#outbox.now),
    )
  }

  piecesLost(pieces: readonly number[], reason: string): void {
    this.#lose(pieces, reason)
  }

  /** `refuse`: answers the read that has failed. */
  #lose(pieces: readonly number[], reason: string, refuse = () => {}): void {
    const lost = pieces.filter(piece => this.#pieces?.stateOf(piece) === 'held')
    // Before the exchange hears of it: it must not offer a piece that we cannot read.
    for (const piece of lost) {
      this.#pieces?.move(piece, 'missing')
      this.#outbox.log({ event: 'pieceLost', piece, reason })
    }
    if (lost.length > 0) this.#output.lost(lost)
    for (const piece of lost) this.#exchange?.pieceLost(piece, this.#outbox.now)
    refuse()
    if (lost.length > 0) this.#output.refused(lost)
  }

  /** Those that are being fetched again are left to their remotes. */
  piecesFound(pieces: readonly number[]): void {
    for (const piece of pieces) {
      if (!this.#pieces?.lost.has(piece) || this.#pieces.stateOf(piece) !== 'missing') continue
      this.#pieces.move(piece, 'held')
      this.#outbox.log({ event: 'pieceFound', piece })
      this.#exchange?.pieceFound(piece, this.#outbox.now)
    }
    if (this.isSeed) this.#output.finished()
  }
}
