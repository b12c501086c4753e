/** What becomes of a tab's transfers when the browser puts it aside, brings it back, reloads or copies it. */
import { BROWSER_NAMES, type BrowserName, launchBrowser } from '../cli/browsers.ts'
import type { TabSnapshot } from '../cli/tabs/probe.ts'
import { Tab } from '../cli/tabs/tab.ts'
import { expect, hasFirefox, NEEDS_FIREFOX, type Swarm, tagOf, test } from './swarm.fixture.ts'

const FILE_BYTES = 3_000_000
/** Twelve seconds for the file: half-way is a state that lasts, on a busy machine, too. */
const SLOW_BYTES_PER_SEC = 250_000
const LIMIT_MS = 40_000

const finished = (tab: TabSnapshot | undefined): boolean => tab?.phase === 'seeding'
const heldAtLeast = (bytes: number) => (tab: TabSnapshot | undefined) =>
  (tab?.bytesHeld ?? 0) >= bytes

for (const browserName of BROWSER_NAMES) {
  test.describe(browserName, () => {
    test.skip(browserName === 'firefox' && !hasFirefox, NEEDS_FIREFOX)
    const tag = tagOf(browserName)

    test('who goes back to the page goes on sharing and downloading', { tag: '@full' }, async ({
      swarm,
    }) => {
      // Playwright switches the back/forward cache of Chromium off.
      const browser = await launchBrowser(browserName, {
        withoutArgs: ['--disable-back-forward-cache'],
      })
      try {
        const file = await swarm.file('there-and-back.bin', FILE_BYTES)
        const sharer = await Tab.open('sharer', browserName, browser)
        const magnet = await sharer.share(swarm.origin, file.path)
        await sharer.limit(SLOW_BYTES_PER_SEC)
        const receiver = await Tab.open('receiver', browserName, browser)
        await receiver.openLink(swarm.origin, magnet, { auto: true })
        await receiver.waitUntil('under way', heldAtLeast(FILE_BYTES / 4), LIMIT_MS)

        const isSame = await awayAndBack(receiver, swarm)
        // Firefox keeps no page that has had connections: it begins with what the tab had.
        expect(isSame).toBe(browserName === 'chromium')
        await receiver.waitUntil('finished', finished, LIMIT_MS)
        expect(await receiver.sha256()).toBe(file.sha256)

        await awayAndBack(sharer, swarm)
        await receiver.close()
        await expect(sharer.page.getByRole('heading', { name: file.name })).toBeVisible()
        await sharer.waitUntil('shares', finished, LIMIT_MS)
        const newcomer = await swarm.tab()
        await newcomer.openLink(swarm.origin, magnet, { auto: true })
        await newcomer.waitUntil('finished', finished, LIMIT_MS)
        expect(await newcomer.sha256()).toBe(file.sha256)
        expect(newcomer.troubles).toEqual([])
      } finally {
        await browser.close()
      }
    })

    test('a tab that is duplicated is a member of its own, sharing or downloading', {
      tag: '@full',
    }, async ({ swarm }) => {
      const { file, sharer, magnet } = await shared(swarm, browserName)
      const receiver = await swarm.tab(browserName)
      await receiver.openLink(swarm.origin, magnet, { auto: true })
      await receiver.waitUntil('under way', heldAtLeast(FILE_BYTES / 4), LIMIT_MS)
      const tabs = [sharer, await duplicate(sharer), receiver, await duplicate(receiver)]
      await sharer.limit(undefined)
      for (const tab of tabs) {
        await tab.waitUntil('finished', finished, LIMIT_MS)
        expect(await tab.sha256()).toBe(file.sha256)
      }
      const peers = await Promise.all(
        tabs.map(({ page }) => page.evaluate(() => window.tabswarm?.torrents[0]?.view.peerId)),
      )
      expect(new Set(peers).size).toBe(tabs.length)
      for (const [i, { page }] of tabs.entries()) {
        const linked = await page.evaluate(() =>
          window.tabswarm?.torrents[0]?.view.links.map(({ remote }) => remote),
        )
        expect(linked).not.toContain(peers[i])
        expect(new Set(linked).size).toBe(linked?.length)
      }
    })

    test('a tab that is reloaded is as it was, in each state', { tag }, async ({ swarm }) => {
      const { file, sharer, magnet } = await shared(swarm, browserName)
      const receiver = await swarm.tab(browserName)
      const { page } = receiver
      await receiver.openLink(swarm.origin, magnet)
      const download = page.getByRole('button', { name: 'Download 3 MB' })
      await expect(download).toBeVisible()
      await page.reload()
      await expect(download).toBeVisible()
      expect((await receiver.demand()).downloaded).toBe(0)

      await download.click()
      await receiver.waitUntil('under way', heldAtLeast(FILE_BYTES / 5), LIMIT_MS)
      await page.reload()
      await receiver.waitUntil('under way again', heldAtLeast(FILE_BYTES / 3), LIMIT_MS)
      await sharer.page.reload()
      await sharer.waitUntil('shares again', finished, LIMIT_MS)
      await receiver.waitUntil('at half', heldAtLeast(FILE_BYTES / 2), LIMIT_MS)

      await page.getByRole('button', { name: 'Pause' }).click()
      const { bytesHeld } = await receiver.demand()
      await page.reload()
      await expect(page.getByText('Paused: nothing moves.')).toBeVisible()
      expect((await receiver.demand()).bytesHeld).toBeGreaterThanOrEqual(bytesHeld)
      await sharer.limit(undefined)
      await page.getByRole('button', { name: 'Resume' }).click()
      await receiver.waitUntil('finished', finished, LIMIT_MS)

      await sharer.close()
      await page.reload()
      await expect(page.getByText('Complete. Every piece verified.')).toBeVisible()
      expect((await receiver.demand()).downloaded).toBe(0)
      expect(await receiver.sha256()).toBe(file.sha256)
    })
  })
}

