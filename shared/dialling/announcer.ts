/** When to tell one tracker what (BEP 3 events). */
import type { Millis } from '../base/ids.ts'

/**
 *             up                        offers are wanted       all made
 *   unknown ------> waiting (until) --------------------> gathering ----> waiting
 *    down                |    ^-- announced, failed -- asking
 *                        +------------- sent --------------^
 *   Of another tracker than the server `sent` leads back to waiting.     any: down -> down, up -> waiting
 */
type State =
  | { readonly state: 'unknown' | 'down' }
  | { readonly state: 'waiting'; readonly until: Millis }
  /** An announce is due; its open offers are being made. */
  | { readonly state: 'gathering' }
  | { readonly state: 'asking'; readonly event: Event | null }

type Event = 'started' | 'completed'

/** Until the tracker says otherwise. */
const DEFAULT_INTERVAL_MS = 30_000
/** A leecher without any link announces sooner. */
const LONELY_INTERVAL_MS = 5_000
const RETRY_MS = 5_000
/** A tracker may neither silence us nor make us flood it. */
const MAX_INTERVAL_MS = 30 * 60_000
const MIN_SERVER_INTERVAL_MS = 1_000
const MIN_INTERVAL_MS = 10_000

export interface AnnouncerOptions {
  /** It answers each announce, and names members. Others need not answer, and hand out offers. */
  readonly isServer: boolean
  /** We announce to the server at least this often, even if it asks for a longer interval. */
  readonly announceIntervalMs?: Millis | undefined
}

export class Announcer {
  readonly #options: AnnouncerOptions
  readonly #moved: () => void
  #state: State = { state: 'unknown' }
  #nextAt: Millis | undefined
  #intervalMs = DEFAULT_INTERVAL_MS
  /** The tracker has heard `started` since it was last reached. */
  #started = false
  /** The tracker has yet to be told that the download has finished. */
  #completed = false
  #lastAt: Millis = Number.NEGATIVE_INFINITY

  /** `moved`: `nextAt` may be another one. */
  constructor(options: AnnouncerOptions, moved = () => {}) {
    this.#options = options
    this.#moved = moved
  }

  get line(): 'unknown' | 'up' | 'down' {
    const { state } = this.#state
    return state === 'unknown' || state === 'down' ? state : 'up'
  }

  get isStarted(): boolean {
    return this.line === 'up' && this.#started
  }

  /** When an announce is due. */
  get nextAt(): Millis | undefined {
    return this.#nextAt
  }

  up(now: Millis): void {
    this.#started = false
    this.#enter({ state: 'waiting', until: now })
  }

  down(): void {
    this.#enter({ state: 'down' })
  }

  /** The download has finished during this session: worth telling at once. */
  completed(now: Millis): void {
    this.#completed = true
    if (this.#state.state === 'waiting') this.#wait(now)
  }

  lonely(now: Millis): void {
    if (this.#state.state !== 'waiting' || !this.#options.isServer) return
    const { until } = this.#state
    this.#wait(Math.min(until, Math.max(now, this.#lastAt + LONELY_INTERVAL_MS)))
  }

  /** The event to announce now, null for a periodic one, undefined when nothing is due. */
  due(now: Millis): Event | null | undefined {
    switch (this.#state.state) {
      case 'waiting':
        return now >= this.#state.until ? this.#next : undefined
      case 'gathering': // An event waits for no offers.
        return this.#started && this.#completed ? 'completed' : undefined
      default:
        return undefined
    }
  }

  /** The offers for the due announce are being made: `gathered` follows. */
  gather(): void {
    this.#enter({ state: 'gathering' })
  }

  /** The event to announce with the offers; undefined if the tracker is gone by now. */
  gathered(now: Millis): Event | null | undefined {
    if (this.#state.state !== 'gathering') return undefined
    this.#wait(now)
    return this.#started ? null : 'started'
  }

  sent(event: Event | null, now: Millis): void {
    this.#lastAt = now
    if (this.#options.isServer) this.#enter({ state: 'asking', event })
    else {
      this.#know(event)
      if (this.#state.state === 'waiting') this.#waitInterval(now)
    }
  }

  announced(intervalMs: number, now: Millis): void {
    const { isServer, announceIntervalMs = MAX_INTERVAL_MS } = this.#options
    const lawfulMs = Number.isFinite(intervalMs) ? intervalMs : DEFAULT_INTERVAL_MS
    this.#intervalMs = isServer
      ? Math.min(Math.max(lawfulMs, MIN_SERVER_INTERVAL_MS), announceIntervalMs)
      : Math.min(Math.max(lawfulMs, MIN_INTERVAL_MS), MAX_INTERVAL_MS)
    const { state } = this.#state
    if (state === 'asking') this.#know(this.#state.event)
    // A server's reply in another state answers an announce from before a break, and is ignored.
    if (state === 'asking' || !this.#options.isServer) this.#waitInterval(now)
  }

  failed(now: Millis): void {
    if (this.#state.state === 'asking') this.#wait(now + RETRY_MS)
  }

  get #next(): Event | null {
    if (!this.#started) return 'started'
    return this.#completed ? 'completed' : null
  }

  /** A download that finished during a periodic announce is still to be told. */
  #know(event: Event | null): void {
    if (event === 'completed') this.#completed = false
    this.#started = true
  }

  #waitInterval(now: Millis): void {
    if (this.#state.state === 'waiting' || this.#state.state === 'asking')
      this.#wait(this.#completed ? now : now + this.#intervalMs)
  }

  #wait(until: Millis): void {
    this.#enter({ state: 'waiting', until })
  }

  #enter(state: State): void {
    this.#state = state
    this.#nextAt = state.state === 'waiting' ? state.until : undefined
    this.#moved()
  }
}
