/**
 * How pieces travel between a peer and its remotes. BitTorrent and gossip both fulfil this: the peer
 * finds remotes, checks, stores and bans for either, and never asks which it is. Where each piece is,
 * the peer and its exchange keep in one table (`pieces.ts`).
 *
 * A remote is known by its link. `now` is the time of the input being handled, in milliseconds.
 */
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import type { ExtendedHandshake } from '../wire/extended.ts'
import type { LostBlock } from '../wire/lanes.ts'
import type { BlockRange, Message, ProtocolError } from '../wire/message.ts'
import type { ExchangeEvent } from './event.ts'
import type { ExchangeLinkView, ExchangeView } from './view.ts'

/** Messages that the exchange handles; the peer handles the others. */
export type ExchangeMessage = Exclude<
  Message,
  { readonly type: 'handshake' | 'keepAlive' | 'extended' }
>

export interface Terms {
  /** It has heard nothing from us but the handshake: a bitfield may still be sent (BEP 3). */
  readonly isFirstMessage: boolean
  /** Both of us speak the fast extension (BEP 6). */
  readonly speaksFast: boolean
  /** It is a web server (BEP 19), and takes nothing from us. */
  readonly isWebSeed?: boolean
}

/** How fast payload may move over all links. Undefined: no limit. */
export interface Limits {
  readonly upBytesPerSec: number | undefined
  readonly downBytesPerSec: number | undefined
}

export interface Traffic {
  /** What has left the queues of the link, since it began. */
  readonly departedBytes: number
  readonly arrivedBytes: number
  /** Something waits in the queues. */
  readonly isBusy: boolean
  /** It wants what we have, and may have it. */
  readonly isServing: boolean
}

export interface Exchange {
  /** All wanted pieces are held, which may not be all pieces. */
  readonly isFinished: boolean
  /** Payload since the peer joined, in bytes. */
  readonly uploaded: number
  readonly downloaded: number
  /** When it wants a `tick`, if sooner than the next second. */
  readonly nextDeadline: Millis | undefined

  join(link: LinkId, remote: PeerId, terms: Terms, now: Millis): void
  /**
   * What the remote says of itself in the extended handshake (BEP 10): after `join`, and perhaps
   * again. Throws ProtocolError.
   */
  introduced(link: LinkId, handshake: ExtendedHandshake, now: Millis): void
  /** A server relays all that passes between us, or does no more: after `join`. Absent where it matters not. */
  reached?(link: LinkId, isRelayed: boolean, now: Millis): void
  /**
   * The link is this number of connections, so that blocks come in no order. `isBeginning`: the first of them
   * are being made. Absent where it is always one.
   */
  lanes?(link: LinkId, count: number, isBeginning: boolean, now: Millis): void
  /** Of what the remote has sent, these may not arrive: a connection of its link broke. */
  lost?(link: LinkId, blocks: readonly LostBlock[], now: Millis): void
  /** Undefined for a remote that has not joined. */
  traffic?(link: LinkId): Traffic | undefined
  /** Of the link, without queues. Absent where nothing is asked ahead. */
  roundTrip?(link: LinkId, ms: Millis): void
  leave(link: LinkId, now: Millis): void

  /** Throws ProtocolError: the link is to be dropped. */
  receive(link: LinkId, message: ExchangeMessage, now: Millis): void
  /** A message of the exchange's own extension (BEP 10). Throws ProtocolError. */
  receiveExtended(link: LinkId, payload: Uint8Array, now: Millis): void
  /** The remote no longer has the piece (BEP 54). Throws ProtocolError. */
  dontHave(link: LinkId, piece: number, now: Millis): void

  /** The answer to `read`; `block` is undefined if storage could not give it. */
  supply(link: LinkId, range: BlockRange, block: Uint8Array | undefined, now: Millis): void
  /**
   * The channel's send queue has fallen to this many bytes. `laneRoomBytes`, of a link of several connections:
   * what goes on those of them that have little to send.
   */
  drained(link: LinkId, queuedBytes: number, now: Millis, laneRoomBytes?: number): void

  /** Checked and on disk, and `held` in the table: ours to give. */
  pieceHeld(piece: number, now: Millis): void
  /** The hash was wrong, or the disk refused: missing again. `single`: next time from one remote alone. */
  pieceFailed(piece: number, single: boolean, now: Millis): void
  /** Storage no longer gives a piece that it held: missing again, and what waits for it is refused. */
  pieceLost(piece: number, now: Millis): void

  /** Storage has found again what it had lost, and `held` in the table: as `pieceHeld`, and not received. */
  pieceFound(piece: number, now: Millis): void

  setWanted(wanted: boolean, now: Millis): void
  /**
   * A byte for each piece: 0 is not fetched, of 1 to 7 the higher come first. Absent where every
   * piece is fetched alike.
   */
  prioritise?(priorities: Uint8Array, now: Millis): void
  /** Absent where a rate limit does not apply. */
  setLimits?(limits: Limits, now: Millis): void
  /** Once a second, and when its deadline has come. */
  tick(now: Millis): void

  inspect(now: Millis): ExchangeView
  /** Undefined if no such remote has joined. */
  inspectLink(link: LinkId, now: Millis): ExchangeLinkView | undefined
}

export interface ExchangeOutput {
  send(link: LinkId, message: Message): void
  /** Answered by `Exchange.supply`, or by nothing. */
  read(link: LinkId, range: BlockRange): void
  /** Blocks of this piece will be read soon. Not answered. */
  readAhead(piece: number): void
  /** Useful bytes came from this remote: for the record. */
  blockReceived(remote: PeerId, bytes: number): void
  /**
   * Every block has come, and the piece is `verifying` in the table: answered by `Exchange.pieceHeld`
   * or `pieceFailed`. `senders`: who sent each block, in the order of blocks.
   */
  pieceReceived(piece: number, bytes: Uint8Array<ArrayBuffer>, senders: readonly PeerId[]): void
  /** The remote breaks the rules by what it does not say: its link is to be dropped at once. */
  fault(link: LinkId, error: ProtocolError): void
  log(event: ExchangeEvent): void
}
