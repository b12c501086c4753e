/** What a person does: drop, send the link, open, download, save. Through the page alone. */
import type { Page } from '@playwright/test'
import { sha256OfFile } from '../cli/content.ts'
import type { Tab } from '../cli/tabs/tab.ts'
import { expect, type SharedContent, type Swarm, test } from './swarm.fixture.ts'

const FILE_BYTES = 3_000_000
const LIMIT_MS = 30_000

test('a file that is chosen here is downloaded there by a click, and saved byte for byte', async ({
  swarm,
}) => {
  const file = await swarm.file('holiday film.mp4', FILE_BYTES)
  const sharer = await swarm.tab()
  const link = await shareByHand(swarm, file, sharer)
  await expect(
    sharer.page.getByText('Keep this tab open: the others get it from here'),
  ).toBeVisible()

  const receiver = await swarm.tab()
  // Without the picker, which no automation can answer, the browser's own download saves.
  await receiver.page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'))
  await receiver.page.goto(link)
  await expect(receiver.page.getByRole('heading', { name: file.name })).toBeVisible()
  const download = receiver.page.getByRole('button', { name: 'Download 3 MB' })
  await expect(download).toBeVisible()
  expect(await receiver.demand(), 'nothing is fetched unasked').toMatchObject({
    phase: 'idle',
    downloaded: 0,
  })
  await download.click()
  await expect(receiver.page.getByText('Every piece verified')).toBeVisible()
  const mayClose = '1 person has everything. You may close this tab.'
  await expect(sharer.page.getByText(mayClose)).toBeVisible()

  const saving = receiver.page.waitForEvent('download')
  await receiver.page.getByRole('button', { name: /^Save/ }).click()
  const saved = await saving
  expect(saved.suggestedFilename()).toBe(file.name)
  expect(await sha256OfFile(await saved.path())).toBe(file.sha256)
  expect(receiver.troubles).toEqual([])
})

test('where the browser lends a file to write to, saving streams into it', async ({ swarm }) => {
  const file = await swarm.file('notes.txt', FILE_BYTES)
  const link = await shareByHand(swarm, file)
  const { page } = await swarm.tab()
  await page.addInitScript(pickFromPrivateStorage)
  await page.goto(link)
  await page.getByRole('button', { name: /^Download/ }).click()
  await page.getByRole('button', { name: /^Save/ }).click()
  await expect(page.getByText('Saved.')).toBeVisible()
  expect(await sha256InPrivateStorage(page, file.name)).toBe(file.sha256)
})

test('several files dropped at once arrive together, each with its name and bytes', async ({
  swarm,
}) => {
  const sharer = await swarm.tab()
  await sharer.page.goto(swarm.origin)
  const files = [
    { name: 'één.txt', text: 'first' },
    { name: 'ζεύγος.txt', text: 'second, a little longer' },
  ]
  const dropped = await sharer.page.evaluateHandle(given => {
    const transfer = new DataTransfer()
    for (const { name, text } of given) transfer.items.add(new File([text], name))
    return transfer
  }, files)
  await sharer.page.dispatchEvent('.drop', 'drop', { dataTransfer: dropped })
  const link = await swarm.linkOn(sharer.page)

  const receiver = await swarm.tab()
  await receiver.page.goto(link)
  for (const { name } of files)
    await expect(receiver.page.getByText(name, { exact: true })).toBeVisible()
  await receiver.page.getByRole('button', { name: /^Download/ }).click()
  await expect(receiver.page.getByText('Every piece verified')).toBeVisible()
  const texts = await receiver.page.evaluate(async () => {
    const torrent = window.tabswarm?.torrents[0]
    const count = torrent?.view.info?.files.length ?? 0
    const read = async (i: number) => (await torrent?.file(i))?.text()
    return Promise.all(Array.from({ length: count }, (_, i) => read(i)))
  })
  expect(texts.toSorted()).toEqual(files.map(({ text }) => text).toSorted())
})

test('leaving while somebody still downloads asks first', async ({ swarm }) => {
  const file = await swarm.file('needed.bin', FILE_BYTES)
  const sharer = await swarm.tab()
  await shareByHand(swarm, file, sharer)
  await sharer.throttle({ upBytesPerSec: 200_000, downBytesPerSec: -1 })
  const receiver = await swarm.tab()
  await receiver.openLink(swarm.origin, (await sharer.demand()).magnet, { auto: true })
  await receiver.waitUntil('under way', tab => (tab?.downloaded ?? 0) > 0, LIMIT_MS)

  const asked = sharer.page.waitForEvent('dialog')
  await sharer.page.close({ runBeforeUnload: true })
  const dialog = await asked
  expect(dialog.type()).toBe('beforeunload')
  await dialog.dismiss()
  const { downloaded } = await receiver.demand()
  await receiver.waitUntil('goes on', tab => (tab?.downloaded ?? 0) > downloaded, LIMIT_MS)
})

/** Through the file chooser that the drop area opens; resolves with its link. */
async function shareByHand(swarm: Swarm, file: SharedContent, tab?: Tab): Promise<string> {
  const { page } = tab ?? (await swarm.tab())
  await page.goto(swarm.origin)
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Drop files or folders here' }).click()
  await (await choosing).setFiles(file.path)
  return swarm.linkOn(page)
}

/** A picker that lends a real file of the origin's private file system. Runs in the page. */
function pickFromPrivateStorage(): void {
  const showSaveFilePicker = async ({ suggestedName }: { suggestedName: string }) =>
    (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true })
  Object.assign(window, { showSaveFilePicker })
}

async function sha256InPrivateStorage(page: Page, name: string): Promise<string> {
  const bytes = await page.evaluate(async fileName => {
    const folder = await navigator.storage.getDirectory()
    const file = await (await folder.getFileHandle(fileName)).getFile()
    const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer())
    return [...new Uint8Array(digest)]
  }, name)
  return Buffer.from(bytes).toString('hex')
}
