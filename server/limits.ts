/** Limits for one socket, for one address, and for all of them together. */
import type { Rate } from '../shared/base/bucket.ts'
import type { FairLimits } from '../shared/base/fair-budget.ts'

export interface ServerLimits {
  readonly maxSockets: number
  readonly maxSocketsPerAddress: number
  /** Packets of any kind from one connection; with more it is closed. */
  readonly packets: Rate
  /** Further announces are answered with a failure. */
  readonly announces: Rate
  /** Further signals are dropped, and offers refused. */
  readonly signals: Rate
  /** Offers to one socket, by address of who offers; further ones are refused. */
  readonly calls: FairLimits
  /** Openings of emulated networks; further ones are refused. */
  readonly emulationOpenings: Rate
  /** Messages about emulated networks; further ones are dropped. */
  readonly emulationMessages: Rate
  /** UTF-16 units waiting to be sent on one socket; with more it is closed. */
  readonly maxUnsentLength: number
}

export const SERVER_LIMITS: ServerLimits = {
  // Some 40 KB each, measured: 400 MB in all.
  maxSockets: 10_000,
  // A lecture hall, or a proxy in front of the server, is one address.
  maxSocketsPerAddress: 1_000,
  // Twice what the limits below allow together: only a flood exceeds it.
  packets: { burst: 2_000, perSecond: 240 },
  // 64 torrents opened at once, started and completed; then, by gossip, one each 3 s is 22 a second.
  announces: { burst: 150, perSecond: 24 },
  // 30 dials at once, each an offer or answer and some 10 candidates, with room to spare.
  signals: { burst: 500, perSecond: 50 },
  // A lecture hall behind one address, all of it calling the one who shares; and others besides.
  calls: { windowMs: 60_000, perSender: 120, inAll: 300, reserve: 300, sure: 5 },
  // A study opens one emulation after another; each costs the parsing of a file.
  emulationOpenings: { burst: 10, perSecond: 0.1 },
  // A second has 4 beats, up to 50 rate orders confirmed, flows that begin and end, samples of the time.
  emulationMessages: { burst: 300, perSecond: 60 },
  // A thousand offers: a tab that does not read them is gone or hostile.
  maxUnsentLength: 4 * 1024 * 1024,
}
