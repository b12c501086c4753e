/** Other pages open ours, hold on to its window, move it and frame it: nothing downloads until somebody clicks here. */
import { networkInterfaces } from 'node:os'
import type { Frame, Page } from '@playwright/test'
import type { LineRates } from '../../cli/tabs/tab.ts'
import { lanAddresses } from '../../server/banner.ts'
import { expect, hasFirefox, NEEDS_FIREFOX, type Swarm, tagOf, test } from '../swarm.fixture.ts'
import { openHostileSite } from './hostile-site.ts'

const FILE_BYTES = 1_000_000
/** Twenty seconds for the file: what is said meanwhile can be read, on a busy machine, too. */
const SLOW = { upBytesPerSec: 50_000, downBytesPerSec: -1 }

for (const browser of ['chromium', 'firefox'] as const) {
  test.describe(browser, () => {
    test.skip(browser === 'firefox' && !hasFirefox, NEEDS_FIREFOX)
    const tag = tagOf(browser)

    test('a page that opens a window of ours has lost hold of it', { tag }, async ({ swarm }) => {
      const magnets = await shareSome(swarm, ['one.bin', 'two.bin'])
      const { hostile, ours, site } = await openByClick(swarm, browser, swarm.origin, magnets[0])
      await expectOffered(ours, 'one.bin')
      await expect
        .poll(() => hostile.evaluate(() => (window as unknown as Opener).ours.closed))
        .toBe(true)
      await moveTo(hostile, `${swarm.origin}/?auto#${magnets[1]}`)
      await expectOffered(ours, 'one.bin')
      await site.close()
    })

    // Browsers cut openers off by the opener policy (COOP) on https and localhost only.
    test('on plain http it can move the window on, and starts nothing in it', {
      tag: '@full',
    }, async ({ swarm }) => {
      const [address] = lanAddresses(networkInterfaces())
      test.skip(address === undefined, 'needs a network address')
      const origin = swarm.origin.replace('localhost', address as string)
      const magnets = await shareSome(swarm, ['one.bin', 'two.bin', 'three.bin'])
      const { hostile, ours, site } = await openByClick(swarm, browser, origin, magnets[0])
      await expectOffered(ours, 'one.bin')

      for (const [i, name] of ['two.bin', 'three.bin'].entries()) {
        await moveTo(hostile, `${origin}/?auto#${magnets[i + 1]}`)
        await expectOffered(ours, name)
      }
      // Another document, then a link whose address alone differs.
      await moveTo(hostile, `${origin}/?auto&again#${magnets[0]}`)
      await expectOffered(ours, 'one.bin')
      expect(await hostile.evaluate(askTheWindow)).toEqual(['SecurityError', 'SecurityError'])
      await ours.reload()
      await expectOffered(ours, 'one.bin')
      expect(await keptIn(ours)).toEqual([])

      await ours.getByRole('button', { name: /^Download/ }).click()
      await expect(ours.getByText('Every piece verified')).toBeVisible()
      await site.close()
    })

    test('a redirect and a refresh show an offer, and no more', { tag }, async ({ swarm }) => {
      const [magnet] = await shareSome(swarm, ['one.bin'])
      const target = `${swarm.origin}/?auto#${magnet}`
      const site = await openHostileSite({
        '/redirect': { location: target },
        '/refresh': { html: `<meta http-equiv="refresh" content="0;url=${target}">` },
      })
      for (const path of ['/redirect', '/refresh']) {
        const { page } = await swarm.tab(browser)
        // A refresh replaces the page in mid-load.
        await page.goto(site.origin + path).catch(() => undefined)
        await expectOffered(page, 'one.bin')
      }
      await site.close()
    })
  })
}

test('a click that was under way when the offer appeared is not taken for an answer', {
  tag: '@full',
}, async ({ swarm }) => {
  const [magnet] = await shareSome(swarm, ['one.bin'])
  const { page } = await swarm.tab()
  await page.addInitScript(() => {
    new MutationObserver(() => {
      const button = document.querySelector<HTMLButtonElement>('button.big')
      if (!button || 'clicked' in window) return
      Object.assign(window, { clicked: true })
      button.click()
    }).observe(document, { subtree: true, childList: true })
  })
  await page.goto(`${swarm.origin}/#${magnet}`)
  await expectOffered(page, 'one.bin')
  expect(await page.evaluate(() => 'clicked' in window)).toBe(true)
})

test('text and links dropped from elsewhere are shown, and begin nothing', {
  tag: '@full',
}, async ({ swarm }) => {
  const [magnet] = await shareSome(swarm, ['one.bin'])
  const { page } = await swarm.tab()
  await page.goto(swarm.origin)
  const dropped = await page.evaluateHandle(text => {
    const transfer = new DataTransfer()
    transfer.setData('text/plain', text)
    return transfer
  }, `${swarm.origin}/?auto#${magnet}`)
  await page.dispatchEvent('main', 'drop', { dataTransfer: dropped })
  await expectOffered(page, 'one.bin')
})

