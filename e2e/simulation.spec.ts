/** The same seed gives the same events in a browser as in Node, to the last bit of every time. */
import { type Browser, expect, type Page, test } from '@playwright/test'
import { type PageServer, servePages } from '../cli/bench/page-server.ts'
import { launchBrowser } from '../cli/browsers.ts'
import fingerprints from '../shared/simulation/fingerprints.json' with { type: 'json' }
import { SCENARIO_NAMES } from '../shared/simulation/scenarios/built-in.ts'

let server: PageServer
let browser: Browser
let page: Page

test.beforeAll(async () => {
  server = await servePages(new URL('simulation', import.meta.url).pathname, ['page.ts'])
  browser = await launchBrowser('chromium')
  page = await browser.newPage()
  await page.goto(`${server.origin}/page.html`)
  await page.waitForFunction(() => 'fingerprintOf' in window)
})

test.afterAll(async () => {
  await browser?.close()
  await server?.close()
})

for (const name of SCENARIO_NAMES) {
  const tag = name === 'ten-thousand' ? ['@full'] : []
  test(`${name}: the fingerprint in Chromium is the one in Node`, { tag }, async () => {
    const fingerprint = await page.evaluate(scenario => window.fingerprintOf(scenario), name)
    expect(fingerprint).toBe((fingerprints as Record<string, string>)[name])
  })
}
