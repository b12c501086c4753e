/**
 * One web seed (BEP 19): turns the requests of the exchange into ranges of files to fetch, and what
 * comes into blocks. Requests that follow each other in a file are one range.
 */
import { Bitfield } from '../base/bitfield.ts'
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import { RateMeter } from '../base/rate-meter.ts'
import type { Input } from '../peer/input.ts'
import { piecesOf } from '../torrent/file-choice.ts'
import { blockLengthAt, type TorrentFile } from '../torrent/info.ts'
import type { BlockRange, Message } from '../wire/message.ts'
import { type FetchFailure, type FetchId, isLasting, lacksFile, type RangeFetch } from './fetch.ts'
import type { SeedFiles, Span } from './seed-files.ts'
import { hostOf } from './seed-url.ts'
import type { SeedState, SeedTrouble, WebSeedView } from './view.ts'

/** Side by side, of one seed: a server may slow each connection, and answers each after a round trip. */
const MAX_FETCHES = 3
/** Longer runs are cut: what is asked for may be wanted from a peer after all. */
const MAX_RANGE_BYTES = 4 * 1024 * 1024
/** A file on a server that is wrong once is wrong for good; three pieces are no failure of a disk. */
const MAX_WRONG_PIECES = 3
const FIRST_PAUSE_MS = 2_000
const MAX_PAUSE_MS = 300_000

export interface WebSeedOutput {
  fetch(range: RangeFetch): FetchId
  abort(fetch: FetchId): void
  tell(input: Input): void
}

interface Block {
  readonly piece: number
  readonly begin: number
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Bytes that are yet to come. */
  missing: number
}

/** A span to be fetched for one block. */
interface Part extends Span {
  readonly file: number
  readonly block: Block
}

interface Range extends Span {
  readonly file: number
  /** A block that was cancelled and is asked for again has another range for it. */
  readonly blocks: Set<Block>
  received: number
}

export class WebSeed {
  readonly link: LinkId
  readonly remote: PeerId
  readonly url: string
  readonly #files: SeedFiles
  readonly #output: WebSeedOutput
  /** Pieces that it has, as far as we know. */
  readonly #pieces: Bitfield
  /** Asked for and not here: by where it begins in the content. */
  readonly #blocks = new Map<number, Block>()
  readonly #waiting: Part[] = []
  readonly #underWay = new Map<FetchId, Range>()
  #state: SeedState = { kind: 'open' }
  /** In a row. */
  #failures = 0
  readonly #wrong = new Set<number>()
  readonly #down: RateMeter
  readonly #blockBytes: number

  constructor(
    {
      link,
      remote,
      url,
      blockBytes,
    }: { link: LinkId; remote: PeerId; url: string; blockBytes: number },
    files: SeedFiles,
    output: WebSeedOutput,
    now: Millis,
  ) {
    this.link = link
    this.remote = remote
    this.#blockBytes = blockBytes
    this.url = url
    this.#files = files
    this.#pieces = Bitfield.full(files.info.pieceCount)
    this.#output = output
    this.#down = new RateMeter(now)
    output.tell({
      type: 'webSeedOpened',
      link,
      remote,
      pieces: Bitfield.full(files.info.pieceCount),
    })
  }

  get nextDeadline(): Millis | undefined {
    return this.#state.kind === 'paused' ? this.#state.untilMs : undefined
  }

  inspect(now: Millis): WebSeedView {
    return {
      remote: this.remote,
      url: this.url,
      host: hostOf(this.url),
      state: this.#state,
      wrongPieces: this.#wrong.size,
      downloaded: this.#down.total,
      downRate: this.#down.rate(now),
    }
  }

  // --- what the exchange says

  receive(message: Message): void {
    if (message.type === 'request') this.#request(message)
    else if (message.type === 'cancel') this.#blocks.delete(this.#placeOf(message))
  }

  #request({ piece, begin, length }: BlockRange): void {
    const at = this.#placeOf({ piece, begin })
    if (this.#state.kind !== 'open' || this.#blocks.has(at)) return
    // Padding is zeros, and so is a new block.
    const block = { piece, begin, bytes: new Uint8Array(length), missing: 0 }
    this.#blocks.set(at, block)
    for (const { file, ...span } of this.#files.spans(at, length)) {
      if (file === undefined) continue
      block.missing += span.length
      this.#waiting.push({ file, block, ...span })
    }
  }

