/** One swarm of real tabs over several servers, and what becomes of it when a server, or Redis, dies in mid-transfer. */
import { LocalCluster } from '../../cli/cluster/cluster.ts'
import type { TabSnapshot } from '../../cli/tabs/probe.ts'
import type { Tab } from '../../cli/tabs/tab.ts'
import { expect, type Swarm, test } from '../swarm.fixture.ts'

/** Of the seeder, so that what happens happens in mid-transfer. */
const SLOW = { upBytesPerSec: 400_000, downBytesPerSec: -1 }
const FAST = { upBytesPerSec: -1, downBytesPerSec: -1 }
const LIMIT_MS = 60_000
/** Announces are 30 s apart. */
const FOUND_WITHIN_MS = 35_000

const finished = (tab: TabSnapshot | undefined) => tab?.finishedAt !== undefined
const heldAtLeast = (bytes: number) => (tab: TabSnapshot | undefined) =>
  (tab?.bytesHeld ?? 0) >= bytes
const isOnline = (tab: TabSnapshot | undefined) => tab?.online === true

async function underWay(swarm: Swarm, cluster: LocalCluster, tabs: number, bytes: number) {
  const file = await swarm.file('spread.bin', bytes)
  const seeder = await swarm.tab()
  const magnet = await seeder.share(cluster.origin, file.path)
  await seeder.throttle(SLOW)
  const leechers: Tab[] = []
  for (let i = 1; i < tabs; i++) {
    const leecher = await swarm.tab()
    await leecher.openLink(cluster.origin, magnet, { auto: true })
    leechers.push(leecher)
  }
  for (const leecher of leechers)
    await leecher.waitUntil('under way', heldAtLeast(bytes / 10), LIMIT_MS)
  return { file, seeder, magnet, leechers }
}

async function allFinish(leechers: readonly Tab[], sha256: string): Promise<void> {
  for (const leecher of leechers) {
    await leecher.waitUntil('finished', finished, LIMIT_MS)
    expect(await leecher.sha256()).toBe(sha256)
    await expect(leecher.page.getByRole('alert')).toHaveCount(0)
  }
}

test('a server killed in mid-transfer: its tabs go on at the others', async ({
  swarm,
  cleanup,
}) => {
  const cluster = await LocalCluster.start({ nodes: 2, port: 0 }, cleanup)
  const { file, seeder, leechers } = await underWay(swarm, cluster, 3, 4_000_000)
  await cluster.nodes[0]?.end('SIGKILL')
  await allFinish(leechers, file.sha256)
  for (const tab of [seeder, ...leechers]) await tab.waitUntil('online', isOnline, LIMIT_MS)
})

test('six tabs over three servers: one is killed, then Redis, which comes back empty', {
  tag: '@full',
}, async ({ swarm, cleanup }) => {
  test.setTimeout(240_000)
  const cluster = await LocalCluster.start({ nodes: 3, port: 0 }, cleanup)
  const { file, seeder, magnet, leechers } = await underWay(swarm, cluster, 6, 12_000_000)
  await cluster.nodes[0]?.end('SIGKILL')
  for (const tab of [seeder, ...leechers]) await tab.waitUntil('online', isOnline, LIMIT_MS)
  await cluster.redis.kill()
  await cluster.redis.startAgain()
  expect((await leechers[0]?.demand())?.bytesHeld).toBeLessThan(file.bytes)

  const newcomer = await swarm.tab()
  await newcomer.openLink(cluster.origin, magnet, { auto: true })
  await newcomer.waitUntil('has found the others', heldAtLeast(1), FOUND_WITHIN_MS)
  await seeder.throttle(FAST)
  await allFinish([...leechers, newcomer], file.sha256)
  expect(await (await fetch(`${cluster.origin}/stats`)).json()).toEqual({ swarms: 1, members: 7 })
})
