/** What a phone on a slow line has to fetch before it can take part. */
import type { Request } from '@playwright/test'
import { expect, test } from './swarm.fixture.ts'

const MOST_SCRIPT_BYTES = 120_000
/** What the whole file brings: its link as a QR code, to pass it on. */
const AFTERWARDS = /\/qr-code-/

test('the share page loads less than 120 kB of compressed script, from link to whole file', async ({
  swarm,
}) => {
  const file = await swarm.file('small.bin', 300_000)
  const seeder = await swarm.tab()
  const magnet = await seeder.share(swarm.origin, file.path)
  const tab = await swarm.tab()
  const finished: Request[] = []
  tab.page.on('requestfinished', request => finished.push(request))
  await tab.openLink(swarm.origin, magnet, { auto: true })
  await tab.waitUntil('finished', it => it?.phase === 'seeding', 60_000)
  await tab.page.waitForLoadState('networkidle')
  const scripts = new Map<string, number>()
  for (const request of finished.slice()) {
    if (AFTERWARDS.test(request.url())) continue
    const response = await request.response()
    if (!/javascript/.test(response?.headers()['content-type'] ?? '')) continue
    const { responseBodySize } = await request.sizes()
    scripts.set(new URL(request.url()).pathname, responseBodySize)
  }
  const bytes = [...scripts.values()].reduce((sum, size) => sum + size, 0)
  console.log(`${bytes} bytes in ${[...scripts.keys()].join(', ')}`)
  expect(scripts.size).toBeGreaterThan(0)
  expect(bytes).toBeLessThan(MOST_SCRIPT_BYTES)
})
