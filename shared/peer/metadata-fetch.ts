/**
 * The info dictionary, fetched from members (BEP 9), whole from one remote at a time: when its hash
 * is wrong the liar is known. Also the serving side's arithmetic.
 */
import { assert } from '../base/assert.ts'
import { earliest, type LinkId, type Millis } from '../base/ids.ts'
import { MAX_METADATA_BYTES, METADATA_PIECE_BYTES, type MetadataMessage } from '../wire/metadata.ts'

/** A remote that sends nothing in this time gives way to the next. One that refuses rests for it. */
const TIMEOUT_MS = 3_000
/** A slower remote gives way too, if there is another: 10 MB could take half an hour. */
const MIN_BYTES_PER_MS = METADATA_PIECE_BYTES / 1_000
/** Requests in flight; the dictionary of a common torrent is one or two pieces. */
const MAX_IN_FLIGHT = 8

interface Source {
  readonly size: number
  /** After a refusal the remote rests: asking again at once would flood it. */
  readonly restsUntil: Millis
}

interface Attempt {
  readonly link: LinkId
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly received: Set<number>
  readonly startedAt: Millis
  nextPiece: number
  progressAt: Millis
}

export class MetadataFetch {
  /** Remotes that offer it, with the size they claim; each is tried in turn. */
  readonly #sources = new Map<LinkId, Source>()
  #attempt: Attempt | undefined
  /** Complete and being checked: nothing to do until the verdict. */
  #checking = false

  /** False if the claimed size is nonsense. */
  addSource(link: LinkId, size: number): boolean {
    if (!(size > 0 && size <= MAX_METADATA_BYTES)) return false
    const restsUntil = this.#sources.get(link)?.restsUntil ?? Number.NEGATIVE_INFINITY
    this.#sources.set(link, { size, restsUntil })
    return true
  }

  removeSource(link: LinkId): void {
    this.#sources.delete(link)
    if (this.#attempt?.link === link && !this.#checking) this.#attempt = undefined
  }

  get nextDeadline(): Millis | undefined {
    if (this.#checking) return undefined
    if (this.#attempt !== undefined) return this.#givesWayAt(this.#attempt)
    let first: Millis | undefined
    for (const { restsUntil } of this.#sources.values()) first = earliest(first, restsUntil)
    return first
  }

  /** Requests to send now, to one remote. */
  requests(now: Millis): { link: LinkId; pieces: number[] } | undefined {
    if (this.#checking) return undefined
    if (this.#attempt !== undefined && now >= this.#givesWayAt(this.#attempt)) this.#giveWay(now)
    this.#attempt ??= this.#nextAttempt(now)
    const attempt = this.#attempt
    if (attempt === undefined) return undefined
    const count = Math.ceil(attempt.bytes.length / METADATA_PIECE_BYTES)
    const pieces: number[] = []
    while (attempt.nextPiece < count && attempt.nextPiece - attempt.received.size < MAX_IN_FLIGHT) {
      pieces.push(attempt.nextPiece++)
    }
    return pieces.length > 0 ? { link: attempt.link, pieces } : undefined
  }

  /** This remote is asked for it at present. */
  isUnderWay(link: LinkId): boolean {
    return this.#attempt?.link === link && !this.#checking
  }

  /** Returns the dictionary with its last piece. Ignores data that was not asked for. */
  onData(
    link: LinkId,
    message: Extract<MetadataMessage, { type: 'data' }>,
    now: Millis,
  ): Uint8Array<ArrayBuffer> | undefined {
    const attempt = this.#attempt
    if (attempt === undefined || attempt.link !== link || this.#checking) return undefined
    const begin = message.piece * METADATA_PIECE_BYTES
    const length = Math.min(METADATA_PIECE_BYTES, attempt.bytes.length - begin)
    const expected = message.piece < attempt.nextPiece && !attempt.received.has(message.piece)
    if (!expected || message.bytes.length !== length) return undefined
    attempt.bytes.set(message.bytes, begin)
    attempt.received.add(message.piece)
    attempt.progressAt = now
    if (attempt.received.size * METADATA_PIECE_BYTES < attempt.bytes.length) return undefined
    this.#checking = true
    return attempt.bytes
  }

  onReject(link: LinkId, now: Millis): void {
    if (this.#attempt?.link === link && !this.#checking) this.#giveWay(now + TIMEOUT_MS)
  }

  refuted(): void {
    assert(this.#attempt !== undefined && this.#checking, 'no metadata was being checked')
    this.#sources.delete(this.#attempt.link)
    this.#attempt = undefined
    this.#checking = false
  }

  /** The check could not be made: the same remote is asked again, after the others. */
  unchecked(now: Millis): void {
    assert(this.#checking, 'no metadata was being checked')
    this.#checking = false
    this.#giveWay(now + TIMEOUT_MS)
  }

  accepted(): Uint8Array<ArrayBuffer> {
    assert(this.#attempt !== undefined && this.#checking, 'no metadata was being checked')
    const { bytes } = this.#attempt
    this.#attempt = undefined
    this.#sources.clear()
    return bytes
  }

  #givesWayAt({ startedAt, progressAt, received }: Attempt): Millis {
    const stalledAt = progressAt + TIMEOUT_MS
    if (this.#sources.size < 2) return stalledAt
    const receivedBytes = received.size * METADATA_PIECE_BYTES
    return Math.min(stalledAt, startedAt + TIMEOUT_MS + receivedBytes / MIN_BYTES_PER_MS)
  }

  /** Moves the remote to the end of the queue: it may still be the only one. */
  #giveWay(restsUntil: Millis): void {
    assert(this.#attempt !== undefined, 'nobody to give way')
    const { link } = this.#attempt
    const source = this.#sources.get(link)
    this.#sources.delete(link)
    if (source !== undefined) this.#sources.set(link, { size: source.size, restsUntil })
    this.#attempt = undefined
  }

  #nextAttempt(now: Millis): Attempt | undefined {
    for (const [link, { size, restsUntil }] of this.#sources) {
      if (restsUntil > now) continue
      const bytes = new Uint8Array(size)
      return { link, bytes, received: new Set(), startedAt: now, nextPiece: 0, progressAt: now }
    }
    return undefined
  }
}

/** One piece of the dictionary for a remote that asks, or undefined beyond its end. */
export function metadataPiece(info: Uint8Array, piece: number): Uint8Array | undefined {
  const begin = piece * METADATA_PIECE_BYTES
  return begin < info.length ? info.subarray(begin, begin + METADATA_PIECE_BYTES) : undefined
}
