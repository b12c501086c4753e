/** What lanes want done by the host, and what they are told by it: their part of `Effect` and `Input`. */
import type { LinkId } from '../base/ids.ts'
import type { LostBlock } from '../wire/lanes.ts'

export type LaneEffect =
  /**
   * Make one more connection for the link, never by a relay: one that offers, or that answers this SDP.
   * Its description holds all candidates. -> laneDescribed, then laneOpened | laneClosed
   */
  | {
      readonly type: 'openLane'
      readonly link: LinkId
      readonly lane: number
      readonly offer?: string
    }
  | {
      readonly type: 'laneAnswer'
      readonly link: LinkId
      readonly lane: number
      readonly sdp: string
    }
  /** Nothing is put on it any more. */
  | { readonly type: 'restLane'; readonly link: LinkId; readonly lane: number }
  /** -> laneLost, if anything was put on it */
  | { readonly type: 'closeLane'; readonly link: LinkId; readonly lane: number }

export type LaneInput =
  | {
      readonly type: 'laneDescribed'
      readonly link: LinkId
      readonly lane: number
      readonly sdp: string
    }
  | { readonly type: 'laneOpened'; readonly link: LinkId; readonly lane: number }
  /** It broke, or could not be made. `lost`: of what was put on it, what may not have arrived. */
  | {
      readonly type: 'laneClosed'
      readonly link: LinkId
      readonly lane: number
      readonly lost: readonly LostBlock[]
    }
  /** It was closed as told; of what was put on it, this may not have arrived. */
  | {
      readonly type: 'laneLost'
      readonly link: LinkId
      readonly lane: number
      readonly lost: readonly LostBlock[]
    }

export type LaneEffectOf<Type extends LaneEffect['type']> = Extract<
  LaneEffect,
  { readonly type: Type }
>
