/** A tab with stock WebTorrent in it, from another origin than ours: what tests do with it. */
import type { Browser } from '@playwright/test'
import { type PageServer, servePages } from '../../cli/bench/page-server.ts'
import { ContextPage } from '../../cli/tabs/tab.ts'
import type { StockPage } from './page.ts'

declare const stock: StockPage

export const serveStock = (): Promise<PageServer> => servePages(import.meta.dirname, ['page.ts'])

export class StockTab extends ContextPage {
  static async open(browser: Browser, pages: PageServer): Promise<StockTab> {
    const context = await browser.newContext()
    const tab = new StockTab(await context.newPage())
    await tab.page.goto(`${pages.origin}/page.html`)
    await tab.page.waitForFunction(() => 'stock' in globalThis)
    return tab
  }

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

  held(): Promise<number[]> {
    return this.page.evaluate(() => stock.held())
  }

  async waitUntilDone(limitMs: number): Promise<void> {
    await this.page.waitForFunction(() => stock.isDone(), undefined, { timeout: limitMs })
  }

  sha256(): Promise<Record<string, string>> {
    return this.page.evaluate(() => stock.sha256())
  }

  leave(): Promise<void> {
    return this.page.evaluate(() => stock.leave())
  }
}

export type { PageServer }
