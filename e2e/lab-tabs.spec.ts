/** A swarm of real tabs, formed in the lab, run over thesis-20's links, and looked at afterwards. */
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, scrubTo, test } from './lab.fixture.ts'
import { lookAt, MOUSE_PX, PHONE, TOUCH_PX } from './looks.ts'

const PIECES = 4
/** A run of a few emulated seconds, on a machine that is busy with other tests. */
const RUN_LIMIT = { timeout: 75_000 }
const setUp = (page: Page) => page.getByRole('region', { name: 'Set up' })

async function openTabs(page: Page): Promise<void> {
  await page.goto(`/lab#thesis-20&torrent.pieces=${PIECES}`)
  await page.getByLabel('real tabs').check()
}

test('six tabs are a swarm: opened by a button and by the link, run, scrubbed, kept', async ({
  page,
  context,
}) => {
  test.setTimeout(240_000)
  await openTabs(page)
  await page.getByRole('button', { name: 'Open 5 tabs' }).click()
  await page.getByText('Link and QR code').click()
  await expect(page.getByRole('img', { name: 'QR code' })).toBeVisible()
  const sixth = await context.newPage()
  await sixth.goto(await page.getByLabel('Link for other tabs').inputValue())
  await expect(sixth.getByRole('heading', { name: 'This tab is a peer' })).toBeVisible()
  await expect(page.getByText(/^6 peers: 6 other tabs/)).toBeVisible()

  // The machine may do something else besides: in slow time that does not matter.
  await page.getByLabel('Times slower than real').fill('6')
  await setUp(page).getByRole('button', { name: /^Run/ }).click()
  await expect(sixth.getByText(/It takes part/)).toBeVisible(RUN_LIMIT)
  await expect(sixth.getByRole('listitem')).toHaveCount(1)
  await lookAt(sixth, 'a tab that takes part', MOUSE_PX)
  const result = page.getByRole('region', { name: 'Result' })
  await expect(result).toContainText('6 tabs, 6 times slower than real', RUN_LIMIT)
  await expect(result).toContainText(/The simulator says [\d.]+ ± [\d.]+ s \(95 %, ten runs\)/)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    result.getByRole('button', { name: 'JSON' }).click(),
  ])
  const { bound, runs } = JSON.parse(await readFile(await download.path(), 'utf8'))
  expect(runs).toMatchObject([{ failures: [], inTabs: { tabs: 6, dilation: 6 } }])
  expect(runs[0].peers).toHaveLength(5)
  // The links are those of the thesis: nothing is faster than they allow.
  expect(runs[0].makespanMs).toBeGreaterThan(bound.makespanMs)

  await lookAt(page, 'a run in tabs', MOUSE_PX)
  await page.screenshot({ path: test.info().outputPath('in-tabs.png'), fullPage: true })

  await scrubTo(page, 1)
  await expect(page.getByText('5 of 5 have everything')).toBeVisible()
  await scrubTo(page, 0.5)
  await expect(page.getByText('5 of 5 have everything')).toBeHidden()
  await page.getByRole('button', { name: 'To the next piece' }).click()
  await expect(page.locator('.chart', { hasText: 'Pieces of each peer' })).toBeVisible()
})

test('a link of another browser makes nobody a peer until somebody says so there', async ({
  page,
  browser,
}) => {
  await openTabs(page)
  await page.getByRole('button', { name: 'Add 5 peers in this tab' }).click()
  await page.getByText('Link and QR code').click()
  const elsewhere = await browser.newContext()
  const other = await elsewhere.newPage()
  await other.goto(await page.getByLabel('Link for other tabs').inputValue())
  await expect(other.getByRole('heading', { name: 'Take part in a swarm?' })).toBeVisible()
  await expect(page.getByText(/^5 peers: 0 other tabs/)).toBeVisible()
  await lookAt(other, 'a tab that is asked', MOUSE_PX)
  await other.setViewportSize(PHONE)
  await lookAt(other, 'a phone that is asked', TOUCH_PX)
  await other.screenshot({ path: test.info().outputPath('asked-phone.png') })
  await other.getByRole('button', { name: 'Take part' }).click()
  await expect(page.getByText(/^6 peers: 1 other tab/)).toBeVisible()
  await expect(other.getByRole('heading', { name: 'This tab is a peer' })).toBeVisible()
  await elsewhere.close()
})

test('peers of one tab are a swarm as well, and Stop gives their places back', {
  tag: '@full',
}, async ({ page }) => {
  test.setTimeout(240_000)
  await openTabs(page)
  const run = setUp(page).getByRole('button', { name: /^Run/ })
  await expect(page.getByRole('alert')).toContainText('A swarm needs two peers at least')
  await expect(run).toBeDisabled()
  await page.getByRole('button', { name: 'Add 5 peers in this tab' }).click()
  // As a busy machine asks for, it might take minutes.
  await page.getByLabel('Times slower than real').fill('1')
  await run.click()
  await expect(page.getByText(/peers find each other/).first()).toBeVisible()
  await setUp(page).getByRole('button', { name: 'Stop' }).click()
  await run.click()
  await expect(page.getByRole('region', { name: 'Result' })).toContainText(
    '1 tab, 1 times slower',
    RUN_LIMIT,
  )
})

test('a run that the machine did not keep up with: its figures are struck out, and it runs again 4 times slower', {
  tag: '@full',
}, async ({ page }) => {
  test.setTimeout(240_000)
  await openTabs(page)
  await page.getByRole('button', { name: 'Add 5 peers in this tab' }).click()
  await page.getByLabel('Times slower than real').fill('1')
  const busy = await page.evaluateHandle(keepBusy)
  await setUp(page).getByRole('button', { name: /^Run/ }).click()
  const result = page.getByRole('region', { name: 'Result' })
  await expect(result).toContainText(
    'This run is invalid. The machine did not keep up: ',
    RUN_LIMIT,
  )
  await expect(result).toContainText('1 tab, 1 times slower than real')
  const facts = result.locator('dd')
  await expect(facts.first()).toBeVisible()
  for (const fact of await facts.all()) {
    await expect(fact.locator('s')).toHaveText((await fact.textContent()) ?? '')
  }
  await expect(result).toContainText(/The simulator says [\d.]+ ± [\d.]+ s/)
  await expect(result).not.toContainText('the tabs took')
  const network = page.getByRole('region', { name: 'Network' })
  await expect(network).toContainText('This machine did not keep up: the run is invalid.')
  await expect(network.getByRole('button', { name: /^Why was/ })).toBeHidden()
  await lookAt(page, 'an invalid run', MOUSE_PX)

  await busy.evaluate(stop => stop())
  await network.getByRole('button', { name: 'Again, 4 times slower' }).click()
  await expect(page.getByLabel('Times slower than real')).toHaveValue('4')
  await expect(result).toContainText('1 tab, 4 times slower than real', RUN_LIMIT)
})

/** A quarter of the time the page's only thread does something else: far beyond what a valid run allows. */
function keepBusy(): () => void {
  const timer = setInterval(() => {
    const untilMs = performance.now() + 100
    while (performance.now() < untilMs);
  }, 400)
  return () => clearInterval(timer)
}
