/** A study in the lab: a setting over several values, on all cores, with what follows and its link. */
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, test } from './lab.fixture.ts'

const study = (page: Page) => page.getByRole('region', { name: 'Varied' })

async function fill(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true })
  await field.fill(text)
  await field.press('Enter')
}

test('pieces 5, 10 and 15 with three runs each: chart, table, CSV, what follows, and all of it from the link', {
  tag: '@full',
}, async ({ page, context }) => {
  await page.goto('/lab/#thesis-20&seed=1&repetitions=3')
  await page.getByText('Vary', { exact: true }).click()
  await fill(page, 'Vary: setting', 'torrent.pieces')
  await fill(page, 'Values of torrent.pieces', '5..15:5')
  await page.getByRole('button', { name: 'Run all' }).click()
  await expect(study(page)).toContainText(
    /At pieces = 15 the makespan is 1.\d+ ± .* times that at 5 \(95 %\): slower/,
  )
  await expect(study(page).getByRole('row')).toHaveCount(4)
  await expect(study(page).getByRole('img')).toBeVisible()
  await expect(study(page)).toContainText(
    'npm run sweep -- thesis-20 --vary torrent.pieces=5..15:5 --seeds 3',
  )
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    study(page).getByRole('button', { name: 'CSV' }).click(),
  ])
  const csv = await readFile(await download.path(), 'utf8')
  expect(
    csv
      .split('\r\n')
      .slice(1, 4)
      .map(line => line.split(',')[0]),
  ).toEqual(['5', '10', '15'])

  await expect(page).toHaveURL(/vary=torrent.pieces=5..15/)
  const again = await context.newPage()
  await again.goto(`/lab/${new URL(page.url()).hash}`)
  await again.getByText('Vary', { exact: true }).click()
  await again.getByRole('button', { name: 'Run all' }).click()
  const sentence = (await study(page).locator('.study-sentence').textContent()) ?? ''
  await expect(study(again).locator('.study-sentence')).toHaveText(sentence)
})

test('two settings are lines of one chart; what cannot run is refused before anything runs; a long one is cancelled', {
  tag: '@full',
}, async ({ page }) => {
  await page.goto('/lab/#thesis-20&seed=1&vary=torrent.pieces=4,6&vary=seeders=1,2')
  await page.getByText('Vary', { exact: true }).click()
  const runAll = page.getByRole('button', { name: 'Run all' })
  await runAll.click()
  await expect(study(page).getByRole('row')).toHaveCount(5)
  await expect(study(page)).toContainText('seeders = 2: mean and 95 % interval')
  await expect(study(page)).toContainText('nothing follows without more seeds')
  await fill(page, 'Values of seeders', '1,20')
  await runAll.click()
  await expect(page.getByRole('alert').filter({ hasText: 'seeders=20' })).toContainText(
    'every peer is a seeder',
  )
  await fill(page, 'Values of seeders', '1..19')
  await fill(page, 'Values of torrent.pieces', '200..290')
  await runAll.click()
  await study(page).getByRole('button', { name: 'Cancel' }).click()
  await expect(study(page)).toContainText('of 1,729 runs: cancelled')
})

test('a study of the thesis is one click, and choices are ticked', async ({ page }) => {
  test.setTimeout(90_000)
  await page.goto('/lab/')
  await page.getByText('Studies', { exact: true }).click()
  const gossip = page.getByRole('button', { name: 'Gossip 2: pieces and knowing' })
  await gossip.click()
  const known = page.getByRole('region', { name: 'Gossip 2: pieces and knowing' })
  await expect(known.getByRole('row')).toHaveCount(7, { timeout: 60_000 })
  await expect(gossip).toBeFocused()
  await expect(known).toContainText('fidelity = informed: mean and 95 % interval')
  await expect(known).toContainText('pieces = 50: At fidelity = informed the makespan is')
  await page.goto('/lab/#thesis-20&torrent.pieces=5&repetitions=2')
  await page.reload()
  await page.getByText('Vary', { exact: true }).click()
  await fill(page, 'Vary: setting', 'exchange.picking')
  const values = page.getByRole('group', { name: 'Values of exchange.picking' })
  await values.getByText('rarest-first', { exact: true }).click()
  await values.getByText('random', { exact: true }).click()
  await page.getByRole('button', { name: 'Run all' }).click()
  await expect(study(page).getByRole('row')).toHaveCount(3)
  await expect(study(page)).toContainText('--vary exchange.picking=rarest-first,random --seeds 2')
})

test('by keyboard, Cancel is the stop after the button that began the runs, which then has the focus again', async ({
  page,
}) => {
  await page.goto('/lab/#thesis-20&seed=1&vary=torrent.pieces=200..290')
  await page.getByText('Vary', { exact: true }).click()
  await page.getByText('Studies', { exact: true }).click()
  const said = page.getByRole('status').filter({ hasText: /of [\d,]+ runs/ })
  for (const name of ['Run all', 'Gossip 2: pieces and knowing']) {
    const begin = page.getByRole('button', { name })
    await begin.press('Enter')
    await expect(said).toHaveText(/^0 of [\d,]+ runs$/)
    await page.keyboard.press('Tab')
    await expect(begin.locator('..').getByRole('button', { name: 'Cancel' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(begin).toBeFocused()
    await expect(said).toHaveText(/^\d+ of [\d,]+ runs: cancelled$/)
  }
})
