/** The way between the pages, and the link that is copied. */
import { expect, test } from './swarm.fixture.ts'

test('from the start page to the laboratory and back', async ({ swarm }) => {
  const { page } = await swarm.tab()
  await page.goto(swarm.origin)
  await page.getByRole('link', { name: 'Laboratory' }).click()
  await page.getByRole('link', { name: 'Share a file' }).click()
  await expect(page.getByRole('heading', { name: 'Send a file by sending a link' })).toBeVisible()
})

test('the link that is copied on this machine is the one that others on its network can open', async ({
  swarm,
}) => {
  const { page } = await swarm.tab()
  // The page may write to the clipboard and not read from it.
  await page.addInitScript(() => {
    navigator.clipboard.writeText = async text => {
      document.documentElement.dataset.copied = text
    }
  })
  await page.route('**/lan', route => route.fulfill({ json: { address: '192.168.1.20' } }))
  await page.goto(swarm.origin)
  await page.getByLabel('Files to share').setInputFiles({
    name: 'a.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('text'),
  })
  await page.getByRole('button', { name: 'Copy' }).click()
  await expect(page.getByText('This link opens on your network')).toBeVisible()
  const copied = await page.evaluate(() => document.documentElement.dataset.copied ?? '')
  const origin = swarm.origin.replace('localhost', '192.168.1.20')
  expect(copied.startsWith(`${origin}/#magnet:`)).toBe(true)
  expect(copied).not.toContain('localhost')
})
