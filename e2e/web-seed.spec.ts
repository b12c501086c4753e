/** Web seeds (BEP 19): real servers, which the browsers know by names that look public. */
import { randomBytes } from 'node:crypto'
import { expect, hasFirefox, NEEDS_FIREFOX } from './swarm.fixture.ts'
import { LIMIT_MS, MB, offer, sha256, test, torrentOf } from './web-seed/web-seed.fixture.ts'

test('in Firefox, too, all of it arrives, right', async ({ swarm, start }) => {
  test.skip(!hasFirefox, NEEDS_FIREFOX)
  const content = randomBytes(3 * MB)
  const server = await start({ files: { '/film.mp4': content } })
  const tab = await swarm.tab('firefox')
  const torrent = torrentOf('film.mp4', content, [`http://seed.example:${server.port}/film.mp4`])
  await offer(tab.page, swarm, torrent)
  await tab.page.getByRole('button', { name: 'Download 3 MB' }).click()
  await tab.waitUntil('complete', it => it?.phase === 'seeding', LIMIT_MS)
  expect(await tab.sha256()).toBe(sha256(content))
  expect(tab.troubles).toEqual([])
})

test('one that lies is dropped and named, and another gives all', async ({ swarm, start }) => {
  const content = randomBytes(4 * MB)
  const files = { '/film.mp4': content }
  const liar = await start({ files, alter: bytes => bytes.map(byte => byte ^ 1) })
  const honest = await start({ files, bytesPerSec: 2 * MB })
  const tab = await swarm.tab()
  const torrent = torrentOf('film.mp4', content, [
    `http://liar.example:${liar.port}/film.mp4`,
    `http://honest.example:${honest.port}/film.mp4`,
  ])
  await offer(tab.page, swarm, torrent)
  await tab.page.getByRole('button', { name: 'Download 4 MB' }).click()
  await tab.waitUntil('complete', it => it?.phase === 'seeding', LIMIT_MS)
  expect(await tab.sha256()).toBe(sha256(content))
  await expect(tab.page.getByRole('row', { name: /^liar\.example/ })).toContainText(
    'not asked any more: it sent 3 wrong pieces',
  )
  expect(tab.troubles).toEqual([])
})

test('a redirect is not followed, and private addresses are never asked', async ({
  swarm,
  start,
}) => {
  const content = randomBytes(MB)
  const files = { '/film.mp4': content }
  const target = await start({ files })
  const local = `http://127.0.0.1:${target.port}/film.mp4`
  const redirecting = await start({ files, redirect: local })
  const closed = await start({ files, cors: false })
  const tab = await swarm.tab()
  const torrent = torrentOf('film.mp4', content, [
    local,
    `http://localhost:${target.port}/film.mp4`,
    `http://there.example:${redirecting.port}/film.mp4`,
    `http://closed.example:${closed.port}/film.mp4`,
  ])
  await offer(tab.page, swarm, torrent)
  await tab.page.getByRole('button', { name: 'Download 1 MB' }).click()
  const rows = tab.page.getByRole('row')
  await expect(rows.filter({ hasText: 'there.example' })).toContainText('it sends on to another')
  await expect(rows.filter({ hasText: 'closed.example' })).toContainText('(CORS); asked again')
  for (const host of ['127.0.0.1', 'localhost'])
    await expect(rows.filter({ hasText: host })).toContainText('not asked: its address is of this')
  expect(redirecting.asked.length).toBeGreaterThan(0)
  expect(target.asked).toEqual([])
})

test('only the Worker that fetches may reach other sites', async ({ swarm, start }) => {
  const server = await start({ files: { '/a': randomBytes(10) } })
  const { page } = await swarm.tab()
  await page.goto(swarm.origin)
  const url = `http://seed.example:${server.port}/a`
  const outcome = await page.evaluate(
    address =>
      fetch(address).then(
        () => 'fetched',
        () => 'forbidden',
      ),
    url,
  )
  expect(outcome).toBe('forbidden')
  expect(server.asked).toEqual([])
})
