/** The tabs of an emulated swarm: opened, their peers placed and linked, and asked how they are. */
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { SERVER_LIMITS } from '../../server/limits.ts'
import { attachSockets } from '../../server/sockets.ts'
import type { EmulationPlan } from '../../shared/events/emulation.ts'
import { MemoryRegistry } from '../../shared/tracker/memory.ts'
import { servePages } from '../bench/page-server.ts'
import { launchBrowser } from '../browsers.ts'
import type { Cleanup } from '../cleanup.ts'
import type { Bars } from './bars.ts'
import type { Newcomer, PeerOutcome, PeerStatus } from './page/plan.ts'
import type { SwarmTab } from './page/tab.ts'

/** In the pages. */
declare const swarmTab: SwarmTab

/** Every tab looks for its peers' links that often, real time: often enough, and cheap. */
const LOOK_EVERY_MS = 1_000
/** No link has come or gone for so long: all that will be are there. */
const QUIET_MS = 3_000
/** 700 links between 46 peers take a minute on two cores. */
const LINKING_LIMIT_MS = 240_000

/** Hosts' names by mDNS are what fails first when hundreds of links are made at once. */
const BROWSER_ARGS = ['--disable-features=WebRtcHideLocalIpsWithMdns']

export class EmulationTabs {
  readonly #tabs: readonly [Page, ...Page[]]
  readonly #signal: AbortSignal

  private constructor(tabs: readonly [Page, ...Page[]], signal: AbortSignal) {
    this.#tabs = tabs
    this.#signal = signal
  }

  static async open(count: number, cleanup: Cleanup, signal: AbortSignal): Promise<EmulationTabs> {
    const origin = await serve(cleanup)
    const browser = await launchBrowser('chromium', { args: BROWSER_ARGS })
    cleanup.add(() => browser.close())
    const context = await browser.newContext()
    const tabs: Page[] = []
    for (let i = 1; i <= count; i++) {
      signal.throwIfAborted()
      tabs.push(await openTab(`tab ${i}`, await context.newPage(), origin))
    }
    return new EmulationTabs(tabs as [Page, ...Page[]], signal)
  }

  get count(): number {
    return this.#tabs.length
  }

  /** Opens a network and lets the peers enter it, one after the other, each tab in its turn. */
  async join(plan: EmulationPlan, peers: readonly Omit<Newcomer, 'emulation'>[]): Promise<void> {
    const emulation = await this.#tabs[0].evaluate(plan => swarmTab.openEmulation(plan), plan)
    for (const [index, peer] of peers.entries()) {
      this.#signal.throwIfAborted()
      const tab = this.#tabs[index % this.#tabs.length] as Page
      await tab.evaluate(newcomer => swarmTab.join(newcomer), { ...peer, emulation })
    }
  }

  /** Resolves when no more links come. Rejects if somebody never gets one. */
  async linkedUp(bars: Bars): Promise<void> {
    let opened = -1
    let movedAt = Date.now()
    const giveUpAt = Date.now() + LINKING_LIMIT_MS
    for (;;) {
      const statuses = (await this.look()).filter(status => status.hasArrived)
      const now = sum(statuses.map(status => status.opened))
      const halfOpen = sum(statuses.map(status => status.halfOpen))
      if (now !== opened || halfOpen > 0) movedAt = Date.now()
      opened = now
      const alone = statuses.length > 1 ? statuses.filter(status => status.opened === 0).length : 0
      const done = 1 - alone / statuses.length
      bars.show([{ label: 'linking', done, note: `${opened / 2} links` }])
      if (alone === 0 && Date.now() - movedAt > QUIET_MS) return
      if (Date.now() > giveUpAt) throw new Error(tooMuch(alone, halfOpen))
    }
  }

  /** Lets emulated time go. */
  async start(): Promise<void> {
    await this.#tabs[0].evaluate(() => swarmTab.start())
  }

  /** A while later. */
  async look(): Promise<PeerStatus[]> {
    await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS))
    this.#signal.throwIfAborted()
    return this.#all(tab => tab.evaluate(() => swarmTab.statuses()))
  }

  outcomes(): Promise<PeerOutcome[]> {
    return this.#all(tab => tab.evaluate(() => swarmTab.outcomes()))
  }

  async #all<T>(ask: (tab: Page) => Promise<T | readonly T[]>): Promise<T[]> {
    return (await Promise.all(this.#tabs.map(ask))).flat() as T[]
  }
}

async function serve(cleanup: Cleanup): Promise<string> {
  const pages = await servePages(join(import.meta.dirname, 'page'), ['index.html'])
  cleanup.add(() => pages.close())
  const closeSockets = attachSockets(pages.http, {
    registry: new MemoryRegistry(Math.random),
    limits: SERVER_LIMITS,
    log: () => undefined,
    now: () => performance.now(),
  })
  cleanup.add(() => closeSockets())
  return pages.origin
}

async function openTab(name: string, tab: Page, origin: string): Promise<Page> {
  tab.on('pageerror', error => console.error(`${name}: ${error}`))
  tab.on('console', message => {
    if (message.type() === 'error') console.error(`${name}: ${message.text()}`)
  })
  await tab.goto(origin)
  await tab.waitForFunction(() => 'swarmTab' in globalThis)
  return tab
}

const tooMuch = (alone: number, halfOpen: number): string =>
  `After ${LINKING_LIMIT_MS / 1000} s, ${alone} peers have no link and ${halfOpen} links are half made: too much for this machine. Use fewer peers, or more peers in each tab.`

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
