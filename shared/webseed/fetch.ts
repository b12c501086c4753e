/** What a host fetches for web seeds, and what may come of it. */
import type { Millis } from '../base/ids.ts'

/** Numbered by `WebSeeds`; no number is used twice. */
export type FetchId = number

export interface RangeFetch {
  readonly url: string
  /** In the file, in bytes. */
  readonly from: number
  /** Never more is read, whatever the server sends. */
  readonly length: number
}

export type FetchFailure =
  /** No connection, or it broke; or no page of another site may read the answer (CORS): a page cannot tell. */
  | { readonly kind: 'network' }
  /** The body ended too early. */
  | { readonly kind: 'short' }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterMs?: Millis }
  /** To where, a page cannot see: it might be this machine. */
  | { readonly kind: 'redirect' }
  /** It sends whole files only, and this one is long. */
  | { readonly kind: 'no-ranges' }
  /** Another range than was asked for, or of a file of another length. */
  | { readonly kind: 'wrong-range' }
  /** Bytes that are packed are not those of the file. */
  | { readonly kind: 'packed' }

const TOO_EARLY = 425
const TRY_LATER: readonly number[] = [408, TOO_EARLY, 429]

/** The server has others of the files, perhaps. */
export const lacksFile = (failure: FetchFailure): boolean =>
  failure.kind === 'wrong-range' ||
  (failure.kind === 'status' &&
    failure.status >= 400 &&
    failure.status < 500 &&
    !TRY_LATER.includes(failure.status))

/** It is set up so, and asking again would change nothing. */
export const isLasting = ({ kind }: FetchFailure): boolean =>
  kind === 'redirect' || kind === 'no-ranges' || kind === 'packed'
