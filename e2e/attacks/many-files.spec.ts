/** A torrent of as many files as one may have: the page that learns of it goes on answering. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { MAX_FILES } from '../../shared/torrent/info.ts'
import { buildInfo, encodeTorrentFile } from '../../shared/torrent/metainfo.ts'
import { expect, test } from '../swarm.fixture.ts'

/** On a machine that does something else besides; read in one go, it took more than a second. */
const LONGEST_TASK_MS = 400
const LIMIT_MS = 60_000

const files = Array.from({ length: MAX_FILES }, (_, i) => ({
  path: [`folder ${i % 100}`, `te\u0301le\u0301 ${i}.jpeg`],
  length: 1,
}))

test('100,000 files: from a .torrent file and by a link, no task takes long', {
  tag: '@full',
}, async ({ swarm }) => {
  const parts = { name: 'many', files, pieceLength: 1 << 20, pieceHashes: new Uint8Array(20) }
  const path = join(swarm.folder, 'many.torrent')
  await writeFile(path, encodeTorrentFile(buildInfo(parts)))

  const first = await swarm.tab()
  await first.page.addInitScript(watchTasks)
  await first.page.goto(swarm.origin)
  await first.page.locator('input[type=file]').first().setInputFiles(path)
  await knows(first.page)
  const { magnet } = await first.demand()

  const second = await swarm.tab()
  await second.page.addInitScript(watchTasks)
  await second.openLink(swarm.origin, magnet)
  await knows(second.page)
  const longest = await Promise.all([first, second].map(({ page }) => page.evaluate(longestTask)))
  second.page.on('console', m => console.log(m.text()))
  await second.page.evaluate(longestTask)
  console.log(`longest tasks: ${longest.map(Math.round).join(' and ')} ms`)
  expect(Math.max(...longest)).toBeLessThanOrEqual(LONGEST_TASK_MS)
})

const knows = (page: Page) =>
  expect(page.getByText('100,000 files').first()).toBeVisible({ timeout: LIMIT_MS })

interface Watched {
  readonly tasks: number[]
}

function watchTasks(): void {
  const tasks: Watched['tasks'] = []
  Object.assign(window, { tasks })
  new PerformanceObserver(list => {
    for (const { duration } of list.getEntries()) tasks.push(duration)
  }).observe({ type: 'longtask', buffered: true })
}

function longestTask(): number {
  const { tasks } = window as unknown as Watched
  return Math.max(0, ...tasks)
}