test('a link that nobody serves is still looked for after a reload', async ({ swarm }) => {
  const tab = await swarm.tab()
  await tab.openLink(swarm.origin, `magnet:?xt=urn:btih:${'ab'.repeat(20)}&dn=nobody`)
  const waits = tab.page.getByText('Nobody with this file is online yet.')
  await expect(waits).toBeVisible()
  await tab.page.reload()
  await expect(waits).toBeVisible()
  await expect(tab.page.getByRole('heading', { name: 'nobody' })).toBeVisible()
})

test('a tab whose content the browser has thrown away shares on when it is loaded again', {
  tag: '@full',
}, async ({ swarm }) => {
  const { file, sharer, magnet } = await shared(swarm, 'chromium')
  await expect.poll(() => keepsFiles(sharer)).toBe(true)
  const devTools = await sharer.page.context().newCDPSession(sharer.page)
  const gone = sharer.page.waitForEvent('crash')
  // As a discarded tab: its process ends without a word, and what the tab stores stays.
  void devTools.send('Page.crash').catch(() => undefined)
  await gone
  await devTools.send('Page.reload')
  const receiver = await swarm.tab()
  await receiver.openLink(swarm.origin, magnet, { auto: true })
  await receiver.waitUntil('finished', finished, LIMIT_MS)
  expect(await receiver.sha256()).toBe(file.sha256)
})

async function shared(swarm: Swarm, browserName: BrowserName) {
  const file = await swarm.file('shared.bin', FILE_BYTES)
  const sharer = await swarm.tab(browserName)
  const magnet = await sharer.share(swarm.origin, file.path)
  await sharer.limit(SLOW_BYTES_PER_SEC)
  return { file, sharer, magnet }
}

/** The browser has made its own copy of what the tab shares. */
const keepsFiles = ({ page }: Tab): Promise<boolean> =>
  page.evaluate(async () => {
    const opening = indexedDB.open('tabswarm')
    await new Promise(resolve => {
      opening.onsuccess = resolve
    })
    const asking = opening.result.transaction('entries').objectStore('entries').getAllKeys()
    await new Promise(resolve => {
      asking.onsuccess = resolve
    })
    opening.result.close()
    return asking.result.some(key => String(key).endsWith('/files'))
  })

/** To another page, and Back. True if the browser has kept the page as it was. */
async function awayAndBack({ page }: Tab, { origin }: Swarm): Promise<boolean> {
  await page.evaluate(() => Object.assign(window, { mark: true }))
  await page.goto(`${origin}/nothing`)
  // Playwright waits for a page to load, and one that was kept does not.
  await page.evaluate(() => history.back()).catch(() => undefined)
  await expect(page.getByRole('button', { name: 'New share' })).toBeVisible()
  return page.evaluate(() => 'mark' in window)
}

/** As browsers do it: the address, and what is stored for the tab. */
async function duplicate(tab: Tab): Promise<Tab> {
  const { page } = tab
  const stored = await page.evaluate(() => JSON.stringify(sessionStorage))
  const copy = await Tab.beside('copy', tab)
  await copy.page.goto(new URL('/nothing', page.url()).href)
  await copy.page.evaluate(stored => {
    for (const [key, value] of Object.entries(JSON.parse(stored) as Record<string, string>))
      sessionStorage.setItem(key, value)
  }, stored)
  await copy.page.goto(page.url())
  return copy
}
