/**
 * The latest events of a torrent, in two ring buffers: what is frequent (requests, blocks, haves:
 * hundreds a second) never pushes out what is rare (connections, chokes, failures).
 */
import type { Millis, PeerId } from '../../shared/base/ids.ts'
import { type LoggedEvent, logLine } from '../../shared/peer/log-record.ts'

/** About 2 MB: some ten seconds of a fast transfer. */
const MAX_FREQUENT = 10_000
/** About 0.5 MB: hours of connections made and lost. */
const MAX_RARE = 3_000

export const FREQUENT: ReadonlySet<string> = new Set<LoggedEvent['event']['event']>([
  'requested',
  'request',
  'block',
  'have',
  'cancel',
  'reject',
])

export class LogRing {
  readonly #frequent: Ring
  readonly #rare: Ring
  #order = 0

  constructor(maxFrequent = MAX_FREQUENT, maxRare = MAX_RARE) {
    this.#frequent = new Ring(maxFrequent)
    this.#rare = new Ring(maxRare)
  }

  push(atMs: Millis, event: LoggedEvent['event']): void {
    const ring = FREQUENT.has(event.event) ? this.#frequent : this.#rare
    ring.push({ atMs, order: this.#order++, event })
  }

  /** Oldest first. */
  toArray(): LoggedEvent[] {
    return [...this.#frequent.events, ...this.#rare.events].sort((a, b) => a.order - b.order)
  }
}

class Ring {
  readonly #limit: number
  readonly events: LoggedEvent[] = []
  /** Where the next one goes, once the ring is full: the oldest lies there. */
  #next = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  push(event: LoggedEvent): void {
    this.events[this.#next] = event
    this.#next = (this.#next + 1) % this.#limit
  }
}

/** As a file: NDJSON, one event a line, oldest first. */
export function logAsNdjson(peer: PeerId, log: readonly LoggedEvent[]): Blob {
  const lines = log.map(logged => `${logLine(peer, logged)}\n`)
  return new Blob(lines, { type: 'application/x-ndjson' })
}
