/**
 * The tabs that take part in this page's swarms, and the peers that it runs itself. Knows who is here
 * and passes orders and reports; what a run makes of them is the run's.
 */
import { computed, signal } from '@preact/signals'
import type { PeerId } from '../../../shared/base/ids.ts'
import type { Channel } from '../../host/channel/channel.ts'
import { WorkerClock } from '../../host/clock.ts'
import type { LinkSink } from '../../host/connection-table.ts'
import { MAX_PEERS_IN_TAB } from '../../host/emulation/tab-peers.ts'
import { newMeetingCode } from '../../host/hash.ts'
import { Rendezvous } from '../../host/rendezvous.ts'
import { Crewmate } from './crewmate.ts'
import { FrameReader, sendFrame } from './frames.ts'
import { type Order, parseReport, type Report } from './messages.ts'

/** Each is a connection and a line of a list; an emulated network takes no more. */
const MAX_TABS = 250

/** Whoever runs peers for a run: another tab, or this page. */
export interface Hand {
  /** How many peers it is to run. */
  readonly places: number
  give(order: Order): void
}

export type HearReport = (hand: Hand, report: Report | 'gone') => void

interface CrewTab extends Hand {
  readonly channel: Channel
  readonly browser: string
}

export class Crew {
  /** Also this page's name in the swarm where they meet. */
  readonly code = newMeetingCode()
  readonly tabs = signal<readonly CrewTab[]>([])
  /** Peers that this page runs itself. */
  readonly here = signal(0)
  readonly places = computed(() => this.tabs.value.length + this.here.value)
  readonly trouble = signal<string | undefined>(undefined)
  readonly #clock = new WorkerClock()
  readonly #own = new Crewmate(this.#clock, report => this.#hear(this.#ownHand, report))
  readonly #ownHand: Hand
  readonly #meeting: Rendezvous
  /** The run that is under way. */
  #listener: HearReport | undefined

  constructor() {
    const { here } = this
    this.#ownHand = {
      get places() {
        return here.value
      },
      give: order => this.#own.obey(order),
    }
    this.#meeting = new Rendezvous({
      code: this.code,
      self: this.code as PeerId,
      clock: this.#clock,
      maxLinks: MAX_TABS,
      onListed: () => {
        this.trouble.value = undefined
      },
      onTrouble: why => {
        this.trouble.value = why
      },
      onOpen: (_, channel, hangUp) => this.#opened(channel, hangUp),
      onFailed: () => {},
    })
  }

  /** What another tab opens to take part. */
  get link(): string {
    return `${location.origin}/lab/#join=${this.code}`
  }

  /** Those who can be given places now. */
  get hands(): readonly Hand[] {
    return this.here.value > 0 ? [this.#ownHand, ...this.tabs.value] : this.tabs.value
  }

  /** In processes of their own: tabs that know each other would share one thread. */
  openTabs(count: number): void {
    for (let i = 0; i < count; i++) window.open(this.link, '_blank', 'noopener')
  }

  addHere(count: number): void {
    this.here.value = Math.min(this.here.value + count, MAX_PEERS_IN_TAB)
  }

  clearHere(): void {
    this.here.value = 0
  }

  /** One run at a time. */
  listen(listener: HearReport | undefined): void {
    this.#listener = listener
  }

  /** The other tabs look for this page until they are closed. */
  close(): void {
    this.#own.close()
    this.#meeting.close()
    this.#clock.close()
  }

  #opened(channel: Channel, hangUp: () => void): LinkSink {
    const reader = new FrameReader()
    let tab: CrewTab | undefined
    const gone = () => {
      if (!tab) return
      this.tabs.value = this.tabs.value.filter(each => each !== tab)
      this.#listener?.(tab, 'gone')
      tab = undefined
    }
    const hear = (message: unknown) => {
      const report = parseReport(message)
      if (!report) throw new Error('a report that this page does not know')
      if (report.report === 'here' && !tab) {
        tab = {
          places: 1,
          channel,
          browser: report.browser,
          give: order => sendFrame(channel, order),
        }
        this.tabs.value = [...this.tabs.value, tab]
      } else if (tab) this.#hear(tab, report)
    }
    return {
      onBytes: bytes => {
        try {
          for (const message of reader.push(bytes)) hear(message)
        } catch (error) {
          console.warn(error)
          this.trouble.value = 'A tab of another version of this page came. Reload it.'
          hangUp()
          gone()
        }
      },
      onDrained: () => {},
      onClose: gone,
    }
  }

  #hear(hand: Hand, report: Report): void {
    this.#listener?.(hand, report)
  }
}
