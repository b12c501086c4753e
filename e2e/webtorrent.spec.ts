/** Real WebTorrent, as published, in our swarms, and ours in theirs. */
import type { AddressInfo } from 'node:net'
// @ts-expect-error it brings no types; what is used of it is declared below
import TrackerServer from 'bittorrent-tracker/server'
import type { Tab } from '../cli/tabs/tab.ts'
import { type PageServer, StockTab, serveStock } from './stock/stock-tab.ts'
import { test as base, expect, type SharedContent, type Swarm } from './swarm.fixture.ts'

const LIMIT_MS = 60_000
const FILE_BYTES = 2_000_000
const FILE_LIST_MS = 1_000
const ROUNDS = 3

interface Fixtures {
  /** Opens a tab with WebTorrent in it. */
  readonly openStock: () => Promise<StockTab>
  /** The address of WebTorrent's own tracker. */
  readonly foreignTracker: string
}

const test = base.extend<Fixtures, { stockPages: PageServer }>({
  stockPages: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from here
    async ({}, use) => {
      const pages = await serveStock()
      await use(pages)
      await pages.close()
    },
    { scope: 'worker' },
  ],

  openStock: async ({ launch, stockPages }, use) => {
    const tabs: StockTab[] = []
    await use(async () => {
      const tab = await StockTab.open(await launch('chromium'), stockPages)
      tabs.push(tab)
      return tab
    })
    for (const tab of tabs) await tab.close()
  },

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from here
  foreignTracker: async ({}, use) => {
    const tracker: ForeignTracker = new TrackerServer({ http: false, udp: false, stats: false })
    await new Promise<void>(resolve => tracker.listen(0, 'localhost', resolve))
    await use(`ws://localhost:${tracker.http.address().port}`)
    // Not awaited: that is over when the tabs are closed, which is after this.
    tracker.close(() => undefined)
  },
})

interface ForeignTracker {
  readonly http: { address(): AddressInfo }
  listen(port: number, host: string, listening: () => void): void
  close(closed: () => void): void
}

const announceOf = ({ origin }: Swarm) => `${origin.replace('http', 'ws')}/announce`

test('WebTorrent seeds, and two tabs download', async ({ swarm, openStock }) => {
  const file = await swarm.file('film.bin', FILE_BYTES)
  const seeder = await openStock()
  const magnet = await seeder.seed(announceOf(swarm), file.name, [file.path])
  const tabs = [await swarm.tab(), await swarm.tab()]
  for (const tab of tabs) await tab.openLink(swarm.origin, magnet, { auto: true })
  for (const tab of tabs) await finished(tab, file)
  await expectListSoon(swarm, magnet, tabs)
})

test('a tab seeds, and WebTorrent downloads knowing the magnet link alone', async ({
  swarm,
  openStock,
}) => {
  const file = await swarm.file('film.bin', FILE_BYTES)
  const magnet = await (await swarm.tab()).share(swarm.origin, file.path)
  const leecher = await openStock()
  await leecher.leech(magnet)
  await leecher.waitUntilDone(LIMIT_MS)
  expect(await leecher.sha256()).toEqual({ [file.name]: file.sha256 })
})

test('several files of WebTorrent reach a tab: first their list, then what is in them', {
  tag: '@full',
}, async ({ swarm, openStock }) => {
  const files = await threeFiles(swarm)
  const seeder = await openStock()
  const paths = files.map(file => file.path)
  const magnet = await seeder.seed(announceOf(swarm), 'holiday', paths)
  const tab = await swarm.tab()
  await tab.openLink(swarm.origin, magnet)
  for (const { name } of files) await expect(tab.page.getByText(name)).toBeVisible()
  await expectListSoon(swarm, magnet, [tab])

  await tab.page.evaluate(() => window.tabswarm?.torrents[0]?.start())
  await tab.waitUntil('finished', it => it?.phase === 'seeding', LIMIT_MS)
  expect(await sumsOf(tab)).toEqual(sums(files))
})

