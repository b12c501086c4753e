/** The lab as a person uses it: a run watched, scrubbed, kept, and had again from its link. */
import { readFile } from 'node:fs/promises'
import type { Download, Page } from '@playwright/test'
import { builtInScenario } from '../shared/simulation/scenarios/built-in.ts'
import type { Scenario } from '../shared/simulation/scenarios/scenario.ts'
import { Simulation } from '../shared/simulation/simulation.ts'
import { expect, scrubTo, test } from './lab.fixture.ts'

async function openLab(page: Page, hash = ''): Promise<void> {
  await page.goto(`/lab${hash}`)
  await expect(page.getByRole('heading', { name: 'Set up' })).toBeVisible()
}

const run = (page: Page) =>
  page.getByRole('region', { name: 'Set up' }).getByRole('button', { name: /^Run/ })
const percent = async (page: Page) => Number(await page.locator('.percent strong').textContent())

/** Once the whole run is simulated. */
async function fingerprint(page: Page): Promise<string> {
  return (await page.locator('.outcome .fingerprint').textContent()) ?? ''
}

test('a first run is watched without reading a word, scrubbed, and had again from its link', async ({
  page,
  context,
}) => {
  test.setTimeout(180_000)
  await openLab(page)
  await page.getByRole('region', { name: 'Network' }).getByRole('button', { name: 'Run' }).click()
  // It plays by itself, from the beginning.
  await expect.poll(() => percent(page)).toBeGreaterThan(0)
  const expected = new Simulation(builtInScenario('thesis-20') as Scenario, 1)
  expected.run()
  expect(await fingerprint(page)).toBe(expected.result.fingerprint)

  await scrubTo(page, 1)
  await expect(page.getByText('19 of 19 have everything')).toBeVisible()
  await scrubTo(page, 0.5)
  await expect.poll(() => percent(page)).toBeLessThan(90)
  const half = await percent(page)
  expect(half).toBeGreaterThan(5)
  await scrubTo(page, 0)
  await expect.poll(() => percent(page)).toBe(0)
  await page.getByRole('button', { name: 'To the next piece' }).click()
  await expect(page.locator('.clock-now')).not.toHaveText('0.000 s')

  const again = await context.newPage()
  await openLab(again, new URL(page.url()).hash)
  await run(again).click()
  expect(await fingerprint(again)).toBe(expected.result.fingerprint)
  await scrubTo(again, 0.5)
  await expect.poll(() => percent(again)).toBe(half)
})

test('the keyboard runs, plays, pauses and steps', async ({ page }) => {
  await openLab(page)
  await run(page).focus()
  await page.keyboard.press('Enter')
  // Whole and at rest: what the keys do must not depend on how far it has got.
  await fingerprint(page)
  await scrubTo(page, 0)
  await page.locator('body').click({ position: { x: 5, y: 5 } })
  const clock = page.locator('.clock-now')
  await expect(clock).toHaveText('0.000 s')
  await page.keyboard.press('.')
  await expect(clock).not.toHaveText('0.000 s')
  const first = (await clock.textContent()) ?? ''
  await page.keyboard.press('.')
  await expect(clock).not.toHaveText(first)
  await page.keyboard.press(',')
  await expect(clock).toHaveText(first)
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
})

