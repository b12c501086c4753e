/** Real WebTorrent, as published, in our swarms, and ours in theirs. */
import { type PageServer, StockTab, serveStock } from './stock/stock-tab.ts'
import { test as base, expect, type Swarm } from './swarm.fixture.ts'

const LIMIT_MS = 25_000

const test = base.extend<{ openStock: () => Promise<StockTab> }, { stockPages: PageServer }>({
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
})

const announceOf = ({ origin }: Swarm) => `${origin.replace('http', 'ws')}/announce`

test('WebTorrent seeds, and two tabs download', async ({ swarm, openStock }) => {
  const file = await swarm.file('film.bin', 3_000_000)
  const seeder = await openStock()
  const magnet = await seeder.seed(announceOf(swarm), file.name, [file.path])
  const tabs = [await swarm.tab(), await swarm.tab()]
  for (const tab of tabs) await tab.openLink(swarm.origin, magnet, { auto: true })
  for (const tab of tabs) {
    await tab.waitUntil('finished', it => it?.phase === 'seeding', LIMIT_MS)
    expect(await tab.sha256()).toBe(file.sha256)
    expect(tab.troubles).toEqual([])
  }
})

test('a tab seeds, and WebTorrent downloads knowing the magnet link alone', async ({
  swarm,
  openStock,
}) => {
  const file = await swarm.file('film.bin', 3_000_000)
  const seeder = await swarm.tab()
  const magnet = await seeder.share(swarm.origin, file.path)
  const leecher = await openStock()
  await leecher.leech(magnet)
  await leecher.done(LIMIT_MS)
  expect(await leecher.sha256()).toEqual({ [file.name]: file.sha256 })
})
