/** Links as people get them, through the page and the server that serves it. */
import { BROWSER_NAMES } from '../cli/browsers.ts'
import { expect, hasFirefox, NEEDS_FIREFOX, tagOf, test } from './swarm.fixture.ts'

for (const browser of BROWSER_NAMES) {
  test(`a link whose # was escaped on its way opens, and another in prose adds to it (${browser})`, {
    tag: tagOf(browser),
  }, async ({ swarm }) => {
    test.skip(browser === 'firefox' && !hasFirefox, NEEDS_FIREFOX)
    const file = await swarm.file('letter.bin', 300_000)
    const sharer = await swarm.tab(browser)
    const magnet = await sharer.share(swarm.origin, file.path)
    const { page } = await swarm.tab(browser)
    await page.goto(`${swarm.origin}/%23${encodeURIComponent(magnet)}`)
    await expect(page.getByRole('heading', { name: file.name })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Download 300 kB' })).toBeVisible()
    expect(new URL(page.url()).pathname).toBe('/')

    await page.getByRole('button', { name: 'New share' }).click()
    const tracker = '&amp;tr=wss%3A%2F%2Ftracker.example%2Fa'
    await page.getByLabel('Have a link?').fill(`See it (${magnet}${tracker}&amp;so=7).`)
    await page.getByRole('button', { name: 'Open', exact: true }).click()
    await expect(page.getByRole('heading', { name: file.name })).toBeVisible()
    await expect(page).toHaveURL(/tracker\.example/)
    await expect(page.getByText('asks for files that do not exist')).toBeVisible()
    await page.getByRole('button', { name: 'Download 300 kB' }).click()
    await expect(page.getByText('Complete. Every piece verified.')).toBeVisible()
  })

  test(`a link without its head, and one inside a gateway's address, open (${browser})`, {
    tag: '@full',
  }, async ({ swarm }) => {
    test.skip(browser === 'firefox' && !hasFirefox, NEEDS_FIREFOX)
    const { page } = await swarm.tab(browser)
    await page.goto(swarm.origin)
    const hash = (digits: string) => digits.repeat(20)
    const gateway = `https://gateway.example/?url=${encodeURIComponent(`magnet:?xt=urn:btih:${hash('cd')}&dn=100% real`)}&t=1`
    for (const [text, name] of [
      [`urn:btih:${hash('ab')}&dn=R&B (live)&tr=`, 'R&B (live)'],
      [gateway, '100% real'],
    ] as const) {
      await page.getByLabel('Have a link?').fill(text)
      await page.getByRole('button', { name: 'Open', exact: true }).click()
      await expect(page.getByRole('heading', { name })).toBeVisible()
      await page.getByRole('button', { name: 'New share' }).click()
    }
  })
}

test('an address where nothing is has a way back', async ({ swarm }) => {
  const { page } = await swarm.tab()
  const response = await page.goto(`${swarm.origin}/nothing`)
  expect(response?.status()).toBe(404)
  await page.getByRole('link', { name: 'Go to the start page' }).click()
  await expect(page.getByText('Drop files or folders here')).toBeVisible()
})
