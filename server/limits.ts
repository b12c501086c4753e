/** What one tab, one address and all of them together may take from the server. */
import type { Rate } from '../shared/base/bucket.ts'

export interface ServerLimits {
  readonly maxSockets: number
  readonly maxSocketsPerAddress: number
  /** Every packet a connection sends, whatever it is. Past it the connection is closed. */
  readonly packets: Rate
  /** Past it an announce is answered with a failure. */
  readonly announces: Rate
  /** Past it a signal is dropped, and an offer refused. */
  readonly signals: Rate
  /** Of emulated networks. Past it the opening is refused. */
  readonly emulationOpenings: Rate
  /** All that is said about them. Past it a message is dropped. */
  readonly emulationMessages: Rate
  /** UTF-16 units a socket has not taken off our hands. Past it the socket is closed. */
  readonly maxUnsentLength: number
}

export const SERVER_LIMITS: ServerLimits = {
  // Some 40 KB each, measured: 400 MB in all.
  maxSockets: 10_000,
  // A lecture hall, or a proxy in front of the server, is one address.
  maxSocketsPerAddress: 1_000,
  // Twice what those below let through together: only a flood gets here.
  packets: { burst: 2_000, perSecond: 240 },
  // 64 torrents opened at once, started and completed; then, by gossip, one each 3 s is 22 a second.
  announces: { burst: 150, perSecond: 24 },
  // 30 dials at once, each an offer or answer and some 10 candidates, with room to spare.
  signals: { burst: 500, perSecond: 50 },
  // A study opens one after the other; each costs the parsing of a file.
  emulationOpenings: { burst: 10, perSecond: 0.1 },
  // 4 beats and up to 50 orders followed a second, flows that come and go, samples of the time.
  emulationMessages: { burst: 300, perSecond: 60 },
  // A thousand offers. A tab that slow is gone or hostile.
  maxUnsentLength: 4 * 1024 * 1024,
}
