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
  /** UTF-16 units a socket has not taken off our hands. Past it the socket is closed. */
  readonly maxUnsentLength: number
}

export const SERVER_LIMITS: ServerLimits = {
  // Some 40 KB each, measured: 400 MB in all.
  maxSockets: 10_000,
  // A lecture hall, or a proxy in front of the server, is one address.
  maxSocketsPerAddress: 1_000,
  // Twice what the two below let through together: only a flood gets here.
  packets: { burst: 1_200, perSecond: 120 },
  // 64 torrents opened at once, started and completed; then one each 30 s is 2 a second.
  announces: { burst: 150, perSecond: 4 },
  // 30 dials at once, each an offer or answer and some 10 candidates, with room to spare.
  signals: { burst: 500, perSecond: 50 },
  // A thousand offers. A tab that slow is gone or hostile.
  maxUnsentLength: 4 * 1024 * 1024,
}
