/** One tab of the share page: what a person does with it, and what it says of itself. */
import { join } from 'node:path'
import type { Browser, BrowserContext, CDPSession, Page } from '@playwright/test'
import { build } from 'vite'
import type { BitTorrentPolicies } from '../../shared/bittorrent/policies.ts'
import type { GossipStyle } from '../../shared/wire/gossip-style.ts'
import type { BrowserName } from '../browsers.ts'
import { ROOT } from '../command.ts'
import type { TabSnapshot } from './probe.ts'

/** Reading and hashing a file; `bytes` at no less than 10 MB/s, with a minute for the page. */
export const prepareLimitMs = (bytes: number): number => 60_000 + bytes / 10_000

export interface SharingOptions {
  readonly limitMs?: number
  readonly gossip?: GossipStyle | undefined
}

/** -1: as fast as it goes. */
export interface LineRates {
  readonly upBytesPerSec: number
  readonly downBytesPerSec: number
}

/** A page in a context that closes with it. */
export class ContextPage {
  readonly page: Page
  /** One session: a second one would not lift what the first has throttled. */
  #devTools: CDPSession | undefined

  protected constructor(page: Page) {
    this.page = page
  }

  /** A slow line: DevTools throttling acts on data channels. Chromium only. */
  async throttle({ upBytesPerSec, downBytesPerSec }: LineRates): Promise<void> {
    this.#devTools ??= await this.page.context().newCDPSession(this.page)
    await this.#devTools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      uploadThroughput: upBytesPerSec,
      downloadThroughput: downBytesPerSec,
    })
  }

  close(): Promise<void> {
    return this.page.context().close()
  }
}

export class Tab extends ContextPage {
  readonly name: string
  readonly browserName: BrowserName
  /** What the page threw or logged as an error: a test wants it empty, a person wants to read it. */
  readonly troubles: string[] = []

  private constructor(name: string, browserName: BrowserName, page: Page) {
    super(page)
    this.name = name
    this.browserName = browserName
    page.on('pageerror', error => this.troubles.push(String(error)))
    page.on('console', message => {
      if (message.type() === 'error') this.troubles.push(message.text())
    })
  }

  /**
   * In a context of its own: nothing stored is shared with other tabs.
   * `locale`: whose language the page speaks, whatever this machine's is.
   */
  static async open(
    name: string,
    browserName: BrowserName,
    browser: Browser,
    locale = 'en-US',
  ): Promise<Tab> {
    return Tab.in(name, browserName, await browser.newContext({ locale }))
  }

  /** In a context that is there, such as a profile on disk. */
  static async in(name: string, browserName: BrowserName, context: BrowserContext): Promise<Tab> {
    await context.addInitScript({ content: await probeScript() })
    const page = context.pages()[0] ?? (await context.newPage())
    return new Tab(name, browserName, page)
  }

  /** A further tab of the same browser, with what that stores. */
  static async beside(name: string, { browserName, page }: Tab): Promise<Tab> {
    return new Tab(name, browserName, await page.context().newPage())
  }

  /** Goes to a page of ours. Resolves once its session is there: a loaded page first fetches its texts. */
  async visit(url: string): Promise<void> {
    await this.page.goto(url)
    await this.page.waitForFunction(() => window.tabswarm !== undefined)
  }

  /** Chooses the file on the start page. Resolves with the magnet once the tab seeds. */
  async share(
    origin: string,
    path: string,
    { limitMs = prepareLimitMs(0), gossip }: SharingOptions = {},
  ): Promise<string> {
    await this.visit(origin)
    if (gossip) await this.chooseGossip(gossip)
    await this.page.locator('input[type=file]').first().setInputFiles(path)
    await this.waitUntil('seeds', tab => tab?.phase === 'seeding', limitMs)
    return (await this.demand()).magnet
  }

  /** As its person has set it in this browser before, for every torrent. */
  setPolicies(policies: Partial<BitTorrentPolicies>): Promise<unknown> {
    return this.page.addInitScript(
      chosen => localStorage.setItem('tabswarm.policies', chosen),
      JSON.stringify(policies),
    )
  }

