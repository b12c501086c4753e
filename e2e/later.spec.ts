/** Parts that a page loads after its beginning: they are there before the server goes, or are missed in a sentence. */
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, hasFirefox, NEEDS_FIREFOX, tagOf, test } from './swarm.fixture.ts'

/** What is used below when the server has gone; of files, gossip and details each is a panel. */
const USED = ['save-to-disk', 'client-zip', 'dialog', 'texts-en-technical', 'texts-en-log']
const PANELS = 3

/** Half a minute for the file: it is under way when the server goes, on a busy machine, too. */
const SLOW = { upBytesPerSec: 100_000, downBytesPerSec: -1 }
const FAST = { upBytesPerSec: -1, downBytesPerSec: -1 }

/** Of what is loaded ahead. */
const missingOf = (page: Page): Promise<string[]> =>
  page.evaluate(
    ([used, panels]) => {
      const loaded = performance.getEntriesByType('resource').map(({ name }) => name)
      const timesLoaded = (part: string) =>
        loaded.filter(url => url.includes(`/assets/${part}-`) && url.endsWith('.js')).length
      return [
        ...used.filter(part => timesLoaded(part) === 0),
        ...(timesLoaded('panel') < panels ? ['panel'] : []),
      ]
    },
    [USED, PANELS] as const,
  )

test('a page whose server has gone finishes, saves, and shows its details', async ({ swarm }) => {
  const file = await swarm.file('late.bin', 3_000_000)
  const seeder = await swarm.tab()
  const magnet = await seeder.share(swarm.origin, file.path)
  await seeder.throttle(SLOW)
  const receiver = await swarm.tab()
  const { page } = receiver
  // Without the picker, which no automation can answer, the browser's own download saves.
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'))
  await receiver.openLink(swarm.origin, magnet, { auto: true })
  await receiver.waitUntil('has begun', it => (it?.downloaded ?? 0) > 0, 30_000)
  await expect.poll(() => missingOf(page)).toEqual([])
  await swarm.stopServer()
  expect((await receiver.demand()).phase).toBe('downloading')
  await seeder.throttle(FAST)

  await page.getByText('Every piece verified').waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: /^Save/ }).click(),
  ])
  const saved = await readFile(await download.path())
  expect(saved.equals(await readFile(file.path))).toBe(true)
  await page.getByText('Details', { exact: true }).click()
  await expect(page.locator('.details-body').getByText('Info hash')).toBeVisible()
  await page.getByRole('button', { name: 'Settings' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
})

for (const browser of ['chromium', 'firefox'] as const)
  test(`a part that cannot be loaded is missed in a sentence, and nothing else is (${browser})`, {
    tag: tagOf(browser),
  }, async ({ swarm }) => {
    test.skip(browser === 'firefox' && !hasFirefox, NEEDS_FIREFOX)
    const { page } = await swarm.tab(browser)
    await page.route(/\/assets\/dialog-.*\.js/, route => route.abort())
    await page.goto(swarm.origin)
    await page.getByRole('button', { name: 'Settings' }).click()
    await expect(page.getByRole('alert')).toContainText('Try again when the server is back')
    // Firefox remembers a failed import until the page is reloaded.
    if (browser === 'firefox') return
    await page.unroute(/\/assets\/dialog-.*\.js/)
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
  })
