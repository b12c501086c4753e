/** Links that are none, and names that want more than to be read: a sentence, and no harm. */
import { expect, test } from './swarm.fixture.ts'

const INFO_HASH = '0123456789abcdef0123456789abcdef01234567'

for (const [what, hash] of [
  ['half a link', 'magnet:?xt=urn:btih:0123456789'],
  ['a link to something else', 'magnet:?xt=urn:sha1:YNCKHTQCWBTRNJIV4WNAE52SJUQCZO5C'],
  ['no link at all', 'lorem-ipsum'],
  ['broken escapes', 'magnet%3A%3Fxt%'],
]) {
  test(`${what} is answered with a sentence, and the page works on`, async ({ swarm }) => {
    const { page, troubles } = await swarm.tab()
    await page.goto(`${swarm.origin}/#${hash}`)
    await expect(page.getByRole('alert')).toHaveText(/^[A-Z].{20,}\.( ?Close)?$/)
    await expect(page.getByRole('button', { name: 'Drop files' })).toBeVisible()
    expect(troubles).toEqual([])
  })
}

test('a link that nobody serves says so, and waits', async ({ swarm }) => {
  const { page } = await swarm.tab()
  await page.goto(`${swarm.origin}/#magnet:?xt=urn:btih:${INFO_HASH}`)
  await expect(page.getByText('Nobody with this file is online yet')).toBeVisible()
})

test('a name full of markup, paths and control characters is only ever text', async ({ swarm }) => {
  const evil = '<img src=x onerror="window.owned=1">'
  const sharer = await swarm.tab()
  await sharer.page.goto(swarm.origin)
  await sharer.page
    .getByLabel('Files to share')
    .setInputFiles({ name: `${evil}.txt`, mimeType: 'text/plain', buffer: Buffer.from('harmless') })
  const link = await sharer.page.getByLabel('Send this link').inputValue()
  const [address] = link.split('&dn=')
  const lie = encodeURIComponent(`../../\u202e${evil}\u0000`)

  const receiver = await swarm.tab()
  await receiver.page.goto(`${address}&dn=${lie}`)
  await receiver.page.getByRole('button', { name: /^Download/ }).click()
  await expect(receiver.page.getByText('Every piece verified')).toBeVisible()
  for (const { page } of [sharer, receiver]) {
    await expect(page.locator('img[src=x]')).toHaveCount(0)
    expect(await page.evaluate(() => 'owned' in window)).toBe(false)
  }
  const { name } = await receiver.demand()
  expect(name).not.toMatch(/[/\\\p{Cc}\u202e]/u)
})
