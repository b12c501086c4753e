/** Fetches ranges of files from web servers, a few at a time. */
import type { FetchFailure, RangeFetch } from '../../../shared/webseed/fetch.ts'
import { hostOf, refuseSeed } from '../../../shared/webseed/seed-url.ts'
import { FetchQueue } from './fetch-queue.ts'
import { fetchRange } from './range-fetch.ts'

/** Without a range: ends the fetch of that number. */
export interface FetchRequest {
  readonly id: number
  readonly range?: RangeFetch
}

export type FetchReply =
  | { readonly id: number; readonly bytes: ArrayBuffer }
  /** The last of that number; without a failure all that was asked for has come, or the body has ended. */
  | { readonly id: number; readonly failure: FetchFailure | undefined }

const queue = new FetchQueue()

self.onmessage = ({ data: { id, range } }: MessageEvent<FetchRequest>) => {
  if (range === undefined) return queue.abort(id)
  // The last gate: whatever came this far, nothing is asked of a private address.
  if (refuseSeed(range.url, location.protocol === 'https:') !== undefined)
    throw new Error('An address that may not be asked.')
  queue.add(id, hostOf(range.url), async signal => {
    const failure = await fetchRange(range, signal, bytes => {
      const buffer = ownBuffer(bytes)
      reply({ id, bytes: buffer }, [buffer])
    })
    if (!signal.aborted) reply({ id, failure })
  })
}

const reply = (message: FetchReply, transfer: Transferable[] = []): void =>
  self.postMessage(message, { transfer })

/** What is transferred must be all of its buffer. */
const ownBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>): ArrayBuffer =>
  byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength)
