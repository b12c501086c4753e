/** Saving into a real folder of the browser's, by a picker that refuses what Chromium's refuses. */
import type { Page } from '@playwright/test'
import { expect, type Swarm, test } from './swarm.fixture.ts'

const NAMES = ['Part 1: intro.txt', 'What? Why.txt', 'a.txt', 'site.url', 'host.local', 'z.txt']

test('names that the picker refuses are saved under near ones, each said, and all others with them', async ({
  swarm,
}) => {
  const page = await received(swarm)
  await page.getByRole('button', { name: /^Save all/ }).click()
  await expect(page.getByText('Saved.', { exact: true })).toBeVisible()
  expect(await savedTexts(page)).toEqual({
    'Part 1_ intro.txt': 'Part 1: intro.txt',
    'What_ Why.txt': 'What? Why.txt',
    'a.txt': 'a.txt',
    'site.url_': 'site.url',
    'file-4': 'host.local',
    'z.txt': 'z.txt',
  })
  const notice = page.getByText('Saved under a near name')
  for (const said of ['“site.url” as “site.url_”', '“host.local” as “file-4”'])
    await expect(notice).toContainText(said)
  await expect(page.getByRole('alert')).toHaveCount(0)
})

test('a refusal names what it is about, and goes when saving has worked', { tag: '@full' }, async ({
  swarm,
}) => {
  const page = await received(swarm)
  await page.evaluate(() => Object.assign(window, { refuses: 'NotAllowedError' }))
  const save = page.getByRole('button', { name: /^Save all/ })
  await save.click()
  const alert = page.getByRole('alert')
  await expect(alert).toContainText('could not be saved: refused. Save again, and allow it')
  await expect(page.getByText('Saved.', { exact: true })).toHaveCount(0)
  await page.evaluate(() => Object.assign(window, { refuses: undefined }))
  await save.click()
  await expect(page.getByText('Saved.', { exact: true })).toBeVisible()
  await expect(alert).toHaveCount(0)
})

/** A tab that has downloaded files of these names. */
async function received(swarm: Swarm): Promise<Page> {
  const sharer = await swarm.tab()
  await sharer.page.goto(swarm.origin)
  const dropped = await sharer.page.evaluateHandle(names => {
    const transfer = new DataTransfer()
    for (const name of names) transfer.items.add(new File([name], name))
    return transfer
  }, NAMES)
  await sharer.page.dispatchEvent('.drop', 'drop', { dataTransfer: dropped })
  const link = await swarm.linkOn(sharer.page)
  const { page } = await swarm.tab()
  await page.addInitScript(pickFromPrivateStorage)
  await page.goto(link)
  await page.getByRole('button', { name: /^Download/ }).click()
  await expect(page.getByText('Every piece verified')).toBeVisible()
  return page
}

/** The names as Chromium's picker refuses them, on folders of the private file system. Runs in the page. */
function pickFromPrivateStorage(): void {
  const refused = /["*:?|<>/\\~]|\p{Cf}|^\s|[\s.]$|\.(lnk|url|scf|local)$/iu
  const { getFileHandle, getDirectoryHandle } = FileSystemDirectoryHandle.prototype
  const check = (name: string) => {
    const why = (window as { refuses?: string }).refuses
    if (why !== undefined) throw new DOMException('refused', why)
    if (refused.test(name)) throw new TypeError('Name is not allowed.')
  }
  Object.assign(FileSystemDirectoryHandle.prototype, {
    async getFileHandle(name: string, options: FileSystemGetFileOptions) {
      check(name)
      return getFileHandle.call(this, name, options)
    },
    async getDirectoryHandle(name: string, options: FileSystemGetDirectoryOptions) {
      check(name)
      return getDirectoryHandle.call(this, name, options)
    },
  })
  Object.assign(window, { showDirectoryPicker: () => navigator.storage.getDirectory() })
}

/** By name, of the one folder that was made. */
const savedTexts = (page: Page): Promise<Record<string, string>> =>
  page.evaluate(async () => {
    const texts: Record<string, string> = {}
    const root = await navigator.storage.getDirectory()
    for await (const folder of root.values()) {
      if (!(folder instanceof FileSystemDirectoryHandle)) continue
      for await (const [name, file] of folder.entries())
        if (file instanceof FileSystemFileHandle) texts[name] = await (await file.getFile()).text()
    }
    return texts
  })
