/** The same seed gives the same events in a browser as in Node, to the last bit of every time. */
import { type Browser, expect, type Page, test } from '@playwright/test'
import { type PageServer, servePages } from '../cli/bench/page-server.ts'
import { BROWSER_NAMES, launchBrowser } from '../cli/browsers.ts'
import fingerprints from '../shared/simulation/fingerprints.json' with { type: 'json' }
import { SCENARIO_NAMES } from '../shared/simulation/scenarios/built-in.ts'
import { hasFirefox, NEEDS_FIREFOX, tagOf } from './swarm.fixture.ts'

/**
 * `npm test` compares these in Chromium: random arrivals, gossip, and a swarm that is too large for the
 * unit tests. The others it compares in Node alone (shared/simulation/fingerprints.test.ts).
 */
const COMPARED_ALWAYS = new Set(['churn', 'report', 'thousand'])

for (const browserName of BROWSER_NAMES) {
  test.describe(browserName, () => {
    test.skip(browserName === 'firefox' && !hasFirefox, NEEDS_FIREFOX)
    let server: PageServer
    let browser: Browser
    let page: Page

    test.beforeAll(async () => {
      server = await servePages(new URL('simulation', import.meta.url).pathname, ['page.ts'])
      browser = await launchBrowser(browserName)
      page = await browser.newPage()
      await page.goto(`${server.origin}/page.html`)
      await page.waitForFunction(() => 'fingerprintOf' in window)
    })

    test.afterAll(async () => {
      await browser?.close()
      await server?.close()
    })

    for (const name of SCENARIO_NAMES) {
      const tag = COMPARED_ALWAYS.has(name) ? tagOf(browserName) : ['@full']
      test(`${name}: the fingerprint here is the one in Node`, { tag }, async () => {
        const fingerprint = await page.evaluate(scenario => window.fingerprintOf(scenario), name)
        expect(fingerprint).toBe((fingerprints as Record<string, string>)[name])
      })
    }
  })
}