  #placeOf({ piece, begin }: Pick<BlockRange, 'piece' | 'begin'>): number {
    return piece * this.#files.info.pieceLength + begin
  }

  /** All that is to be said has been: starts what may start, and ends what nobody waits for. */
  flush(): void {
    for (const block of this.#blocks.values()) if (block.missing === 0) this.#deliver(block)
    for (const [fetch, range] of this.#underWay) if (!this.#isAwaited(range)) this.#abort(fetch)
    this.#waiting.sort((a, b) => a.at - b.at)
    // After a failure one is enough to see whether it is better now.
    const most = this.#failures > 0 ? 1 : MAX_FETCHES
    while (this.#underWay.size < most) {
      const range = this.#nextRange()
      if (range === undefined) return
      const { file, from, length } = range
      const fetch = this.#output.fetch({ url: this.#files.urlOf(this.url, file), from, length })
      this.#underWay.set(fetch, range)
    }
  }

  #nextRange(): Range | undefined {
    let range: Range | undefined
    while (this.#waiting.length > 0) {
      const { block, file, from, length, at } = this.#waiting[0] as Part
      if (this.#blocks.get(this.#placeOf(block)) === block) {
        if (range === undefined) range = { file, from, length, at, blocks: new Set(), received: 0 }
        else {
          const goesOn = file === range.file && from === range.from + range.length
          if (!goesOn || range.length + length > MAX_RANGE_BYTES) return range
          range = { ...range, length: range.length + length }
        }
        range.blocks.add(block)
      }
      this.#waiting.shift()
    }
    return range
  }

  #isAwaited(range: Range): boolean {
    const { at, length, received } = range
    for (const [, place] of this.#places(at + received, length - received))
      if (this.#blockOf(range, place)) return true
    return false
  }

  /** Undefined if nobody waits for it any more. */
  #blockOf({ blocks }: Range, place: number): Block | undefined {
    const block = this.#blocks.get(place)
    return block && blocks.has(block) ? block : undefined
  }

  // --- what the server says

  received(fetch: FetchId, bytes: Uint8Array, now: Millis): void {
    const range = this.#underWay.get(fetch)
    if (range === undefined) return
    const length = Math.min(bytes.length, range.length - range.received)
    const start = range.at + range.received
    range.received += length
    if (range.received === range.length) {
      this.#underWay.delete(fetch)
      this.#failures = 0
    }
    this.#down.add(length, now)
    for (const [offset, place] of this.#places(start, length)) {
      const block = this.#blockOf(range, place)
      if (block === undefined) continue
      const into = start + offset - place
      const taken = Math.min(block.bytes.length - into, length - offset)
      block.bytes.set(bytes.subarray(offset, offset + taken), into)
      block.missing -= taken
      if (block.missing === 0) this.#deliver(block)
    }
  }

  /** Each block that these bytes are of: where its first byte among them is, and where the block begins. */
  *#places(at: number, length: number): Iterable<readonly [offset: number, place: number]> {
    const { info } = this.#files
    for (let offset = 0; offset < length; ) {
      const piece = Math.floor((at + offset) / info.pieceLength)
      const inPiece = at + offset - piece * info.pieceLength
      const begin = inPiece - (inPiece % this.#blockBytes)
      yield [offset, piece * info.pieceLength + begin]
      offset += begin + blockLengthAt(info, { piece, begin }, this.#blockBytes) - inPiece
    }
  }

  #deliver(block: Block): void {
    this.#blocks.delete(this.#placeOf(block))
    const { piece, begin, bytes } = block
    this.#output.tell({
      type: 'message',
      link: this.link,
      message: { type: 'piece', piece, begin, block: bytes },
    })
  }

  /** The body has ended. */
  ended(fetch: FetchId, now: Millis): void {
    if (this.#underWay.has(fetch)) this.failed(fetch, { kind: 'short' }, now)
  }

  failed(fetch: FetchId, failure: FetchFailure, now: Millis): void {
    const range = this.#underWay.get(fetch)
    if (range === undefined) return
    this.#underWay.delete(fetch)
    if (lacksFile(failure)) this.#lacks(this.#piecesWith(range.file), failure)
    else if (isLasting(failure)) this.#drop(failure)
    else this.#pause(failure, now)
  }

  // --- what is done about it

  /** The check of a piece that it alone sent has failed. */
  blamed(piece: number): void {
    if (this.#state.kind === 'dropped') return
    this.#wrong.add(piece)
    const trouble = { kind: 'wrong-data' } as const
    if (this.#wrong.size >= MAX_WRONG_PIECES) this.#drop(trouble)
    else this.#lacks([piece], trouble)
  }

  /** The peer has closed it. */
  closed(): void {
    this.#forget()
    this.#state = { kind: 'dropped', trouble: { kind: 'wrong-data' } }
  }

  tick(now: Millis): void {
    if (this.#state.kind !== 'paused' || now < this.#state.untilMs) return
    this.#state = { kind: 'open' }
    this.#output.tell({ type: 'message', link: this.link, message: { type: 'unchoke' } })
  }

  leave(): void {
    this.#forget()
  }

  #pause(trouble: SeedTrouble, now: Millis): void {
    this.#forget()
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** this.#failures++, MAX_PAUSE_MS)
    const askedMs = trouble.kind === 'status' ? (trouble.retryAfterMs ?? 0) : 0
    const untilMs = now + Math.max(pauseMs, Math.min(askedMs, MAX_PAUSE_MS))
    this.#state = { kind: 'paused', untilMs, trouble }
    // Without the fast extension a choke takes back all requests (BEP 3).
    this.#output.tell({ type: 'message', link: this.link, message: { type: 'choke' } })
  }

  #piecesWith(file: number): number[] {
    const { info } = this.#files
    const { first, end } = piecesOf(info, info.files[file] as TorrentFile)
    return Array.from({ length: end - first }, (_, i) => first + i)
  }

  #lacks(pieces: readonly number[], trouble: SeedTrouble): void {
    const lost = new Set(pieces.filter(piece => this.#pieces.delete(piece)))
    if (this.#pieces.count === 0) return this.#drop(trouble)
    for (const [place, { piece }] of this.#blocks) if (lost.has(piece)) this.#blocks.delete(place)
    this.#output.tell({ type: 'webSeedLacks', link: this.link, pieces: [...lost] })
  }

  #drop(trouble: SeedTrouble): void {
    this.#forget()
    this.#state = { kind: 'dropped', trouble }
    this.#output.tell({ type: 'webSeedClosed', link: this.link })
  }

  #forget(): void {
    for (const fetch of this.#underWay.keys()) this.#abort(fetch)
    this.#blocks.clear()
    this.#waiting.length = 0
  }

  #abort(fetch: FetchId): void {
    this.#underWay.delete(fetch)
    this.#output.abort(fetch)
  }
}
