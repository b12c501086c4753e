/** Downloads that are larger than what the browser still stores. Random bytes: zeros would be compressed. */
import type { Tab } from '../../cli/tabs/tab.ts'
import { expect, type Swarm, test } from '../swarm.fixture.ts'

const FILE_BYTES = 6_000_000
const LIMIT_MS = 60_000

test('what does not fit is said before it begins, and begins when there is room', async ({
  swarm,
}) => {
  const { file, magnet } = await shared(swarm)
  const tab = await swarm.tab()
  // Chrome's own estimate says 10 GiB, whatever the quota is.
  await tab.page.addInitScript(quota => {
    Object.assign(window, { quota })
    navigator.storage.estimate = async () => ({
      quota: (window as unknown as { quota: number }).quota,
      usage: 500_000,
    })
  }, FILE_BYTES)
  await tab.openLink(swarm.origin, magnet, { auto: true })
  const alert = tab.page.getByRole('alert')
  await expect(alert).toHaveText(
    'This may not fit: it needs 6 MB, and this browser says that it can store 5.5 MB more. Free space on this disk, or delete what this browser keeps.',
  )
  await expect(tab.page.getByRole('button', { name: 'Download anyway 6 MB' })).toBeEnabled()
  expect(await tab.demand()).toMatchObject({ phase: 'idle', downloaded: 0 })

  await tab.page.evaluate(quota => Object.assign(window, { quota }), 2 * FILE_BYTES)
  await expect(alert).toHaveCount(0)
  await tab.page.getByRole('button', { name: 'Download 6 MB' }).click()
  await tab.waitUntil('finished', it => it?.phase === 'seeding', LIMIT_MS)
  expect(await tab.sha256()).toBe(file.sha256)
})

test('a browser that promises more than it has stops the download, which goes on when there is room', {
  tag: '@full',
}, async ({ swarm }) => {
  const { file, magnet } = await shared(swarm)
  const tab = await swarm.tab()
  const limit = await storageLimit(swarm, tab)
  await limit(FILE_BYTES / 2)
  await tab.openLink(swarm.origin, magnet, { auto: true })
  await expect(tab.page.getByText('The disk space this browser allows is used up.')).toBeVisible()
  expect((await tab.demand()).bytesHeld).toBeLessThan(FILE_BYTES)

  await limit()
  await tab.page.getByRole('button', { name: 'Try again' }).click()
  await tab.waitUntil('finished', it => it?.phase === 'seeding', LIMIT_MS)
  expect(await tab.sha256()).toBe(file.sha256)
})

async function shared(swarm: Swarm) {
  const file = await swarm.file('large.bin', FILE_BYTES)
  return { file, magnet: await (await swarm.tab()).share(swarm.origin, file.path) }
}

type Limit = (bytes?: number) => Promise<unknown>

/** Without `bytes`: as much as the browser has. One session: a second would not lift what the first has set. */
async function storageLimit({ origin }: Swarm, { page }: Tab): Promise<Limit> {
  const devTools = await page.context().newCDPSession(page)
  return bytes =>
    devTools.send('Storage.overrideQuotaForOrigin', {
      origin,
      ...(bytes !== undefined && { quotaSize: bytes }),
    })
}
