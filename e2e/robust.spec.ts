/** What goes wrong in a swarm: the seeder leaves, a tab dies, the server goes away. */
import { readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { BROWSER_NAMES, launchProfile } from '../cli/browsers.ts'
import type { TabSnapshot } from '../cli/tabs/probe.ts'
import { Tab } from '../cli/tabs/tab.ts'
import { expect, hasFirefox, NEEDS_FIREFOX, type Swarm, tagOf, test } from './swarm.fixture.ts'

const FILE_BYTES = 6_000_000
/** Fifteen seconds for the file: half-way is a state that lasts, on a busy machine, too. */
const SLOW = { upBytesPerSec: 400_000, downBytesPerSec: -1 }
/** Of the seeder that leaves: sooner than leechers pass all of it on. */
const SEEDER_BYTES_PER_SEC = 1_000_000
/** So slow that leechers cannot have passed everything on by the time the seeder has sent it once. */
const SLOWER_BYTES_PER_SEC = 100_000
const FAST = { upBytesPerSec: -1, downBytesPerSec: -1 }
const LIMIT_MS = 60_000

const finished = (tab: TabSnapshot | undefined): boolean => tab?.phase === 'seeding'
const heldAtLeast = (bytes: number) => (tab: TabSnapshot | undefined) =>
  (tab?.bytesHeld ?? 0) >= bytes

for (const browser of BROWSER_NAMES)
  test(`the seeder leaves once every piece has left it once: the rest still finish (${browser})`, {
    tag: tagOf(browser),
  }, async ({ swarm }) => {
    test.skip(browser === 'firefox' && !hasFirefox, NEEDS_FIREFOX)
    const file = await swarm.file('shared.bin', FILE_BYTES)
    const seeder = await swarm.tab(browser)
    const magnet = await seeder.share(swarm.origin, file.path)
    await seeder.limit(SEEDER_BYTES_PER_SEC)
    const leechers = [await swarm.tab(browser), await swarm.tab(browser), await swarm.tab(browser)]
    for (const leecher of leechers) {
      await leecher.openLink(swarm.origin, magnet, { auto: true })
      await leecher.waitUntil('there', tab => tab !== undefined, LIMIT_MS)
      await leecher.limit(SLOWER_BYTES_PER_SEC)
    }
    const snapshots = () => Promise.all(leechers.map(leecher => leecher.demand()))
    await expect
      .poll(async () => new Set((await snapshots()).flatMap(({ held }) => held)).size, {
        timeout: LIMIT_MS,
      })
      .toBe((await seeder.demand()).pieceCount)
    await seeder.close()
    const missing = (await snapshots()).map(({ bytesHeld }) => FILE_BYTES - bytesHeld)
    expect(Math.max(...missing), 'somebody still needs the others').toBeGreaterThan(0)

    for (const leecher of leechers) await leecher.limit(undefined)
    for (const leecher of leechers) {
      await leecher.waitUntil('finished without the seeder', finished, LIMIT_MS)
      expect(await leecher.sha256()).toBe(file.sha256)
    }
  })

test('a leecher killed at half and reopened goes on, and asks for nothing it holds', async ({
  swarm,
}) => {
  const { file, seeder, magnet } = await shared(swarm, 'resumed.bin')
  const profile = join(swarm.folder, 'profile')

  const first = await Tab.in('first life', 'chromium', await launchProfile('chromium', profile))
  await first.openLink(swarm.origin, magnet, { auto: true })
  await first.waitUntil('at half', heldAtLeast(FILE_BYTES / 2), LIMIT_MS)
  const before = await first.demand()
  expect(before.bytesHeld).toBeLessThan(FILE_BYTES)
  const dead = first.page.context().waitForEvent('close')
  kill(profile)
  await dead

  const second = await Tab.in('second life', 'chromium', await launchProfile('chromium', profile))
  await second.openLink(swarm.origin, magnet, { auto: true })
  await seeder.throttle(FAST)
  await second.waitUntil('finished', finished, LIMIT_MS)
  const after = await second.demand()
  const requested = await second.requestedPieces()
  expect(requested.length).toBeGreaterThan(0)
  expect(requested.filter(piece => before.held.includes(piece))).toEqual([])
  expect(after.downloaded + after.wasted).toBeLessThanOrEqual(FILE_BYTES - before.bytesHeld)
  expect(await second.sha256()).toBe(file.sha256)
  await second.close()
})

test('the server restarts in mid-transfer: what runs goes on, and new tabs join after', async ({
  swarm,
}) => {
  const { file, magnet, seeder, leecher } = await underWay(swarm, 'through.bin')

  await swarm.stopServer()
  const offline = await leecher.waitUntil('sees no server', tab => tab?.online === false, LIMIT_MS)
  const onward = (offline?.bytesHeld ?? FILE_BYTES) + 1
  expect(onward).toBeLessThan(FILE_BYTES)
  await leecher.waitUntil('goes on without a server', heldAtLeast(onward), LIMIT_MS)
  await swarm.startServerAgain()
  await seeder.throttle(FAST)

  await leecher.waitUntil('finished', finished, LIMIT_MS)
  expect(await leecher.sha256()).toBe(file.sha256)
  const newcomer = await swarm.tab()
  await newcomer.openLink(swarm.origin, magnet, { auto: true })
  await newcomer.waitUntil('joined and finished', finished, LIMIT_MS)
  expect(await newcomer.sha256()).toBe(file.sha256)
  await expect(leecher.page.getByRole('alert')).toHaveCount(0)
})

test('a fault in a tab is said; what runs goes on, and a reload begins with what is stored', async ({
  swarm,
}) => {
  const { file, seeder, leecher } = await underWay(swarm, 'intact.bin')

  await leecher.page.evaluate(() => {
    setTimeout(() => {
      throw new Error('a bug')
    })
  })
  const notice = leecher.page.getByRole('alert')
  await expect(notice).toContainText('Something went wrong inside this tab.')
  await seeder.throttle(FAST)
  await leecher.waitUntil('finished', finished, LIMIT_MS)
  await seeder.close()
  await notice.getByRole('button', { name: 'Reload' }).click()
  await expect(notice).toHaveCount(0)
  await leecher.waitUntil('there again', finished, LIMIT_MS)
  expect(await leecher.sha256()).toBe(file.sha256)
})

async function shared(swarm: Swarm, name: string) {
  const file = await swarm.file(name, FILE_BYTES)
  const seeder = await swarm.tab()
  const magnet = await seeder.share(swarm.origin, file.path)
  await seeder.throttle(SLOW)
  return { file, seeder, magnet }
}

/** Shared as well, and a second tab has a quarter of it. */
async function underWay(swarm: Swarm, name: string) {
  const { file, seeder, magnet } = await shared(swarm, name)
  const leecher = await swarm.tab()
  await leecher.openLink(swarm.origin, magnet, { auto: true })
  await leecher.waitUntil('under way', heldAtLeast(FILE_BYTES / 4), LIMIT_MS)
  return { file, seeder, magnet, leecher }
}

/** As the system does it when memory runs out: no goodbye. Chromium's lock names its process. */
function kill(profile: string): void {
  const pid = Number(readlinkSync(join(profile, 'SingletonLock')).split('-').at(-1))
  process.kill(pid, 'SIGKILL')
}
