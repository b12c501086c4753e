/** What the halves of the BitTorrent exchange share, and what they want done. */
import type { Bitfield } from '../base/bitfield.ts'
import type { InfoHash, LinkId, PeerId } from '../base/ids.ts'
import type { BlockRange, Message } from '../wire/message.ts'
import type { Info } from './info.ts'
import type { OfferLead } from './offer-lead.ts'
import type { Limits } from './rate-limit.ts'
import type { Remote } from './remote.ts'
import type { PickReason } from './scheduler.ts'
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

export interface ExchangeOutput {
  send(link: LinkId, message: Message): void
  /** Answered by `Exchange.supply`, or by nothing. */
  read(link: LinkId, range: BlockRange): void
  /** A useful block came from this remote: for the record. */
  blockReceived(remote: PeerId, bytes: number): void
  /** Every block has come: answered by `Exchange.pieceHeld` or `pieceFailed`. */
  pieceReceived(piece: number, bytes: Uint8Array<ArrayBuffer>, senders: readonly PeerId[]): void
  log(event: ExchangeEvent): void
}

export type ExchangeEvent =
  | { readonly event: 'choked' | 'unchoked'; readonly remote: PeerId; readonly by: 'me' | 'remote' }
  | {
      readonly event: 'requested'
      readonly remote: PeerId
      readonly piece: number
      readonly begin: number
      readonly pick: PickReason
    }
  | { readonly event: 'snubbed'; readonly remote: PeerId; readonly released: number }
