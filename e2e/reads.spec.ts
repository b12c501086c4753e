/** Files that change on the disk after they were shared, and what people hand over that cannot be shared. */
import { randomBytes } from 'node:crypto'
import { appendFile, copyFile, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BrowserName } from '../cli/browsers.ts'
import type { Tab } from '../cli/tabs/tab.ts'
import {
  expect,
  hasFirefox,
  NEEDS_FIREFOX,
  type SharedContent,
  type Swarm,
  tagOf,
  test,
} from './swarm.fixture.ts'

const BROWSERS: BrowserName[] = ['chromium', 'firefox']
/** No file ends where a piece ends. */
const FILE_BYTES = 2_000_003
const LIMIT_MS = 30_000
const LATER = new Date(Date.now() + 3_600_000)

const NAMES = ['f1.bin', 'f2.bin', 'f3.bin']

/** Each makes `f2.bin` another file; `touch` only in Chromium, which then refuses to read it. */
const CHANGES: Record<string, (path: string) => Promise<unknown>> = {
  overwritten: path => writeFile(path, randomBytes(FILE_BYTES)),
  touched: async () => undefined,
  'appended to': path => appendFile(path, 'more'),
  cut: path => truncate(path, 100_000),
  deleted: path => rm(path),
}

const RIGHT_IN_FIREFOX = ['touched', 'appended to']

for (const browser of BROWSERS) {
  test.describe(browser, () => {
    test.skip(browser === 'firefox' && !hasFirefox, NEEDS_FIREFOX)

    for (const [what, change] of Object.entries(CHANGES)) {
      const tag = what === 'overwritten' ? tagOf(browser) : ['@full']
      test(`three are shared and one is ${what}: the others arrive, and all once it is chosen again`, {
        tag,
      }, async ({ swarm }) => {
        const files = await Promise.all(NAMES.map(name => swarm.file(name, FILE_BYTES)))
        const [, second] = files as [SharedContent, SharedContent, SharedContent]
        const copy = join(swarm.folder, 'copy')
        await copyFile(second.path, copy)
        const { sharer, magnet } = await share(swarm, browser, files)
        await change(second.path)
        if (what !== 'deleted') await utimes(second.path, LATER, LATER)

        const receiver = await swarm.tab(browser)
        await receiver.openLink(swarm.origin, magnet, { auto: true })
        const isHarmless = browser === 'firefox' && RIGHT_IN_FIREFOX.includes(what)
        if (!isHarmless) {
          await expect
            .poll(() => wholeFiles(receiver), { timeout: LIMIT_MS })
            .toEqual(['f1.bin', 'f3.bin'])
          const alert = sharer.page.getByRole('alert')
          await expect(alert).toContainText('“f2.bin” was moved, changed or deleted')
          await expect(sharer.page.getByRole('progressbar')).toHaveCount(0)
          await expect(sharer.page).toHaveTitle(/^↑ /)
          await expect(sharer.page.getByText('Give up')).toHaveCount(0)

          await copyFile(copy, second.path)
          await sharer.page.getByLabel('The files to choose again').setInputFiles(second.path)
          await expect(sharer.page.getByText('“f2.bin” is here again')).toBeVisible()
          await expect(alert).toHaveCount(0)
        }
        await receiver.waitUntil('all', tab => tab?.phase === 'seeding', LIMIT_MS)
        for (const [i, file] of files.entries()) expect(await receiver.sha256(i)).toBe(file.sha256)
        expect(await bansOf(receiver)).toEqual([])
      })
    }

    test('other bytes are not taken for the file, and can be shared as new', {
      tag: '@full',
    }, async ({ swarm }) => {
      const files = await Promise.all(NAMES.map(name => swarm.file(name, FILE_BYTES)))
      const [, second] = files as [SharedContent, SharedContent, SharedContent]
      const { sharer, magnet } = await share(swarm, browser, files)
      await writeFile(second.path, randomBytes(FILE_BYTES))
      await utimes(second.path, LATER, LATER)
      const receiver = await swarm.tab(browser)
      await receiver.openLink(swarm.origin, magnet, { auto: true })
      await expect(sharer.page.getByRole('alert')).toContainText('“f2.bin” was moved')

      // By the way in of every other file: the page knows which share it belongs to.
      await sharer.page.getByRole('button', { name: 'New share' }).click()
      await sharer.page.getByLabel('Files to share').setInputFiles(second.path)
      const question = sharer.page.getByRole('dialog')
      await expect(question).toContainText('“f2.bin” is not the file that you shared')
      await question.getByRole('button', { name: 'Share as new' }).click()
      await expect(sharer.page.getByRole('heading', { name: 'f2.bin' })).toBeVisible()
      await expect.poll(() => sharer.page.evaluate(() => window.tabswarm?.torrents.length)).toBe(2)
      expect(await bansOf(receiver)).toEqual([])
    })
  })
}

