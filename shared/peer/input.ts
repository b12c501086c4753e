/** Everything a `Peer` can be told. Answers to effects carry what the effect carried. */
import type { Bitfield } from '../base/bitfield.ts'
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import type { DiallingInput } from '../dialling/effect.ts'
import type { Limits } from '../exchange/exchange.ts'
import type { BlockRange, Message, ProtocolError } from '../wire/message.ts'
import type { Subject } from './effect.ts'
import type { LaneInput } from './lane-effect.ts'
import type { Reach } from './reach.ts'

export type Input =
  /** The person starts the download (or, false, pauses it). A seed ignores it. */
  | { readonly type: 'want'; readonly wanted: boolean }
  /**
   * One byte for each piece: 0 is not fetched, of 1 to 7 the higher come first. Allowed once the metadata
   * is known. The download has finished when all wanted pieces are held.
   */
  | { readonly type: 'prioritise'; readonly priorities: Uint8Array }
  /** New rate limits for the content, both ways. */
  | ({ readonly type: 'limit' } & Limits)
  /** The peer enters the swarm. First input, once. */
  | { readonly type: 'join' }
  /** The tab closes: say goodbye. Last input. */
  | { readonly type: 'leave' }
  /** `nextDeadline()` has come. Harmless at any time. */
  | { readonly type: 'tick' }
  | DiallingInput
  | LaneInput
  /** Of the link's first connection, as ICE has measured it; `readings`: how many are new, if not one. */
  | {
      readonly type: 'roundTrip'
      readonly link: LinkId
      readonly ms: Millis
      readonly readings?: number
    }
  /** How the remote of an open link is reached; again when that has changed. */
  | { readonly type: 'reachKnown'; readonly link: LinkId; readonly reach: Reach }
  /** No packet of an open link's remote comes any more: one of the two has changed its network, or is gone. */
  | { readonly type: 'wayLost'; readonly link: LinkId }
  | { readonly type: 'message'; readonly link: LinkId; readonly message: Message }
  /** The link brought bytes that complete no message, or none. */
  | { readonly type: 'fragment'; readonly link: LinkId }
  /** The link's bytes break the protocol. */
  | { readonly type: 'garbled'; readonly link: LinkId; readonly error: ProtocolError }
  /** The channel's send queue has fallen to `queuedBytes` (at most half of what it was). */
  | {
      readonly type: 'drained'
      readonly link: LinkId
      readonly queuedBytes: number
      /** Of a link of several connections: what goes on those whose queues hold less than `LANE_WINDOW_BYTES`. */
      readonly laneRoomBytes?: number | undefined
    }
  // web seeds (BEP 19): remotes that need no link to be made
  /** It can be asked from now on. Its number is one that no link of the peer has, such as a negative one. */
  | {
      readonly type: 'webSeedOpened'
      readonly link: LinkId
      readonly remote: PeerId
      readonly pieces: Bitfield
    }
  /** It turned out not to have these. */
  | { readonly type: 'webSeedLacks'; readonly link: LinkId; readonly pieces: readonly number[] }
  | { readonly type: 'webSeedClosed'; readonly link: LinkId }
  // hashing and storage
  | { readonly type: 'verified'; readonly subject: Subject; readonly ok: boolean }
  /** The host could not hash it: fetched again, and no remote is to blame. */
  | { readonly type: 'verifyFailed'; readonly subject: Subject; readonly reason: string }
  /** `readOnly`: nothing can be written to it, so what it loses is not fetched again. */
  | { readonly type: 'opened'; readonly held: Bitfield; readonly readOnly?: boolean }
  /** The store cannot be opened. `reason`: a sentence for the person. */
  | { readonly type: 'openFailed'; readonly reason: string }
  | { readonly type: 'written'; readonly piece: number }
  | { readonly type: 'writeFailed'; readonly piece: number; readonly reason: string }
  | {
      readonly type: 'block'
      readonly link: LinkId
      readonly range: BlockRange
      readonly block: Uint8Array
    }
  | {
      readonly type: 'readFailed'
      readonly link: LinkId
      readonly range: BlockRange
      readonly reason: string
    }
  /** Storage has noticed, before anybody asked for them, that it no longer gives these. */
  | { readonly type: 'piecesLost'; readonly pieces: readonly number[]; readonly reason: string }
  /** What was lost is there again, whole and checked. */
  | { readonly type: 'piecesFound'; readonly pieces: readonly number[] }

export type InputOf<Type extends Input['type']> = Extract<Input, { readonly type: Type }>
