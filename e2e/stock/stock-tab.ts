/** A tab with stock WebTorrent in it, from another origin than ours: what tests do with it. */
import type { Browser, CDPSession, Page } from '@playwright/test'
import { type PageServer, servePages } from '../../cli/bench/page-server.ts'
import { type LineRates, throttleLine } from '../../cli/tabs/tab.ts'
import type { StockPage } from './page.ts'

/** In the page. */
declare const stock: StockPage

export const serveStock = (): Promise<PageServer> => servePages(import.meta.dirname, ['page.ts'])

export class StockTab {
  readonly page: Page
  /** One session: a second one would not lift what the first has throttled. */
  #devTools: CDPSession | undefined

  private constructor(page: Page) {
    this.page = page
  }

  static async open(browser: Browser, pages: PageServer): Promise<StockTab> {
    const context = await browser.newContext()
    const tab = new StockTab(await context.newPage())
    await tab.page.goto(`${pages.origin}/page.html`)
    await tab.page.waitForFunction(() => 'stock' in globalThis)
    return tab
  }

  /** Resolves with the magnet link. */
  async seed(announce: string, name: string, paths: readonly string[]): Promise<string> {
    await this.page.locator('#files').setInputFiles([...paths])
    return this.page.evaluate(([announce, name]) => stock.seed(announce, name), [
      announce,
      name,
    ] as const)
  }

  leech(magnet: string): Promise<void> {
    return this.page.evaluate(magnet => stock.leech(magnet), magnet)
  }

  /** Pieces that are there and verified. */
  held(): Promise<number[]> {
    return this.page.evaluate(() => stock.held())
  }

  async waitUntilDone(limitMs: number): Promise<void> {
    await this.page.waitForFunction(() => stock.isDone(), undefined, { timeout: limitMs })
  }

  /** A slow line: DevTools throttling acts on data channels. */
  async throttle(rates: LineRates): Promise<void> {
    this.#devTools ??= await this.page.context().newCDPSession(this.page)
    await throttleLine(this.#devTools, rates)
  }

  /** By file name. */
  sha256(): Promise<Record<string, string>> {
    return this.page.evaluate(() => stock.sha256())
  }

  /** Says goodbye to everybody. */
  leave(): Promise<void> {
    return this.page.evaluate(() => stock.leave())
  }

  close(): Promise<void> {
    return this.page.context().close()
  }
}

export type { PageServer }
