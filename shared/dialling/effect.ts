/** What dialling and the trackers want done, and what they are told: their part of `Effect` and `Input`. */
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import type { Candidate, RtcSignal, Signal } from '../wire/signal.ts'
import type { TrackerName } from './way.ts'

export interface Announcement {
  readonly event?: 'started' | 'stopped' | 'completed'
  /** Payload bytes since the peer joined. */
  readonly uploaded: number
  readonly downloaded: number
  /** Bytes still missing; while the metadata is unknown, 1: a leecher of unknown size. */
  readonly left: number
  readonly numwant: number
  /** We announce every few seconds: the tracker may miss us soon. */
  readonly brisk?: true
}

/** An offer that names nobody: a tracker hands it to a member of its choice. */
export interface OpenOffer {
  readonly offerId: string
  readonly sdp: string
}

export type DiallingEffect =
  /** -> announced | announceFailed. `offers`: for a tracker that hands them out. */
  | ({
      readonly type: 'announce'
      readonly tracker: TrackerName
      readonly offers: readonly OpenOffer[]
    } & Announcement)
  /**
   * Make a connection: one that offers, or one that answers this offer's SDP. `whole`: its description
   * holds all candidates. `remote`: with whom, unless it is for whoever takes its offer.
   * -> localSignal, then linkOpened | linkClosed
   */
  | {
      readonly type: 'connect'
      readonly link: LinkId
      readonly remote?: PeerId
      readonly whole: boolean
      readonly offer?: string
    }
  /** The remote's answer or candidate for a connection in the making. */
  | {
      readonly type: 'signal'
      readonly link: LinkId
      readonly signal: { readonly kind: 'answer'; readonly sdp: string } | Candidate
    }
  /** To another member, by the server or a tracker; lost if that is down. Of a tracker: answers only. */
  | {
      readonly type: 'carry'
      readonly tracker: TrackerName
      readonly to: PeerId
      /** 40 hex digits, chosen by the offering peer. */
      readonly offerId: string
      readonly signal: Signal
    }
  /** Closes a link or a connection in the making. No `linkClosed` follows. */
  | { readonly type: 'close'; readonly link: LinkId; readonly reason: string }

export type DiallingEffectOf<Type extends DiallingEffect['type']> = Extract<
  DiallingEffect,
  { readonly type: Type }
>

export type DiallingInput =
  /** One more tracker, of which `trackerUp` tells next. */
  | { readonly type: 'trackerAdded'; readonly tracker: TrackerName }
  /** Connected to the tracker, which knows nothing of us yet. */
  | { readonly type: 'trackerUp'; readonly tracker: TrackerName }
  | { readonly type: 'trackerDown'; readonly tracker: TrackerName; readonly reason: string }
  | {
      readonly type: 'announced'
      readonly tracker: TrackerName
      readonly intervalMs: number
      readonly seeders: number
      readonly leechers: number
      /** Sent by the server alone. */
      readonly peers?: readonly PeerId[]
      /** Those of `peers` that cannot be sent candidates later. */
      readonly stock?: readonly PeerId[]
    }
  | { readonly type: 'announceFailed'; readonly tracker: TrackerName; readonly reason: string }
  /** A connection in the making has a description or candidate for the remote. */
  | { readonly type: 'localSignal'; readonly link: LinkId; readonly signal: RtcSignal }
  /** Another member's signal, by the server or a tracker. */
  | {
      readonly type: 'carried'
      readonly tracker: TrackerName
      readonly from: PeerId
      readonly offerId: string
      readonly signal: Signal
      /** Of an offer by our server: the same for all senders of one address. */
      readonly group?: number | undefined
    }
  /** ICE has found the remote of a connection in the making: somebody is there. */
  | { readonly type: 'linkReached'; readonly link: LinkId }
  | { readonly type: 'linkOpened'; readonly link: LinkId }
  /** The link broke, or the connection failed. */
  | { readonly type: 'linkClosed'; readonly link: LinkId; readonly reason: string }

export type DiallingEvent =
  | { readonly event: 'announced'; readonly seeders: number; readonly leechers: number }
  | { readonly event: 'announceFailed'; readonly reason: string }
  | { readonly event: 'trackerDown'; readonly reason: string }
  | { readonly event: 'dialFailed'; readonly remote: PeerId; readonly reason: string }

export interface Output {
  /** The time of the input being handled. */
  readonly now: Millis
  emit(effect: DiallingEffect): void
  log(event: DiallingEvent): void
}