  async chooseGossip({ mode, fidelity, roundMs, fanOut }: GossipStyle): Promise<void> {
    const options = this.page.locator('.share-options')
    await options.locator('summary').click()
    await options.getByLabel('How pieces travel').selectOption(mode)
    await options.getByLabel('What peers know of each other').selectOption(fidelity)
    await options.getByLabel('A round every').fill(String(roundMs))
    await options.getByLabel('Spoken to in a round').fill(String(fanOut))
    await options.getByLabel('Spoken to in a round').blur()
  }

  /** Opens a share link; `auto`: in a browser whose person has switched on that downloads begin by themselves. */
  async openLink(origin: string, magnet: string, { auto = false } = {}): Promise<void> {
    if (auto) await startDownloads(this.page)
    await this.visit(`${origin}/#${magnet}`)
  }

  snapshot(): Promise<TabSnapshot | undefined> {
    return this.page.evaluate(() => window.tabswarmProbe?.snapshot())
  }

  /** Of its first torrent, by the page's own limit; undefined: none. In every browser. */
  limit(upBytesPerSec: number | undefined): Promise<void> {
    return this.page.evaluate(
      upBytesPerSec =>
        window.tabswarm?.torrents[0]?.setLimits({ upBytesPerSec, downBytesPerSec: undefined }),
      upBytesPerSec,
    )
  }

  /** A snapshot of a tab that has a torrent. */
  async demand(): Promise<TabSnapshot> {
    const snapshot = await this.snapshot()
    if (!snapshot) throw new Error(`${this.name} has no torrent`)
    return snapshot
  }

  /** Asks until it is so; the state and what led to it are in the error if it never is. */
  async waitUntil(
    what: string,
    isSo: (snapshot: TabSnapshot | undefined) => boolean,
    limitMs: number,
  ): Promise<TabSnapshot | undefined> {
    const giveUpAt = Date.now() + limitMs
    for (;;) {
      const snapshot = await this.snapshot()
      if (isSo(snapshot)) return snapshot
      if (Date.now() > giveUpAt) {
        throw new Error(
          `${this.name}: not so after ${limitMs} ms: ${what}.\n${await this.#story()}`,
        )
      }
      await nextLook()
    }
  }

  /** What a failure is understood by. */
  async #story(): Promise<string> {
    const snapshot = await this.snapshot()
    const events = await this.page.evaluate(() => window.tabswarmProbe?.recentEvents() ?? [])
    const state = JSON.stringify({ ...snapshot, held: snapshot?.held.length })
    return [state, ...events, ...this.troubles].join('\n')
  }

  /** Of a file's bytes as the page gives them out, checked outside the product. */
  sha256(fileIndex = 0): Promise<string> {
    return this.page.evaluate(index => {
      if (!window.tabswarmProbe) throw new Error('the probe is not in the page')
      return window.tabswarmProbe.sha256(index)
    }, fileIndex)
  }

  requestedPieces(): Promise<number[]> {
    return this.page.evaluate(() => window.tabswarmProbe?.requestedPieces() ?? [])
  }
}

/** No address can do this: it takes the setting itself, in the browser's storage before the page loads. */
export const startDownloads = (page: Page): Promise<unknown> =>
  page.addInitScript(() => localStorage.setItem('tabswarm.autoStart', 'yes'))

/** Facts that are waited for last, and what is measured must not be slowed. */
const LOOK_EVERY_MS = 100
const nextLook = () => new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS))

/** The probe as one script, for `addInitScript`: a page's content security policy does not stop it. */
const probeScript = (): Promise<string> => {
  script ??= bundle()
  return script
}

let script: Promise<string> | undefined

async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    build: {
      write: false,
      minify: false,
      target: 'es2023',
      lib: { entry: join(ROOT, 'cli/tabs/probe.ts'), formats: ['iife'], name: 'probe' },
    },
  })
  const [output] = Array.isArray(built) ? built : [built]
  if (!output || !('output' in output)) throw new Error('bug: the probe was not built')
  return output.output[0].code
}
