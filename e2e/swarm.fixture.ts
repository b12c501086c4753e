/** A server of its own for every test, tabs of real browsers on it, and files to share. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, test as base, type Page } from '@playwright/test'
import { type BrowserName, findBrowser, launchBrowser } from '../cli/browsers.ts'
import { Cleanup } from '../cli/command.ts'
import { sha256OfFile, writeRandomFile } from '../cli/content.ts'
import { Tab } from '../cli/tabs/tab.ts'
import { type RunningServer, startServer } from '../server/start.ts'

export { expect } from '@playwright/test'

/** Web servers by names that look public: to a page this machine's own address is one that it never asks. */
const NAMES = {
  args: ['--host-resolver-rules=MAP *.example 127.0.0.1'],
  prefs: { 'network.dns.localDomains': 'seed.example' },
}

export const hasFirefox = findBrowser('firefox') !== undefined
export const NEEDS_FIREFOX = 'needs Firefox, and none was found'
/** Of what is tested in each browser `npm test` runs Chromium's, and `npm run test:full` both. */
export const tagOf = (browser: BrowserName): string[] => (browser === 'chromium' ? [] : ['@full'])

export interface SharedContent {
  readonly path: string
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

type Launch = (name: BrowserName) => Promise<Browser>

export class Swarm {
  readonly #cleanup: Cleanup
  readonly #launch: Launch
  #server: RunningServer
  #tabs = 0
  /** Emptied and removed after the test. */
  readonly folder: string

  constructor(server: RunningServer, launch: Launch, folder: string, cleanup: Cleanup) {
    this.#server = server
    this.#launch = launch
    this.folder = folder
    this.#cleanup = cleanup
    cleanup.add(() => this.#server.close())
  }

  get origin(): string {
    return `http://localhost:${this.#server.port}`
  }

  async tab(browserName: BrowserName = 'chromium', locale?: string): Promise<Tab> {
    const name = `tab ${++this.#tabs}`
    const tab = await Tab.open(name, browserName, await this.#launch(browserName), locale)
    this.#cleanup.add(() => tab.close())
    return tab
  }

  async file(name: string, bytes: number): Promise<SharedContent> {
    const path = join(this.folder, name)
    await writeRandomFile(path, bytes)
    return { path, name, bytes, sha256: await sha256OfFile(path) }
  }

  /** The link that the page shows, for this machine: what it shows is for others, without HTTPS. */
  async linkOn(page: Page): Promise<string> {
    await page.getByLabel('Send this link').waitFor()
    const magnet = await page.evaluate(() => window.tabswarm?.torrents.at(-1)?.magnet)
    return `${this.origin}/#${magnet}`
  }

  async stopServer(): Promise<void> {
    await this.#server.close()
  }

  async startServerAgain(): Promise<void> {
    this.#server = await startQuietly(this.#server.port)
  }
}

const startQuietly = (port: number): Promise<RunningServer> =>
  startServer({ port, log: () => undefined })

export const test = base.extend<{ cleanup: Cleanup; swarm: Swarm }, { launch: Launch }>({
  // One process per kind of browser for all tests; a tab's context is its own.
  launch: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from here
    async ({}, use) => {
      const launched = new Map<BrowserName, Promise<Browser>>()
      const launch = (name: BrowserName) => {
        const browser = launched.get(name) ?? launchBrowser(name, NAMES)
        launched.set(name, browser)
        return browser
      }
      await use(launch)
      for (const browser of launched.values()) await (await browser).close()
    },
    { scope: 'worker' },
  ],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from here
  cleanup: async ({}, use) => {
    const cleanup = new Cleanup()
    await use(cleanup)
    await cleanup.run()
  },

  swarm: async ({ launch, cleanup }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'tabswarm-e2e-'))
    cleanup.add(() => rm(folder, { recursive: true, force: true }))
    await use(new Swarm(await startQuietly(0), launch, folder, cleanup))
  },
})