test('a file that goes before it is read is named, and the rest can be shared', async ({
  swarm,
}) => {
  const files = await Promise.all(NAMES.map(name => swarm.file(name, FILE_BYTES)))
  const { page } = await swarm.tab()
  await page.goto(swarm.origin)
  const input = page.getByLabel('Files to share')
  await page.evaluate(() => {
    document.addEventListener('change', event => event.stopImmediatePropagation(), {
      capture: true,
      once: true,
    })
  })
  await input.setInputFiles(files.map(({ path }) => path))
  await utimes(files[1]?.path as string, LATER, LATER)
  await input.dispatchEvent('change')
  const question = page.getByRole('dialog')
  await expect(question).toContainText('“f2.bin” cannot be read')
  await question.getByRole('button', { name: 'Share the rest' }).click()
  await expect(page.getByLabel('Send this link')).toBeVisible()
  const names = () =>
    page.evaluate(() => window.tabswarm?.torrents[0]?.view.info?.files.map(({ path }) => path[0]))
  await expect.poll(names).toEqual(['f1.bin', 'f3.bin'])
  await expect(page.getByText('“f2.bin” was left out.')).toBeVisible()
})

test('pasted images are numbered', async ({ swarm }) => {
  const { page } = await swarm.tab()
  // As soon as the page stands, before its first frame.
  await page.addInitScript(() => {
    const watching = new MutationObserver(() => {
      if (!document.querySelector('.drop')) return
      watching.disconnect()
      const transfer = new DataTransfer()
      for (const text of ['one', 'two', 'three']) transfer.items.add(new File([text], 'image.png'))
      const paste = new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true })
      document.body.dispatchEvent(paste)
    })
    watching.observe(document, { subtree: true, childList: true })
  })
  await page.goto(swarm.origin)
  await expect(page.getByLabel('Send this link')).toBeVisible()
  for (const name of ['image.png', 'image (1).png', 'image (2).png'])
    await expect(page.getByText(name, { exact: true })).toBeVisible()
})

async function share(swarm: Swarm, browser: BrowserName, files: readonly SharedContent[]) {
  const sharer = await swarm.tab(browser)
  await sharer.page.goto(swarm.origin)
  await sharer.page.getByLabel('Files to share').setInputFiles(files.map(({ path }) => path))
  await sharer.waitUntil('seeds', tab => tab?.phase === 'seeding', LIMIT_MS)
  return { sharer, magnet: (await sharer.demand()).magnet }
}

/** Names of the files of which every byte is there. */
function wholeFiles(tab: Tab): Promise<string[]> {
  return tab.page.evaluate(() => {
    const view = window.tabswarm?.torrents[0]?.view
    const info = view?.info
    if (!view || !info) return []
    const isHeld = (piece: number) => ((view.held[piece >> 3] ?? 0) & (0x80 >> (piece & 7))) !== 0
    return info.files
      .filter(({ offset, length }) => {
        const end = Math.ceil((offset + length) / info.pieceLength)
        for (let piece = Math.floor(offset / info.pieceLength); piece < end; piece++)
          if (!isHeld(piece)) return false
        return true
      })
      .map(({ path }) => path.at(-1) ?? '')
  })
}

const bansOf = (tab: Tab): Promise<unknown[]> =>
  tab.page.evaluate(
    () => window.tabswarm?.torrents[0]?.log.filter(({ event }) => event.event === 'banned') ?? [],
  )
