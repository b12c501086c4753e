/** A link between two browsers over a long line that loses packets, in network namespaces. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Rig, setUp } from '../../cli/bench/lines/rig.ts'
import { LINES } from '../../cli/bench/lines/table.ts'
import { Cleanup } from '../../cli/command.ts'
import { sha256OfFile, writeRandomFile } from '../../cli/content.ts'
import { linesObstacle } from '../../cli/netlab/needs.ts'
import { Tab } from '../../cli/tabs/tab.ts'
import { expect, test } from './homes.fixture.ts'

const BYTES = 12_000_000

test('becomes several connections, stays one link, and brings every byte', async () => {
  const obstacle = linesObstacle()
  test.skip(obstacle !== undefined, obstacle)
  const cleanup = new Cleanup()
  try {
    await overLine(cleanup)
  } finally {
    await cleanup.run()
  }
})

async function overLine(cleanup: Cleanup): Promise<void> {
  const line = LINES.find(({ name }) => name.includes('100 ms'))
  if (line === undefined) throw new Error('There is no line of 100 ms.')
  const folder = await mkdtemp(join(tmpdir(), 'tabswarm-e2e-'))
  cleanup.add(() => rm(folder, { recursive: true, force: true }))
  const path = join(folder, 'far.bin')
  await writeRandomFile(path, BYTES)
  const { ends, origins }: Rig = await setUp(line, 1, 1, cleanup)
  const tabs = await Promise.all(
    ends.map(async (end, i) => {
      const browser = await end.browser()
      cleanup.add(() => browser.close())
      return Tab.open(i === 0 ? 'sharer' : 'receiver', 'chromium', browser)
    }),
  )
  const [sharer, receiver] = tabs as [Tab, Tab]
  const magnet = await sharer.share(origins.ours, path)
  await receiver.openLink(origins.ours, magnet, { auto: true })
  const linksOf = (tab: Tab) =>
    tab.page.evaluate(() => window.tabswarm?.torrents[0]?.view.links.map(({ lanes }) => lanes))
  await expect.poll(async () => Math.max(...((await linksOf(receiver)) ?? []))).toBeGreaterThan(1)
  expect((await linksOf(sharer))?.length).toBe(1)
  await receiver.waitUntil('has everything', tab => tab?.finishedAt !== undefined, 60_000)
  expect(await receiver.sha256()).toBe(await sha256OfFile(path))
  expect(tabs.flatMap(({ troubles }) => troubles)).toEqual([])
}
