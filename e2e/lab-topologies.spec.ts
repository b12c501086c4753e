/** Networks that come from elsewhere, as files that are dropped onto the lab, and that go out again. */
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { builtInScenario } from '../shared/simulation/scenarios/built-in.ts'
import type { Scenario } from '../shared/simulation/scenarios/scenario.ts'
import { Simulation } from '../shared/simulation/simulation.ts'
import { expect, test } from './lab.fixture.ts'

const THESIS = new URL('../shared/network/formats/ned/thesis-46.ned', import.meta.url)

async function drop(page: Page, name: string, text: string): Promise<void> {
  const files = await page.evaluateHandle(
    ([fileName, content]) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([content as string], fileName as string))
      return transfer
    },
    [name, text],
  )
  await page.dispatchEvent('main', 'dragover', { dataTransfer: files })
  await page.dispatchEvent('main', 'drop', { dataTransfer: files })
}

const networkPart = (page: Page) => page.locator('.part').filter({ hasText: 'Topology' }).first()

test("the thesis's network, written in NED by hand, runs as the one that is built in", {
  tag: '@full',
}, async ({ page }) => {
  await page.goto('/lab/#thesis-46')
  await drop(page, 'thesis-46.ned', readFileSync(THESIS, 'utf8'))
  await expect(networkPart(page)).toContainText('your own, 46 peers')
  await expect(page.locator('.left-out')).toHaveCount(0)
  await page.locator('.setup-start .main').click()
  const expected = new Simulation(builtInScenario('thesis-46') as Scenario, 1)
  expected.run()
  const fingerprint = page.locator('.outcome .fingerprint')
  await expect(fingerprint).toHaveText(expected.result.fingerprint, { timeout: 60_000 })
})

test('what was left out is said, a file that cannot be read is refused by its line', async ({
  page,
}) => {
  await page.goto('/lab/')
  const ned = `network Two {
    submodules: r: Router; a: Peer; b: Peer;
    connections:
      a.g <--> { datarate = 1Mbps; delay = 1ms; } <--> r.g++;
      b.g --> { datarate = 2Mbps; delay = 1ms; } --> r.g++;
  }`
  await drop(page, 'two.ned', ned)
  const banner = page.getByRole('status').filter({ hasText: '“two.ned” is set up' })
  await expect(banner).toContainText('Line 5: a link leads one way')
  await expect(banner).toContainText('The file names no tracker: one was added at "r".')
  await expect(page.locator('.scene-about')).toHaveText(
    'Changed: Two, 2 peers on 1 router, 25 pieces.',
  )
  await banner.getByRole('button', { name: 'Close' }).click()
  await expect(banner).toBeHidden()
  await drop(page, 'two.ned', ned.replace('a.g <-->', 'c.g <-->'))
  await expect(page.getByRole('alert').filter({ hasText: 'Line 4, column 7' })).toContainText(
    'there is no submodule named "c"',
  )
})

for (const format of ['NED', 'GraphML', 'JSON']) {
  // How each format is written and read is tested in shared/network/formats and topology-file.test.ts.
  const tag = format === 'NED' ? [] : ['@full']
  test(`saved as ${format} and dropped again it is the same network`, { tag }, async ({ page }) => {
    await page.goto(
      `/lab/#thesis-20&topology=${encodeURIComponent('{"builtIn":"star","peers":20}')}`,
    )
    await networkPart(page).locator('summary').click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: `Save as ${format}` }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(new RegExp(`\\.${format.toLowerCase()}$`))
    const text = await readFile(await download.path(), 'utf8')
    await page.goto('/lab/#thesis-20')
    await drop(page, 'saved', text)
    await expect(networkPart(page)).toContainText('your own, 20 peers')
    await expect(page.locator('.left-out')).toHaveCount(0)
    await expect(page.getByRole('img', { name: /^Network of 1 router/ })).toBeVisible()
  })
}
