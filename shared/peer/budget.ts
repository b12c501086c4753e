/**
 * What one remote may say on one link, by kind: above it the link is dropped, before anything is done
 * for the message. The limits are several times what an honest remote sends on a line of 1 Gbit/s with
 * pieces of one block, and low enough that all of them together are a small part of one processor.
 */
import type { Rate } from '../base/bucket.ts'
import type { Millis } from '../base/ids.ts'
import { type Message, ProtocolError } from '../wire/message.ts'

/** Something else already refuses more of it than is due. */
const REFUSED_ELSEWHERE: Rate = { burst: Number.POSITIVE_INFINITY, perSecond: 0 }
/** Each may follow a piece that came or went, or a turn of the choker. */
const STATE_CHANGE: Rate = { burst: 1_000, perSecond: 500 }
/** libtorrent sends some when a link opens, and later as its cache changes. */
const HINT: Rate = { burst: 1_000, perSecond: 10 }

const LIMITS = {
  handshake: REFUSED_ELSEWHERE,
  bitfield: REFUSED_ELSEWHERE,
  haveAll: REFUSED_ELSEWHERE,
  haveNone: REFUSED_ELSEWHERE,
  /** Blocks answer requests, and `RequestQueue` counts those that do not. */
  piece: REFUSED_ELSEWHERE,
  /** BEP 3: one in two minutes. */
  keepAlive: { burst: 100, perSecond: 1 },
  choke: STATE_CHANGE,
  unchoke: STATE_CHANGE,
  interested: STATE_CHANGE,
  notInterested: STATE_CHANGE,
  /** 1 Gbit/s brings 7,600 pieces of a block a second. Each piece may be told once on top. */
  have: { burst: 10_000, perSecond: 10_000 },
  /** A disk that goes bad tells so as pieces are asked for, a file that has changed all at once. */
  lt_donthave: { burst: 10_000, perSecond: 1_000 },
  request: { burst: 10_000, perSecond: 20_000 },
  cancel: { burst: 10_000, perSecond: 10_000 },
  /** A choke rejects all that waits (BEP 6): 500 requests of ours. */
  reject: { burst: 5_000, perSecond: 1_000 },
  suggest: HINT,
  allowedFast: HINT,
  /** Each extension counts its own. */
  extended: REFUSED_ELSEWHERE,
  /** Repeated when the metadata has come, or when nothing is left to fetch. */
  extendedHandshake: { burst: 20, perSecond: 0.2 },
  /** The largest dictionary, 10 MB, is 611 requests and as many answers. */
  ut_metadata: { burst: 3_000, perSecond: 100 },
  /** Answers that come too late: eight requests are in flight to a remote that gives way to the next. */
  unaskedMetadata: { burst: 100, perSecond: 10 },
  /** BEP 11: one a minute. Ours sends five in the first (libtorrent: too_frequent_pex). */
  ts_pex: { burst: 6, perSecond: 0.1 },
  /** All links of a remote dialled at once, each with an offer, an answer and twenty candidates. */
  ts_relay: { burst: 2_000, perSecond: 50 },
  /** Some offers, answers and ends for each of the lanes. */
  ts_lanes: { burst: 100, perSecond: 2 },
  gossipControl: { burst: 5_000, perSecond: 2_000 },
  /** Slow lines are cut into blocks of 1,400 bytes, fast ones into 16 KiB. */
  gossipBlock: { burst: 20_000, perSecond: 15_000 },
  /** Bytes that complete no message: long messages are cut, but not into crumbs. */
  fragment: { burst: 10_000, perSecond: 20_000 },
} as const satisfies Record<Message['type'], Rate> & Record<string, Rate>

export type Kind = keyof typeof LIMITS

const KINDS = Object.keys(LIMITS) as Kind[]
const PLACE = Object.fromEntries(KINDS.map((kind, place) => [kind, place])) as Record<Kind, number>
const LOST = PLACE.lt_donthave
const BURSTS = KINDS.map(kind => LIMITS[kind].burst)
const PER_MS = KINDS.map(kind => LIMITS[kind].perSecond / 1_000)

/**
 * A token bucket for each kind, filled only when one is empty: a message within its budget costs a
 * subtraction and a comparison. Between two fillings at most two bursts pass.
 */
export class Budget {
  /** No typed array: one of this length lies outside of the heap, and each link makes one. */
  readonly #left = BURSTS.slice()
  #filledAt: Millis
  /** No more pieces can be told to be gone at once. */
  #mostLost = BURSTS[LOST] as number

  constructor(now: Millis) {
    this.#filledAt = now
  }

  /** The remote may also tell of each of these pieces once that it has come, and once that it is gone. */
  allowPieces(count: number): void {
    for (const kind of ['have', 'lt_donthave'] as const)
      (this.#left[PLACE[kind]] as number) += count
    this.#mostLost += count
  }

  /** Throws ProtocolError above the budget. */
  take(kind: Kind, now: Millis): void {
    const place = PLACE[kind]
    if (kind === 'have') this.#mayLose()
    if (--(this.#left[place] as number) >= 0) return
    this.#fill(now)
    if ((this.#left[place] as number) < 0)
      throw new ProtocolError('flood', `sends ${kind} without end`)
  }

  /** What comes back may be lost again: a file that is chosen anew, and changed anew. */
  #mayLose(): void {
    const left = this.#left[LOST] as number
    this.#left[LOST] = Math.min(this.#mostLost, left + 1)
  }

  #fill(now: Millis): void {
    const elapsedMs = now - this.#filledAt
    this.#filledAt = now
    for (const [place, burst] of BURSTS.entries()) {
      const left = this.#left[place] as number
      if (left < burst)
        this.#left[place] = Math.min(burst, left + elapsedMs * (PER_MS[place] as number))
    }
  }
}
