/** The tabs of an emulated swarm: opened, their peers placed and linked, and asked how they are. */
import type { Page } from '@playwright/test'
import { Linking } from '../../client/host/emulation/linking.ts'
import type { Newcomer, PeerOutcome, PeerStatus } from '../../client/host/emulation/newcomer.ts'
import type { EmulationId, EmulationPlan } from '../../shared/events/emulation.ts'
import { serveWithServer } from '../bench/page-server.ts'
import { launchBrowser, tellTroubles } from '../browsers.ts'
import type { Cleanup } from '../command.ts'
import type { Bars } from './bars.ts'
import type { SwarmTab } from './page.ts'

declare const swarmTab: SwarmTab

/** Between two looks at every tab's peers: real time. */
const LOOK_EVERY_MS = 1_000
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
    const page = await serveWithServer(import.meta.dirname, 'page.ts', cleanup)
    const browser = await launchBrowser('chromium', { args: BROWSER_ARGS })
    cleanup.add(() => browser.close())
    const context = await browser.newContext()
    const tabs: Page[] = []
    for (let i = 1; i <= count; i++) {
      signal.throwIfAborted()
      tabs.push(await openTab(`tab ${i}`, await context.newPage(), page))
    }
    return new EmulationTabs(tabs as [Page, ...Page[]], signal)
  }

  get count(): number {
    return this.#tabs.length
  }

  openEmulation(plan: EmulationPlan): Promise<EmulationId> {
    return this.#tabs[0].evaluate(plan => swarmTab.openEmulation(plan), plan)
  }

  async join(newcomers: readonly Newcomer[]): Promise<void> {
    for (const [index, newcomer] of newcomers.entries()) {
      this.#signal.throwIfAborted()
      const tab = this.#tabs[index % this.#tabs.length] as Page
      await tab.evaluate(newcomer => swarmTab.join(newcomer), newcomer)
    }
  }

  /** Resolves when no more links come. Rejects if somebody never gets one. */
  async linkedUp(bars: Bars): Promise<void> {
    const linking = new Linking(Date.now())
    for (;;) {
      const { links, share, isDone, failure } = linking.look(await this.look(), Date.now())
      bars.show([{ label: 'linking', done: share, note: `${links} links` }])
      if (isDone) return
      if (failure !== undefined) throw new Error(failure)
    }
  }

  /** Lets emulated time go. */
  async start(): Promise<void> {
    await this.#tabs[0].evaluate(() => swarmTab.start())
  }

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

async function openTab(name: string, tab: Page, url: string): Promise<Page> {
  tellTroubles(tab, name)
  await tab.goto(url)
  await tab.waitForFunction(() => 'swarmTab' in globalThis)
  return tab
}