test('what came of it is kept: result, events, charts', async ({ page }) => {
  await openLab(page, '#thesis-20&torrent.pieces=8&seed=5')
  await run(page).click()
  const printed = await fingerprint(page)
  const result = page.getByRole('region', { name: 'Result' })

  const json = JSON.parse(
    await textOf(await saved(page, () => result.getByRole('button', { name: 'JSON' }).click())),
  )
  expect(json).toMatchObject({
    scenario: 'thesis-20',
    document: { torrent: { pieces: 8 } },
    runs: [{ seed: 5, fingerprint: printed }],
    repeat: { command: 'npm run sim -- thesis-20 --set torrent.pieces=8 --seed 5' },
  })
  expect(json.repeat.link).toContain('#thesis-20&torrent.pieces=8&seed=5')

  const events = await textOf(
    await saved(page, () => result.getByRole('button', { name: 'Events' }).click()),
  )
  const records = events
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as { event: string })
  expect(records.filter(({ event }) => event === 'finished')).toHaveLength(19)
  expect(records.filter(({ event }) => event === 'pieceHeld')).toHaveLength(19 * 8)

  const chart = page.locator('.chart', { hasText: 'Pieces of each peer' })
  await chart.getByText('Numbers and files').click()
  await expect(chart.getByRole('table')).toBeVisible()
  const csv = await textOf(
    await saved(page, () => chart.getByRole('button', { name: 'CSV' }).click()),
  )
  expect(csv.split('\r\n')[0]?.split(',')).toHaveLength(20)
  const svg = await textOf(
    await saved(page, () => chart.getByRole('button', { name: 'SVG' }).click()),
  )
  expect(svg).toContain(`fingerprint ${printed}`)
  const png = await readFile(
    await (await saved(page, () => chart.getByRole('button', { name: 'PNG' }).click())).path(),
  )
  expect(png.subarray(1, 4).toString()).toBe('PNG')
})

test('runs stand side by side, and repetitions have their interval', { tag: '@full' }, async ({
  page,
}) => {
  await openLab(page, '#thesis-20&torrent.pieces=6&repetitions=3')
  await run(page).click()
  await page.getByRole('button', { name: 'Keep to compare' }).click()
  await expect(page.getByText(/^3 runs: .* ± .* s on average/)).toBeVisible()
  await page.getByText('Torrent', { exact: true }).click()
  await page.getByLabel('Pieces', { exact: true }).fill('12')
  await page.getByLabel('Pieces', { exact: true }).press('Enter')
  await run(page).click()
  await page.getByRole('button', { name: 'Keep to compare' }).click()
  const table = page.getByRole('region', { name: 'Results side by side' })
  await expect(table.getByRole('row')).toHaveCount(3)
  await expect(table).toBeInViewport({ ratio: 0.9 })
  const [first, second] = [table.getByRole('row').nth(1), table.getByRole('row').nth(2)]
  await expect(first).toContainText('pieces: 6 instead of 25')
  await expect(first).toContainText(/\d\.\d+ ± \d\.\d+ s/)
  await expect(second).toContainText('pieces: 12 instead of 6')
  await expect(second).toContainText(/1\.\d+ ± \d\.\d+ times as long: slower/)
  const compare = page.getByRole('region', { name: 'Side by side' })
  await expect(compare.getByRole('img')).toHaveCount(2)
  await expect(compare.getByText('mean of 3 runs').first()).toBeVisible()
  await expect(compare.getByText('95 % interval').first()).toBeVisible()

  const before = await table.innerText()
  await page.reload()
  await expect.poll(() => table.innerText()).toBe(before)
  await table.getByRole('button', { name: 'Drop' }).first().click()
  await expect(table.getByRole('row')).toHaveCount(2)
  await page.reload()
  await expect(table.getByRole('row')).toHaveCount(2)
  await expect(compare.getByText('95 % interval')).toBeVisible()
})

test('kept runs in storage that are damaged or hostile are left out, and the page stands', async ({
  page,
}) => {
  await openLab(page, '#thesis-20&torrent.pieces=6')
  await run(page).click()
  await page.getByRole('button', { name: 'Keep to compare' }).click()
  await expect(page.getByRole('region', { name: 'Results side by side' })).toBeVisible()
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('tabswarm-lab')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const transaction = opening.result.transaction('entries', 'readwrite')
          const entries = transaction.objectStore('entries')
          for (let i = 0; i < 40; i++) entries.put({ name: '<img src=x>', runs: [{}] }, `z ${i}`)
          entries.put('nonsense', 7)
          transaction.oncomplete = () => resolve()
        }
      }),
  )
  await page.reload()
  await expect(run(page)).toBeEnabled()
  await expect(page.getByRole('alert').filter({ hasText: /./ })).toHaveCount(0)
  await expect(
    page.getByRole('region', { name: 'Results side by side' }).getByRole('row'),
  ).toHaveCount(2)
  expect(await page.locator('img').count()).toBe(0)
})

