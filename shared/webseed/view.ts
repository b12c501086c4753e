/** What is shown of web seeds: plain data. */
import type { Millis, PeerId } from '../base/ids.ts'
import type { FetchFailure } from './fetch.ts'
import type { SeedRefusal } from './seed-url.ts'

export type SeedTrouble =
  | FetchFailure
  /** Pieces of it have failed their check. */
  | { readonly kind: 'wrong-data' }
  | { readonly kind: SeedRefusal }
  /** There are more than are asked. */
  | { readonly kind: 'too-many' }

export type SeedState =
  | { readonly kind: 'open' }
  /** It is asked again then. */
  | { readonly kind: 'paused'; readonly untilMs: Millis; readonly trouble: SeedTrouble }
  /** Not asked, or not any more. */
  | { readonly kind: 'dropped'; readonly trouble: SeedTrouble }

export interface WebSeedView {
  /** By which `sources` and the log know it; undefined if it was never asked. */
  readonly remote: PeerId | undefined
  readonly url: string
  readonly host: string
  readonly state: SeedState
  readonly wrongPieces: number
  /** In bytes, of use or not. */
  readonly downloaded: number
  readonly downRate: number
}
