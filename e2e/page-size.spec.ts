/** What a phone on a slow line has to fetch before it can take part. */
import { expect, test } from './swarm.fixture.ts'

const MOST_SCRIPT_BYTES = 120_000

test('the share page loads less than 120 kB of compressed script, from link to whole file', async ({
  swarm,
}) => {
  const file = await swarm.file('small.bin', 300_000)
  const seeder = await swarm.tab()
  const magnet = await seeder.share(swarm.origin, file.path)
  const tab = await swarm.tab()
  const scripts = new Map<string, number>()
  tab.page.on('requestfinished', async request => {
    const response = await request.response()
    if (!/javascript/.test(response?.headers()['content-type'] ?? '')) return
    const { responseBodySize } = await request.sizes()
    scripts.set(new URL(request.url()).pathname, responseBodySize)
  })
  await tab.openLink(swarm.origin, magnet, { auto: true })
  await tab.waitUntil('finished', it => it?.phase === 'seeding', 60_000)
  await tab.page.waitForLoadState('networkidle')
  const bytes = [...scripts.values()].reduce((sum, size) => sum + size, 0)
  console.log(`${bytes} bytes in ${[...scripts.keys()].join(', ')}`)
  expect(scripts.size).toBeGreaterThan(0)
  expect(bytes).toBeLessThan(MOST_SCRIPT_BYTES)
})
