/** What a phone does with files that have come: no browser here has a share sheet, so one is put in. */
import type { Page } from '@playwright/test'
import type { BrowserName } from '../cli/browsers.ts'
import type { Tab } from '../cli/tabs/tab.ts'
import { expect, hasFirefox, NEEDS_FIREFOX, type Swarm, tagOf, test } from './swarm.fixture.ts'

/** A torrent has its files by name, in whatever order they were chosen. */
const NAMES = ['harbour.jpg', 'film.mp4', 'list.pdf']

declare global {
  interface Window {
    sheet?: {
      /** What the share sheet was given: name, type and text of each file. */
      given: (readonly [string, string, string])[][]
      /** The name of the error with which it refuses. */
      refuses: string | undefined
      /** Whether the browser still knows of the click. */
      isActive: boolean
      locks: number
    }
  }
}

for (const browserName of ['chromium', 'firefox'] as const) {
  test.describe(`in ${browserName}`, { tag: tagOf(browserName) }, () => {
    test.skip(browserName === 'firefox' && !hasFirefox, NEEDS_FIREFOX)

    test('on a phone files go to an app, offered before a ZIP', async ({ swarm }) => {
      const { page } = await received(swarm, browserName)
      const row = page.locator('.sheet .row').first()
      await expect(row.getByRole('button').first()).toHaveText(/^Send to an app \d+ bytes$/)
      await expect(row.getByRole('button').nth(1)).toHaveText(/^Save all/)
      await row.getByRole('button').first().click()
      await expect
        .poll(() => page.evaluate(() => window.sheet?.given))
        .toEqual([
          [
            ['film.mp4', 'video/mp4', 'text of film.mp4'],
            ['harbour.jpg', 'image/jpeg', 'text of harbour.jpg'],
            ['list.pdf', 'application/pdf', 'text of list.pdf'],
          ],
        ])
    })

    test('who closes the sheet is told nothing, and what the browser refuses is said with what to do', {
      tag: '@full',
    }, async ({ swarm }) => {
      const { page } = await received(swarm, browserName)
      const button = page.getByRole('button', { name: 'Send to an app' })
      const refusal = page.getByText('does not hand these files to an app')
      await page.evaluate(() => Object.assign(window.sheet ?? {}, { refuses: 'AbortError' }))
      await button.click()
      await expect.poll(() => page.evaluate(() => window.sheet?.given.length)).toBe(1)
      await expect(refusal).toHaveCount(0)
      await page.evaluate(() => Object.assign(window.sheet ?? {}, { refuses: 'NotAllowedError' }))
      await button.click()
      await expect(refusal).toBeVisible()
      await expect(page.getByRole('button', { name: /^Save all/ })).toBeEnabled()
    })

    test('files that took long to read are ready for the next click', { tag: '@full' }, async ({
      swarm,
    }) => {
      const { page } = await received(swarm, browserName)
      await page.evaluate(() => Object.assign(window.sheet ?? {}, { isActive: false }))
      await page.getByRole('button', { name: 'Send to an app' }).click()
      const ready = page.getByRole('button', { name: 'Ready: send to an app' })
      await expect(ready).toBeVisible()
      expect(await page.evaluate(() => window.sheet?.given)).toEqual([])
      await page.evaluate(() => Object.assign(window.sheet ?? {}, { isActive: true }))
      await ready.click()
      await expect.poll(() => page.evaluate(() => window.sheet?.given[0]?.length)).toBe(3)
    })

    test('both devices are kept awake while something moves', async ({ swarm }) => {
      const { page, sharer } = await received(swarm, browserName, 3_000_000)
      for (const each of [page, sharer.page])
        await expect.poll(() => each.evaluate(() => window.sheet?.locks)).toBeGreaterThan(0)
    })
  })
}

test('without a share sheet there is no such button', { tag: '@full' }, async ({ swarm }) => {
  const { page } = await received(swarm, 'chromium', 0, false)
  await expect(page.getByRole('button', { name: /^Save all/ })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Send to an app' })).toHaveCount(0)
})

/** A phone that has received small files, or one larger one besides. */
async function received(
  swarm: Swarm,
  browserName: BrowserName,
  moreBytes = 0,
  hasSheet = true,
): Promise<{ page: Page; sharer: Tab }> {
  const sharer = await swarm.tab(browserName)
  await sharer.page.addInitScript(asPhone)
  await sharer.page.goto(swarm.origin)
  const files = NAMES.map(name => ({ name, text: `text of ${name}`, bytes: 0 }))
  if (moreBytes > 0) files.push({ name: 'large.bin', text: '', bytes: moreBytes })
  const dropped = await sharer.page.evaluateHandle(given => {
    const transfer = new DataTransfer()
    for (const { name, text, bytes } of given)
      transfer.items.add(new File([text, new Uint8Array(bytes)], name))
    return transfer
  }, files)
  await sharer.page.dispatchEvent('.drop', 'drop', { dataTransfer: dropped })
  const link = await swarm.linkOn(sharer.page)
  const { page } = await swarm.tab(browserName)
  if (hasSheet) await page.addInitScript(asPhone)
  await page.goto(link)
  await page.getByRole('button', { name: /^Download/ }).click()
  await expect(page.getByText('Every piece verified')).toBeVisible()
  return { page, sharer }
}

/** Runs in the page. */
function asPhone(): void {
  const sheet: NonNullable<Window['sheet']> = {
    given: [],
    refuses: undefined,
    isActive: true,
    locks: 0,
  }
  window.sheet = sheet
  const { matchMedia } = window
  window.matchMedia = query => matchMedia.call(window, query.includes('coarse') ? 'all' : query)
  const define = (name: string, value: unknown) =>
    Object.defineProperty(navigator, name, { configurable: true, value })
  define('canShare', () => true)
  define('share', async ({ files }: { files: File[] }) => {
    const texts = files.map(async file => [file.name, file.type, await file.text()] as const)
    sheet.given.push(await Promise.all(texts))
    if (sheet.refuses !== undefined) throw new DOMException('refused', sheet.refuses)
  })
  define('userActivation', {
    get isActive() {
      return sheet.isActive
    },
  })
  define('wakeLock', {
    request: async () => {
      sheet.locks++
      return { released: false, release: async () => undefined }
    },
  })
}