test('a chart says which run it shows and what was so over all of it, and is greyed once the set-up differs', async ({
  page,
}) => {
  await openLab(page, '#thesis-20&torrent.pieces=6&seed=4')
  await run(page).click()
  await fingerprint(page)
  await scrubTo(page, 1)
  const chart = (key: string) => page.locator(`[data-chart="${key}"]`)
  await expect(chart('utilisation')).toContainText('% on average over the run')
  await expect(chart('seeders')).toContainText('% on average over the run')
  await expect(chart('completion')).toContainText(/100 % after \d/)
  await expect(chart('completion')).toContainText('thesis-20 (changed), seed 4')
  await expect(chart('rarest')).toContainText('average of all pieces')
  await expect(chart('rates').locator('.chart-unit')).toHaveText('Mbit/s')
  await scrubTo(page, 0.5)
  await expect(chart('utilisation')).not.toContainText('on average')

  await page.getByText('Torrent', { exact: true }).click()
  const pieces = page.getByLabel('Pieces', { exact: true })
  await pieces.fill('12')
  await pieces.press('Enter')
  await expect(chart('utilisation')).toContainText('before the set-up was changed')
  await expect(chart('utilisation')).toHaveClass(/is-stale/)
  await pieces.fill('6')
  await pieces.press('Enter')
  await expect(chart('utilisation')).not.toHaveClass(/is-stale/)
})

test('what cannot run says so before Run', async ({ page }) => {
  await openLab(page)
  await page.getByText('Who comes and goes').click()
  const seeders = page.getByRole('spinbutton', { name: 'Seeders' })
  await seeders.fill('20')
  await seeders.press('Enter')
  await expect(page.getByRole('alert')).toContainText('Every peer is a seeder')
  await expect(run(page)).toBeDisabled()
  await page.getByRole('button', { name: 'Reset' }).click()
  await expect(run(page)).toBeEnabled()
})

test('arrivals that the form has no field for stay as in the file while the form is used', async ({
  page,
}) => {
  const at = JSON.stringify(Array.from({ length: 19 }, (_, i) => `${i * 10}ms`))
  await openLab(page, `#thesis-20&arrivals.at=${encodeURIComponent(at)}`)
  await page.getByText('Who comes and goes').click()
  await expect(page.getByLabel('Leechers come')).toHaveValue('as in the file')
  const seeders = page.getByRole('spinbutton', { name: 'Seeders' })
  await seeders.fill('1')
  await seeders.press('Enter')
  await page.getByText('As a file', { exact: true }).click()
  await expect(page.getByLabel('The scenario as text')).toHaveValue(/"at": \[\s+"0ms",\s+"10ms"/)
  await expect(run(page)).toBeEnabled()
})

test('a link that is damaged or hostile ends in a sentence, with everything else in its place', async ({
  page,
  context,
}) => {
  await openLab(page, '#file=%00%01AAAA')
  await expect(page.getByRole('alert').first()).toContainText('This link is damaged')
  await expect(run(page)).toBeEnabled()
  const other = await context.newPage()
  await openLab(other, '#thesis-20&topology.builtIn=%3Cimg%20src=x%20onerror=alert(1)%3E')
  await expect(other.getByRole('alert').filter({ hasText: '"builtIn"' })).toBeVisible()
  expect(await other.locator('img').count()).toBe(0)
})

test('the network is changed by hand: a peer more takes part', async ({ page }) => {
  await openLab(page)
  await page.getByText('Network', { exact: true }).last().click()
  await page.getByRole('button', { name: 'Change it by hand' }).click()
  await page.getByLabel('Router or peer').selectOption('router11')
  await page.getByRole('button', { name: 'Add a peer here' }).click()
  await page.getByRole('button', { name: 'Done', exact: true }).click()
  await run(page).click()
  await expect(page.getByText(/of 20 have everything/)).toBeVisible()
})

async function saved(page: Page, press: () => Promise<void>): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()])
  return download
}

const textOf = async (download: Download): Promise<string> =>
  readFile(await download.path(), 'utf8')
