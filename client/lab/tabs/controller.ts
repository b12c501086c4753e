/** The agents of this page: the tabs that run peers for it, and the peers that it runs itself. */
import { computed, signal } from '@preact/signals'
import type { Channel } from '../../host/channel/channel.ts'
import { WorkerClock } from '../../host/clock.ts'
import type { LinkSink } from '../../host/connection-table.ts'
import { MAX_PEERS_IN_TAB } from '../../host/emulation/tab-peers.ts'
import { identityByLibrary } from '../../host/identity-by-library.ts'
import { Rendezvous } from '../../host/rendezvous.ts'
import { labView } from '../../language/lab-view.ts'
import { serverInWords } from '../../share/error-words.ts'
import type { Say } from '../../share/saying.ts'
import { hearing, sendFrame } from './frames.ts'
import { type Command, parseReport, type Report } from './messages.ts'
import { rememberOwnCode } from './own-codes.ts'
import { PeerRunner } from './peer-runner.ts'

/** An emulated network takes no more. */
const MAX_TABS = 250

/** Another tab, or this page itself, that runs peers of a swarm. */
export interface Agent {
  readonly places: number
  send(command: Command): void
}

export type ReportListener = (agent: Agent, report: Report | 'gone') => void

interface ConnectedTab extends Agent {
  readonly channel: Channel
  readonly browser: string
}

export class Controller {
  readonly #identity = identityByLibrary()
  /** This page's name in the swarm where they meet, and that swarm's. */
  readonly code: string = this.#identity.peerId
  readonly tabs = signal<readonly ConnectedTab[]>([])
  readonly here = signal(0)
  readonly places = computed(() => this.tabs.value.length + this.here.value)
  readonly trouble = signal<Say | undefined>(undefined)
  readonly #clock = new WorkerClock()
  readonly #own = new PeerRunner(this.#clock, report => this.#hear(this.#ownAgent, report))
  readonly #ownAgent: Agent
  readonly #rendezvous: Rendezvous
  #listener: ReportListener | undefined

  constructor() {
    const { here } = this
    rememberOwnCode(this.code)
    this.#ownAgent = {
      get places() {
        return here.value
      },
      send: command => this.#own.obey(command),
    }
    this.#rendezvous = new Rendezvous({
      code: this.code,
      self: this.#identity,
      clock: this.#clock,
      maxLinks: MAX_TABS,
      onListed: () => {
        this.trouble.value = undefined
      },
      onTrouble: why => {
        this.trouble.value = () => serverInWords(why) ?? { english: why }
      },
      onOpen: (_, channel, hangUp) => this.#opened(channel, hangUp),
      onFailed: () => {},
    })
  }

  /** Whoever opens it becomes an agent: at once in this browser, by a click elsewhere. */
  linkAt(origin: string): string {
    return `${origin}/lab/#join=${this.code}`
  }

  get agents(): readonly Agent[] {
    return this.here.value > 0 ? [this.#ownAgent, ...this.tabs.value] : this.tabs.value
  }

  /** Without an opener each tab gets a process of its own; otherwise they would share one thread. */
  openTabs(count: number): void {
    for (let i = 0; i < count; i++) window.open(this.linkAt(location.origin), '_blank', 'noopener')
  }

  addHere(count: number): void {
    this.here.value = Math.min(this.here.value + count, MAX_PEERS_IN_TAB)
  }

  clearHere(): void {
    this.here.value = 0
  }

  listen(listener: ReportListener | undefined): void {
    this.#listener = listener
  }

  /** The other tabs try to reconnect until they are closed. */
  close(): void {
    this.#own.close()
    this.#rendezvous.close()
    this.#clock.close()
  }

  #opened(channel: Channel, hangUp: () => void): LinkSink {
    let tab: ConnectedTab | undefined
    const gone = () => {
      if (!tab) return
      this.tabs.value = this.tabs.value.filter(each => each !== tab)
      this.#listener?.(tab, 'gone')
      tab = undefined
    }
    const hear = (report: Report) => {
      if (report.report === 'here' && !tab) {
        tab = {
          places: 1,
          channel,
          browser: report.browser,
          send: command => sendFrame(channel, command),
        }
        this.tabs.value = [...this.tabs.value, tab]
      } else if (tab) this.#hear(tab, report)
    }
    return hearing({
      parse: parseReport,
      hear,
      onStrange: () => {
        this.trouble.value = () => labView.texts.where.otherVersion
        hangUp()
        gone()
      },
      onClose: gone,
    })
  }

  #hear(agent: Agent, report: Report): void {
    this.#listener?.(agent, report)
  }
}