test('no page can frame ours, and lay its buttons under another', async ({ swarm }) => {
  const [magnet] = await shareSome(swarm, ['one.bin'])
  const url = `${swarm.origin}/#${magnet}`
  const site = await openHostileSite({
    '/': {
      html: `<iframe src="${url}"></iframe><object data="${url}"></object><embed src="${url}">`,
    },
  })
  const { page } = await swarm.tab()
  const refusals: string[] = []
  page.on('console', message => refusals.push(message.text()))
  await page.goto(site.origin)
  await expect
    .poll(() => refusals.filter(text => text.includes('frame-ancestors')).length)
    .toBeGreaterThanOrEqual(3)
  // A refused <object> or <embed> loses its frame, at a time of the browser's choice.
  for (const frame of page.frames())
    await expect(frame.locator('#app')).toHaveCount(0).catch(unlessDetached(frame))
  await site.close()
})

test('who has switched it on for this browser gets downloads without a click, is told, and can go back', async ({
  swarm,
}) => {
  const magnets = await shareSome(swarm, ['one.bin', 'two.bin', 'three.bin'], SLOW)
  const tab = await swarm.tab()
  const { page } = tab
  await tab.openLink(swarm.origin, magnets[0] as string)
  await expectOffered(page, 'one.bin')
  await expect(page.getByRole('checkbox'), 'nothing to switch beside an offer').toHaveCount(0)
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByLabel('Start by themselves when a link is opened').check()
  await page.keyboard.press('Escape')

  await tab.openLink(swarm.origin, magnets[1] as string)
  await expect(page.getByText('Started by itself')).toBeVisible()
  await page.getByRole('button', { name: 'Ask first from now on' }).click()
  await tab.openLink(swarm.origin, magnets[2] as string)
  await expect(page.getByRole('heading', { name: 'three.bin' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Download 1 MB' })).toBeEnabled()
})

interface Opener {
  readonly ours: Window
}

/** A hostile page opens one of ours by a click on its own button, and keeps what that returns. */
async function openByClick(
  swarm: Swarm,
  browser: 'chromium' | 'firefox',
  origin: string,
  magnet = '',
) {
  const site = await openHostileSite({ '/': { html: '<button>Win a prize</button>' } })
  const { page: hostile } = await swarm.tab(browser)
  await hostile.goto(site.origin)
  await hostile.evaluate(url => {
    document.querySelector('button')?.addEventListener('click', () => {
      Object.assign(window, { ours: window.open(url) })
    })
  }, `${origin}/?auto#${magnet}`)
  const opening = hostile.context().waitForEvent('page')
  await hostile.getByRole('button').click()
  return { hostile, ours: await opening, site }
}

async function shareSome(
  swarm: Swarm,
  names: readonly string[],
  rates?: LineRates,
): Promise<string[]> {
  const magnets: string[] = []
  for (const name of names) {
    const sharer = await swarm.tab()
    if (rates) await sharer.throttle(rates)
    magnets.push(await sharer.share(swarm.origin, (await swarm.file(name, FILE_BYTES)).path))
  }
  return magnets
}

/** Its name, its size and a button; somebody who has it is linked, and nothing was fetched of anything. */
async function expectOffered(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('heading', { name })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Download 1 MB' })).toBeEnabled()
  const states = () =>
    page.evaluate(() =>
      (window.tabswarm?.torrents ?? []).map(({ view }) => [
        view.phase,
        view.downloaded,
        view.links.length,
      ]),
    )
  await expect.poll(async () => (await states()).at(-1)?.[2]).toBeGreaterThanOrEqual(1)
  // What this browser remembers is opened beside it, in any order.
  await expect.poll(async () => (await states()).map(([phase]) => phase)).not.toContain('opening')
  for (const [phase, downloaded] of await states()) expect([phase, downloaded]).toEqual(['idle', 0])
}

/** A frame that is gone shows nothing. */
const unlessDetached = (frame: Frame) => (error: unknown) => {
  if (!frame.isDetached()) throw error
}

/** What this browser stores for later: names of what was offered would be in it. */
const keptIn = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const opening = indexedDB.open('tabswarm')
    const done = (request: IDBRequest) =>
      new Promise<void>((resolve, reject) => {
        request.onsuccess = () => resolve()
        request.onerror = () => reject(request.error)
      })
    await done(opening)
    const keys = opening.result.transaction('entries').objectStore('entries').getAllKeys()
    await done(keys)
    opening.result.close()
    return keys.result.map(String).filter(key => key.endsWith('/info'))
  })

/** As the hostile page moves the window that it has opened, with a message on top. */
const moveTo = (hostile: Page, url: string): Promise<void> =>
  hostile.evaluate(to => {
    const { ours } = window as unknown as Opener
    ours.location.href = to
    ours.postMessage({ type: 'start', wanted: true, auto: true }, '*')
  }, url)

/** What it gets when it reaches for the page's session, and for its storage. */
function askTheWindow(): string[] {
  const { ours } = window as unknown as { ours: Window }
  const nameOfError = (reach: () => unknown) => {
    try {
      return String(reach())
    } catch (error) {
      return (error as Error).name
    }
  }
  return [nameOfError(() => ours.tabswarm), nameOfError(() => ours.localStorage)]
}
