/** A machine on no network: there is a server on it, and tabs, and no way between two of them. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from '@playwright/test'
import { findBrowser, launchBrowser } from '../../cli/browsers.ts'
import { Cleanup, ROOT } from '../../cli/command.ts'
import { writeRandomFile } from '../../cli/content.ts'
import { netlabObstacle } from '../../cli/netlab/needs.ts'
import { Place } from '../../cli/netlab/place.ts'
import { servePages } from '../../cli/netlab/servers.ts'
import { Tab } from '../../cli/tabs/tab.ts'
import { expect } from './homes.fixture.ts'

/** The first connection has failed by then. */
const TOLD_WITHIN_MS = 40_000

interface Alone {
  readonly place: Place
  readonly cleanup: Cleanup
}

const test = base.extend<{ alone: Alone }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from here
  alone: async ({}, use) => {
    const obstacle = netlabObstacle()
    base.skip(obstacle !== undefined, obstacle)
    const cleanup = new Cleanup()
    const place = new Place(`tabswarm${process.pid}-alone`)
    cleanup.add(() => place.remove())
    await use({ place, cleanup })
    await cleanup.run()
  },
})

for (const browsers of ['chromium', 'firefox'])
  test(`npm run swarm names the network and ends (${browsers})`, async ({ alone: { place } }) => {
    const args = ['cli/setup.mjs', 'cli/swarm.ts', '--tabs', '2', '--size', '100KB']
    const node = [process.execPath, ...args, '--browsers', browsers]
    // Once it has said why it ends by itself, with a failure.
    const said = place.tryOut('sh', ['-c', `cd '${ROOT}' && ${node.join(' ')}; echo "exit $?"`])
    expect(said).toContain('This machine is on no network')
    expect(said).toContain('exit 1')
  })

test('both pages say that the device may be on no network', async ({
  alone: { place, cleanup },
}) => {
  const pages = await servePages(place)
  cleanup.add(() => pages.close())
  const folder = await mkdtemp(join(tmpdir(), 'tabswarm-e2e-'))
  cleanup.add(() => rm(folder, { recursive: true, force: true }))
  const path = join(folder, 'alone.bin')
  await writeRandomFile(path, 100_000)
  const found = findBrowser('chromium')
  if (found === undefined) throw new Error('There is no Chromium.')
  const executablePath = place.wrapper(found.executablePath, folder)
  const browser = await launchBrowser('chromium', {}, { ...found, executablePath, own: false })
  cleanup.add(() => browser.close())
  const origin = `http://localhost:${pages.port}`
  const sharer = await Tab.open('sharer', 'chromium', browser)
  const magnet = await sharer.share(origin, path)
  const receiver = await Tab.open('receiver', 'chromium', browser)
  await receiver.openLink(origin, magnet, { auto: true })
  for (const { page } of [sharer, receiver])
    await expect(page.getByText(/or its device is on no network/).first()).toBeVisible({
      timeout: TOLD_WITHIN_MS,
    })
})
