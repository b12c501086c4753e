/** What the halves of the BitTorrent exchange share, and what they want done. */
import type { Bitfield } from '../base/bitfield.ts'
import type { InfoHash, LinkId } from '../base/ids.ts'
import type { ExchangeOutput } from '../exchange/exchange.ts'
import type { Info } from './info.ts'
import type { OfferLead } from './offer-lead.ts'
import type { Limits } from './rate-limit.ts'
import type { Remote } from './remote.ts'
import type { Wanted } from './wanted.ts'

export interface ExchangeContext {
  readonly infoHash: InfoHash
  readonly info: Info
  /** Pieces verified and on disk. The exchange reads it; `pieceHeld` adds to it. */
  readonly held: Bitfield
  readonly wanted: Wanted
  /** Pieces told of before they are held: requests for them wait. */
  readonly promised: Set<number>
  readonly remotes: ReadonlyMap<LinkId, Remote>
  readonly limits: Limits
  /** Of use by turns only. */
  readonly offerLead: OfferLead
  readonly output: InnerOutput
}

/** What the halves want of the exchange around them, beside what that wants itself. */
export interface InnerOutput extends ExchangeOutput {
  /** A piece is soon to be held: those who lack it may be told. */
  promise(piece: number): void
}
