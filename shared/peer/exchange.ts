/**
 * How pieces travel, as the peer sees it. BitTorrent and gossip are two ways to do it behind this
 * one door: the peer finds remotes, checks, stores and bans for either, and never asks which it is.
 */
import type { Bitfield } from '../base/bitfield.ts'
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import type { ExchangeMessage, Terms } from '../torrent/exchange.ts'
import type { ExtendedHandshake } from '../wire/extended.ts'
import type { BlockRange, Message } from '../wire/message.ts'
import type { Limits } from './input.ts'
import type { LinkView, PeerView } from './view.ts'

export interface Exchange {
  /** Verified and on disk: from the start on, only `pieceHeld` adds to it. */
  readonly held: Bitfield
  readonly bytesLeft: number
  /** All that is wanted is held: `finished`, though perhaps not everything. */
  readonly isFinished: boolean
  /** Payload since the peer joined. Bytes. */
  readonly uploaded: number
  readonly downloaded: number
  /** When it wants a `tick`, if sooner than the next second. */
  readonly nextDeadline: Millis | undefined

  /** A remote has shaken hands. */
  join(link: LinkId, remote: PeerId, terms: Terms, now: Millis): void
  /** What the remote says of itself (BEP 10); after `join`, and perhaps again. */
  introduced(link: LinkId, handshake: ExtendedHandshake, now: Millis): void
  leave(link: LinkId, now: Millis): void

  /** Throws ProtocolError: the link is to be dropped. */
  receive(link: LinkId, message: ExchangeMessage, now: Millis): void
  /** A message of the extension it speaks (BEP 10). Throws ProtocolError. */
  receiveExtended(link: LinkId, payload: Uint8Array, now: Millis): void

  /** The remote no longer has the piece (BEP 54). Throws ProtocolError. */
  dontHave(link: LinkId, piece: number, now: Millis): void

  /** The answer to `read`; `block` is undefined if storage could not give it. */
  supply(link: LinkId, range: BlockRange, block: Uint8Array | undefined, now: Millis): void
  /** The channel's send queue has fallen to so much. */
  drained(link: LinkId, queuedBytes: number, now: Millis): void

  /** Checked and on disk: ours to give. */
  pieceHeld(piece: number, now: Millis): void
  /** `single`: it is to come from one remote next time. */
  pieceFailed(piece: number, single: boolean, now: Millis): void
  /** Storage no longer gives a piece that it held. */
  pieceLost(piece: number, now: Millis): void

  setWanted(wanted: boolean, now: Millis): void
  /** A byte for each piece: 0 is not fetched, of 1 to 7 the higher come first. Absent where all are alike. */
  prioritise?(priorities: Uint8Array, now: Millis): void
  /** Absent where pieces travel at a pace of their own. */
  setLimits?(limits: Limits, now: Millis): void
  /** Once a second, and when its deadline has come. */
  tick(now: Millis): void

  inspect(now: Millis): ExchangeView
  inspectLink(link: LinkId, now: Millis): ExchangeLinkView | undefined
}

export type ExchangeView = Pick<PeerView, 'partials' | 'wasted' | 'downRate' | 'upRate' | 'gossip'>
export type ExchangeLinkView = Omit<LinkView, 'remote' | 'client'>

/** What an exchange wants done, whichever it is. */
export interface ExchangeOutput {
  send(link: LinkId, message: Message): void
  /** Answered by `supply`, or by nothing. */
  read(link: LinkId, range: BlockRange): void
  /** Useful bytes came from this remote: for the record. */
  blockReceived(remote: PeerId, bytes: number): void
  /** Every block has come: answered by `pieceHeld` or `pieceFailed`. */
  pieceReceived(piece: number, bytes: Uint8Array<ArrayBuffer>, senders: readonly PeerId[]): void
}