test('several files of a tab reach WebTorrent', { tag: '@full' }, async ({ swarm, openStock }) => {
  const files = await threeFiles(swarm)
  const seeder = await swarm.tab()
  await seeder.page.goto(swarm.origin)
  const chooser = seeder.page.locator('input[type=file]').first()
  await chooser.setInputFiles(files.map(file => file.path))
  await seeder.waitUntil('seeds', it => it?.phase === 'seeding', LIMIT_MS)
  const leecher = await openStock()
  await leecher.leech((await seeder.demand()).magnet)
  await leecher.waitUntilDone(LIMIT_MS)
  expect(await leecher.sha256()).toEqual(sums(files))
})

test('one of theirs and three of ours finish among themselves after their seeder has left', {
  tag: '@full',
}, async ({ swarm, openStock }) => {
  const file = await swarm.file('film.bin', FILE_BYTES)
  const seeder = await openStock()
  const magnet = await seeder.seed(announceOf(swarm), file.name, [file.path])
  const pieceCount = (await seeder.held()).length
  const theirs = await openStock()
  const ours = [await swarm.tab(), await swarm.tab(), await swarm.tab()]
  // So slow that they are not done when all of it has left the seeder, which waits for all of them.
  await seeder.throttle({ upBytesPerSec: 60_000, downBytesPerSec: -1 })
  const line = { upBytesPerSec: -1, downBytesPerSec: 250_000 }
  for (const tab of [theirs, ...ours]) await tab.throttle(line)
  await theirs.leech(magnet)
  for (const tab of ours) await tab.openLink(swarm.origin, magnet, { auto: true })

  const heldByEach = () =>
    Promise.all([theirs.held(), ...ours.map(async tab => (await tab.snapshot())?.held ?? [])])
  await expect.poll(async () => (await heldByEach()).every(held => held.length > 0)).toBe(true)
  await seeder.throttle({ upBytesPerSec: -1, downBytesPerSec: -1 })
  await expect
    .poll(async () => new Set((await heldByEach()).flat()).size, { intervals: [50] })
    .toBe(pieceCount)
  await seeder.leave()
  const missing = (await heldByEach()).map(held => pieceCount - held.length)
  expect(Math.max(...missing)).toBeGreaterThan(0)

  await theirs.waitUntilDone(LIMIT_MS)
  expect(await theirs.sha256()).toEqual({ [file.name]: file.sha256 })
  for (const tab of ours) await finished(tab, file)
  await expectListSoon(swarm, magnet, ours)
})

test('a magnet of WebTorrent with a tracker of its own brings a tab into its swarm', {
  tag: '@full',
}, async ({ swarm, openStock, foreignTracker }) => {
  const file = await swarm.file('film.bin', FILE_BYTES)
  const seeder = await openStock()
  const magnet = await seeder.seed(foreignTracker, file.name, [file.path])
  const tab = await swarm.tab()
  await tab.openLink(swarm.origin, magnet, { auto: true })
  await finished(tab, file)
  await expectListSoon(swarm, magnet, [tab])
  // And the other way: the next one finds us there.
  await seeder.close()
  const leecher = await openStock()
  await leecher.leech(magnet)
  await leecher.waitUntilDone(LIMIT_MS)
  expect(await leecher.sha256()).toEqual({ [file.name]: file.sha256 })
})

