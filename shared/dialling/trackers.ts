/** The trackers of one torrent: our server, which names members, and others, which hand out open offers. */
import { earliest, type Millis } from '../base/ids.ts'
import { Announcer, type AnnouncerOptions } from './announcer.ts'
import type { Dialler } from './dialler.ts'
import type { Announcement, DiallingInput, OpenOffer, Output } from './effect.ts'
import { SERVER, type TrackerName } from './way.ts'

/** Remotes asked of the server: enough to fill our links. */
const NUMWANT = 50
/** As WebTorrent. Each is a connection to the browser until somebody takes it, or its time is over. */
const OFFERS_PER_ANNOUNCE = 5
/** With this many links, no open offers are made. */
const ENOUGH_LINKS = 15

/** The figures that trackers are told, in bytes. */
export type Transfer = Pick<Announcement, 'uploaded' | 'downloaded' | 'left'>

export interface TrackersOptions extends Pick<AnnouncerOptions, 'announceIntervalMs'> {
  readonly trackers: readonly TrackerName[]
  transfer(): Transfer
}

export interface TrackersView {
  /** Up if any tracker is, down if all are. */
  readonly state: 'unknown' | 'up' | 'down'
  /** Peers may be members at several trackers: the largest count is the least wrong. */
  readonly seeders: number
  readonly leechers: number
  readonly trouble: string | undefined
}

interface Tracker {
  readonly name: TrackerName
  readonly announcer: Announcer
  seeders: number
  leechers: number
}

export type TrackerInput = Extract<
  DiallingInput,
  { type: 'trackerUp' | 'trackerDown' | 'announced' | 'announceFailed' }
>
type Event = Announcement['event'] | null

export class Trackers {
  readonly #output: Output
  readonly #dialler: Dialler
  readonly #transfer: () => Transfer
  readonly #isBrisk: boolean
  readonly #all: Tracker[] = []
  readonly #announceIntervalMs: Millis | undefined
  #nextDeadline: Millis | undefined
  /** Why the server refuses us. */
  #trouble: string | undefined

  constructor(options: TrackersOptions, output: Output, dialler: Dialler) {
    const { trackers, announceIntervalMs, transfer } = options
    this.#output = output
    this.#dialler = dialler
    this.#transfer = transfer
    this.#isBrisk = announceIntervalMs !== undefined
    this.#announceIntervalMs = announceIntervalMs
    for (const tracker of trackers) this.add(tracker)
  }

  add(name: TrackerName): void {
    if (this.#of(name) !== undefined) return
    const announceIntervalMs = this.#announceIntervalMs
    const options = { isServer: name === SERVER, announceIntervalMs }
    const announcer = new Announcer(options, () => this.#moved())
    this.#all.push({ name, announcer, seeders: 0, leechers: 0 })
  }

  get isServerUp(): boolean {
    return this.#of(SERVER)?.announcer.line === 'up'
  }

  /** Kept, because a peer asks for it after every input. */
  get nextDeadline(): Millis | undefined {
    return this.#nextDeadline
  }

  #moved(): void {
    this.#nextDeadline = undefined
    for (const { announcer } of this.#all)
      this.#nextDeadline = earliest(this.#nextDeadline, announcer.nextAt)
  }

  inspect(): TrackersView {
    const lines = this.#all.map(({ announcer }) => announcer.line)
    const isDown = lines.length > 0 && lines.every(line => line === 'down')
    return {
      state: lines.includes('up') ? 'up' : isDown ? 'down' : 'unknown',
      seeders: Math.max(0, ...this.#all.map(({ seeders }) => seeders)),
      leechers: Math.max(0, ...this.#all.map(({ leechers }) => leechers)),
      trouble: this.#trouble,
    }
  }

  /** `announceIfDue` follows. */
  handle(input: TrackerInput): void {
    const tracker = this.#of(input.tracker)
    if (tracker === undefined) return
    switch (input.type) {
      case 'trackerUp':
        return tracker.announcer.up(this.#output.now)
      case 'trackerDown':
        return this.#down(tracker, input.reason)
      case 'announced':
        return this.#announced(tracker, input)
      case 'announceFailed':
        tracker.announcer.failed(this.#output.now)
        if (tracker.name === SERVER) this.#trouble = input.reason
        this.#output.log({ event: 'announceFailed', reason: input.reason })
        return
    }
  }

  completed(): void {
    for (const { announcer } of this.#all) announcer.completed(this.#output.now)
  }

  /** `isLonely`: a leecher without links. */
  announceIfDue(isLonely: boolean): void {
    const { now } = this.#output
    for (const tracker of this.#all) {
      if (isLonely) tracker.announcer.lonely(now)
      const event = tracker.announcer.due(now)
      if (event !== undefined) this.#announce(tracker, event)
    }
  }

  /** Tells every tracker that may have heard of us, even if its answer is still due. */
  leave(): void {
    for (const { name, announcer } of this.#all) {
      const isKnown = name === SERVER ? announcer.line === 'up' : announcer.isStarted
      if (isKnown) this.#send(name, 'stopped', [])
      announcer.down()
    }
  }

  #down({ name, announcer }: Tracker, reason: string): void {
    announcer.down()
    this.#output.log({ event: 'trackerDown', reason })
    if (name === SERVER) this.#dialler.serverDown()
    // It hands them to nobody any more.
    else this.#dialler.openOffers.close('the tracker is gone', name)
  }

  #announced(tracker: Tracker, reply: TrackerInput & { type: 'announced' }): void {
    const { seeders, leechers, intervalMs, peers = [], stock = [] } = reply
    tracker.announcer.announced(intervalMs, this.#output.now)
    tracker.seeders = seeders
    tracker.leechers = leechers
    this.#output.log({ event: 'announced', seeders, leechers })
    if (tracker.name !== SERVER) return
    this.#trouble = undefined
    this.#dialler.listed(peers, stock)
  }

  #announce(tracker: Tracker, event: 'started' | 'completed' | null): void {
    const { name, announcer } = tracker
    const { openOffers, neighbours } = this.#dialler
    const { now } = this.#output
    const wantsOffers = name !== SERVER && event !== 'completed' && neighbours.size < ENOUGH_LINKS
    if (!wantsOffers) {
      announcer.sent(event, now)
      this.#send(name, event, [])
      return
    }
    announcer.gather()
    openOffers.make(OFFERS_PER_ANNOUNCE, name, offers => {
      const gathered = announcer.gathered(this.#output.now)
      if (gathered === undefined) return
      announcer.sent(gathered, this.#output.now)
      this.#send(name, gathered, offers)
    })
  }

  #send(tracker: TrackerName, event: Event, offers: readonly OpenOffer[]): void {
    this.#output.emit({
      type: 'announce',
      tracker,
      offers,
      ...(event && { event }),
      ...this.#transfer(),
      numwant: event === 'stopped' ? 0 : NUMWANT,
      ...(this.#isBrisk && { brisk: true }),
    })
  }

  #of(name: TrackerName): Tracker | undefined {
    return this.#all.find(tracker => tracker.name === name)
  }
}
