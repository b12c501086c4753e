/** The lab on a server, in a browser: once for all tests of a worker; a test has a context of its own. */
import { type Browser, test as base, type Page } from '@playwright/test'
import { launchBrowser } from '../cli/browsers.ts'
import { startServer } from '../server/start.ts'
import { DESK } from './looks.ts'

export { expect } from '@playwright/test'

export const test = base.extend<object, { browser: Browser; origin: string }>({
  browser: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from here
    async ({}, use) => {
      const browser = await launchBrowser('chromium')
      await use(browser)
      await browser.close()
    },
    { scope: 'worker' },
  ],
  origin: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from here
    async ({}, use) => {
      const server = await startServer({ port: 0, log: () => undefined })
      await use(`http://localhost:${server.port}`)
      await server.close()
    },
    { scope: 'worker' },
  ],
  baseURL: ({ origin }, use) => use(origin),
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from here
  viewport: ({}, use) => use(DESK),
})

/** The playback to this share of the run, as by dragging. */
export const scrubTo = (page: Page, share: number): Promise<void> =>
  page.locator('.scrubber input').evaluate((slider, to) => {
    const input = slider as HTMLInputElement
    input.value = String(Number(input.max) * to)
    input.dispatchEvent(new Event('input', { bubbles: true }))
  }, share)