test('a second link or .torrent of what is open brings its trackers, and a reload keeps them', {
  tag: '@full',
}, async ({ swarm, openStock, foreignTracker }) => {
  const file = await swarm.file('found later.bin', FILE_BYTES)
  const seeder = await openStock()
  const magnet = await seeder.seed(foreignTracker, file.name, [file.path])
  const [bare = ''] = magnet.split('&')
  // One after the other: they would have it from each other.
  const alone = async (wants: boolean) => {
    const tab = await swarm.tab()
    await tab.openLink(swarm.origin, bare, { auto: wants })
    await expect(tab.page.getByText('Nobody with this file is online yet.')).toBeVisible()
    return tab
  }
  const byLink = await alone(true)
  await paste(byLink, magnet)
  await byLink.waitUntil('finished', it => it?.phase === 'seeding', LIMIT_MS)
  expect(await byLink.sha256()).toBe(file.sha256)
  const torrentFile = await byLink.page.evaluate(() => [
    ...(window.tabswarm?.torrents[0]?.torrentFile() ?? []),
  ])
  await byLink.close()

  const byFile = await alone(true)
  await byFile.page.getByRole('button', { name: 'New share' }).click()
  const given = { name: 'later.torrent', mimeType: '', buffer: Buffer.from(torrentFile) }
  await byFile.page.locator('input[type=file]').first().setInputFiles(given)
  await byFile.waitUntil('finished', it => it?.phase === 'seeding', LIMIT_MS)
  expect(await byFile.sha256()).toBe(file.sha256)
  await byFile.close()

  const reloaded = await alone(false)
  await reloaded.page.reload()
  await paste(reloaded, magnet)
  const download = reloaded.page.getByRole('button', { name: /^Download/ })
  await expect(download).toBeVisible()
  await reloaded.page.reload()
  await download.click()
  await reloaded.waitUntil('finished', it => it?.phase === 'seeding', LIMIT_MS)
  expect(await reloaded.sha256()).toBe(file.sha256)
})

const paste = ({ page }: Tab, text: string): Promise<void> =>
  page.evaluate(text => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text', text)
    document.dispatchEvent(new ClipboardEvent('paste', { clipboardData }))
  }, text)

async function finished(tab: Tab, file: SharedContent): Promise<void> {
  await tab.waitUntil('finished', it => it?.phase === 'seeding', LIMIT_MS)
  expect(await tab.sha256()).toBe(file.sha256)
  expect(tab.troubles).toEqual([])
}

/** One round after the first link. A busy machine may hold that up, a right tab is never late in each of three. */
async function expectListSoon(swarm: Swarm, magnet: string, tabs: readonly Tab[]): Promise<void> {
  let ms = Math.max(...(await Promise.all(tabs.map(fileListMs))))
  for (let round = 2; ms >= FILE_LIST_MS && round <= ROUNDS; round++) {
    const another = await swarm.tab()
    await another.openLink(swarm.origin, magnet)
    await another.waitUntil('knows the files', it => (it?.length ?? 0) > 0, LIMIT_MS)
    ms = await fileListMs(another)
    await another.close()
  }
  expect(ms).toBeLessThan(FILE_LIST_MS)
}

/** From the first link to the file list, as the tab's own log has it. */
async function fileListMs(tab: Tab): Promise<number> {
  const { linkedAt, openedAt } = await tab.page.evaluate(() => {
    const log = window.tabswarm?.torrents[0]?.log ?? []
    const firstAt = (name: string) => log.find(({ event }) => event.event === name)?.atMs
    return { linkedAt: firstAt('linked') ?? 0, openedAt: firstAt('opened') ?? 0 }
  })
  expect(linkedAt).toBeGreaterThan(0)
  expect(openedAt).toBeGreaterThan(0)
  return openedAt - linkedAt
}

/** One of them in one piece with its neighbours, one of many pieces, one empty but for a byte. */
async function threeFiles(swarm: Swarm): Promise<SharedContent[]> {
  return [
    await swarm.file('a.txt', 1_000),
    await swarm.file('b.bin', 1_500_000),
    await swarm.file('c.txt', 1),
  ]
}

const sums = (files: readonly SharedContent[]) =>
  Object.fromEntries(files.map(({ name, sha256 }) => [name, sha256]))

/** By file name. */
async function sumsOf(tab: Tab): Promise<Record<string, string>> {
  const names = await tab.page.evaluate(() =>
    window.tabswarm?.torrents[0]?.view.info?.files.map(({ path }) => path.at(-1) ?? ''),
  )
  const entries = (names ?? []).map(async (name, i) => [name, await tab.sha256(i)] as const)
  return Object.fromEntries(await Promise.all(entries))
}
