/** One range of a file on a web server. What the server sends is believed no further than it is checked. */
import type { FetchFailure, RangeFetch } from '../../../shared/webseed/fetch.ts'

/**
 * A server without ranges sends the file from its beginning. Up to here what comes before the range is
 * read and thrown away; further on a file without ranges is not worth it.
 */
const MAX_SKIPPED_BYTES = 1024 * 1024

/**
 * `manual`: a page cannot see where a redirect leads, which may be this machine, so none is followed. A
 * range of this form needs no preflight, and the browser asks for bytes that are not packed.
 */
const requestOf = ({ from, length }: RangeFetch, signal: AbortSignal): RequestInit => ({
  headers: { Range: `bytes=${from}-${from + length - 1}` },
  redirect: 'manual',
  credentials: 'omit',
  referrerPolicy: 'no-referrer',
  cache: 'no-store',
  signal,
})

/** Told to the page at once, as one block: a message for each byte would cost as much as one for each block. */
const TOLD_BYTES = 16 * 1024
/** Fewer are told after this time. */
const TOLD_AFTER_MS = 100

/**
 * In each `WINDOW_MS` at least `MIN_WINDOW_BYTES` have to come, or the fetch ends: a tab has few at once, and a server that
 * answers with a byte now and then would keep its own from every other.
 */
const WINDOW_MS = 30_000
const MIN_WINDOW_BYTES = 4 * 1024

/** Resolves once all of it has come, or the body has ended, or it cannot be had. */
export async function fetchRange(
  range: RangeFetch,
  signal: AbortSignal,
  onBytes: (bytes: Uint8Array<ArrayBuffer>) => void,
  windowMs = WINDOW_MS,
): Promise<FetchFailure | undefined> {
  const stop = new AbortController()
  let windowBytes = 0
  const watch = setInterval(() => {
    if (windowBytes < MIN_WINDOW_BYTES) stop.abort()
    windowBytes = 0
  }, windowMs)
  const gathered = new Gathered(onBytes)
  try {
    const both = AbortSignal.any([signal, stop.signal])
    const response = await fetch(range.url, requestOf(range, both))
    const failure = failureOf(response, range)
    if (failure !== undefined) return failure
    const read = (bytes: number) => {
      windowBytes += bytes
    }
    await readBody(response, range, read, bytes => gathered.add(bytes))
    return undefined
  } catch {
    // Whatever it was, a browser does not tell a page more.
    return { kind: 'network' }
  } finally {
    clearInterval(watch)
    gathered.tell()
    // A body that goes on is not read.
    stop.abort()
  }
}

class Gathered {
  readonly #onBytes: (bytes: Uint8Array<ArrayBuffer>) => void
  readonly #bytes = new Uint8Array(TOLD_BYTES)
  #length = 0
  #toldAt = performance.now()

  constructor(onBytes: (bytes: Uint8Array<ArrayBuffer>) => void) {
    this.#onBytes = onBytes
  }

  add(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#length + bytes.length > TOLD_BYTES) this.tell()
    if (bytes.length > TOLD_BYTES) return this.#onBytes(bytes)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
    const isLate = performance.now() - this.#toldAt >= TOLD_AFTER_MS
    if (isLate || this.#length === TOLD_BYTES) this.tell()
  }

  tell(): void {
    this.#toldAt = performance.now()
    if (this.#length > 0) this.#onBytes(this.#bytes.slice(0, this.#length))
    this.#length = 0
  }
}

async function readBody(
  { status, body }: Response,
  { from, length }: RangeFetch,
  onRead: (bytes: number) => void,
  onBytes: (bytes: Uint8Array<ArrayBuffer>) => void,
): Promise<void> {
  let skip = status === 206 ? 0 : from
  let left = length
  const reader = body?.getReader()
  while (reader && left > 0) {
    const { done, value } = await reader.read()
    if (done) return
    onRead(value.length)
    const bytes = value.subarray(skip, skip + left)
    skip -= Math.min(skip, value.length)
    left -= bytes.length
    if (bytes.length > 0) onBytes(bytes)
  }
}

function failureOf(response: Response, range: RangeFetch): FetchFailure | undefined {
  const { status, type, headers } = response
  if (type === 'opaqueredirect' || (status >= 300 && status < 400)) return { kind: 'redirect' }
  if (status !== 200 && status !== 206) return statusFailure(status, headers.get('Retry-After'))
  // Of these headers a page of another site sees those only that the server exposes.
  const encoding = headers.get('Content-Encoding')
  if (encoding !== null && !/^\s*identity\s*$/i.test(encoding)) return { kind: 'packed' }
  return status === 206 ? partFailure(headers, range) : wholeFailure(headers, range)
}

function statusFailure(status: number, retryAfter: string | null): FetchFailure {
  const seconds = Number(retryAfter ?? Number.NaN)
  return { kind: 'status', status, ...(seconds > 0 && { retryAfterMs: 1_000 * seconds }) }
}

const CONTENT_RANGE = /^\s*bytes\s+(\d+)-(\d+)\//i

function partFailure(headers: Headers, { from, length }: RangeFetch): FetchFailure | undefined {
  if (/^\s*multipart\//i.test(headers.get('Content-Type') ?? '')) return { kind: 'wrong-range' }
  const told = headers.get('Content-Range')
  if (told !== null) {
    const [, first, last] = CONTENT_RANGE.exec(told) ?? []
    if (Number(first) !== from || Number(last) !== from + length - 1) return { kind: 'wrong-range' }
  }
  const sent = headers.get('Content-Length')
  return sent !== null && Number(sent) !== length ? { kind: 'wrong-range' } : undefined
}

function wholeFailure(headers: Headers, { from, length }: RangeFetch): FetchFailure | undefined {
  if (from > 0 && from + length > MAX_SKIPPED_BYTES) return { kind: 'no-ranges' }
  const sent = headers.get('Content-Length')
  return sent !== null && Number(sent) < from + length ? { kind: 'wrong-range' } : undefined
}
