/** All servers of a cluster are restarted, one after the other, under a crowd of tabs. */
import { beforeAll, expect, test, vi } from 'vitest'
import { RedisStore } from '../../server/redis/store.ts'
import { ANNOUNCE_INTERVAL_MS } from '../../shared/tracker/announce.ts'
import { buildPages } from '../build.ts'
import { Cleanup } from '../command.ts'
import { LocalCluster } from './cluster.ts'
import { Crowd } from './crowd/crowd.ts'
import { findRedis } from './redis-process.ts'

const isFull = process.env.TABSWARM_FULL !== undefined
/** `npm run test:full` has four minutes for it. */
const TABS = isFull ? 2_000 : 60
const DRAIN_SECONDS = isFull ? 30 : 3
const ARRIVE_IN_MS = isFull ? ANNOUNCE_INTERVAL_MS : 5_000

const LISTED_AGAIN_WITHIN_MS = 60_000
const USUAL_PER_SECOND = (TABS * 1_000) / ANNOUNCE_INTERVAL_MS
/** In which announces are counted: what a few tabs say in three seconds a busy machine may do in one. */
const WINDOW_SECONDS = isFull ? 1 : DRAIN_SECONDS
/** Of a few the share of one server is moved on in one window, with those that came to it from another; never all. */
const MOST_IN_WINDOW = isFull
  ? 3 * USUAL_PER_SECOND
  : WINDOW_SECONDS * USUAL_PER_SECOND + (2 / 3) * TABS

/** In one moment: memberships as sockets have them, and as swarms, and how many of them are different ones. */
const CENSUS = `
local bySocket, bySwarm, distinct, seen = 0, 0, 0, {}
for _, key in ipairs(redis.call('KEYS', 'tabswarm:k:*')) do
  local all = redis.call('HGETALL', key)
  for i = 1, #all, 2 do
    if all[i] ~= '@' then
      bySocket = bySocket + 1
      if not seen[all[i + 1]] then distinct = distinct + 1 end
      seen[all[i + 1]] = true
    end
  end
end
for _, key in ipairs(redis.call('KEYS', 'tabswarm:s:*')) do bySwarm = bySwarm + redis.call('HLEN', key) end
return {bySocket, bySwarm, distinct, redis.call('ZCARD', 'tabswarm:silent')}
`

beforeAll(() => buildPages(), 120_000)

test.skipIf(findRedis() === undefined)(
  'every tab is listed again within a minute, never twice, and there is no storm',
  async () => {
    const cleanup = new Cleanup()
    try {
      const settings = () => ({ DRAIN_SECONDS: String(DRAIN_SECONDS) })
      const cluster = await LocalCluster.start({ nodes: 3, port: 0, settings }, cleanup)
      const store = await RedisStore.open({ url: cluster.redis.url })
      cleanup.add(() => store.close())
      const census = async () => (await store.command('EVAL', CENSUS, '0')) as number[]
      const everyOne = [TABS, TABS, TABS, TABS]

      const crowd = new Crowd(
        { origin: cluster.origin, tabs: TABS, arriveInMs: ARRIVE_IN_MS },
        cleanup,
      )
      const whenListed = { timeout: ARRIVE_IN_MS + LISTED_AGAIN_WITHIN_MS, interval: 500 }
      await vi.waitFor(() => expect(crowd.listed).toBe(TABS), whenListed)
      await expect.poll(census).toEqual(everyOne)
      const secondsBefore = crowd.announcesBySecond.length

      let isOver = false
      const restarted = cluster.restart().finally(() => {
        isOver = true
      })
      const listedTwice: number[][] = []
      while (!isOver) {
        const counted = await census()
        const distinct = counted[2] as number
        if (counted.some(count => count !== distinct) || distinct > TABS) listedTwice.push(counted)
        await Promise.race([restarted, new Promise(resolve => setTimeout(resolve, 500))])
      }
      await restarted
      await vi.waitFor(async () => expect(await census()).toEqual(everyOne), whenListed)
      await vi.waitFor(() => expect(crowd.listed).toBe(TABS), whenListed)

      const bySecond = crowd.announcesBySecond.slice(secondsBefore)
      const byWindow = bySecond.map((_, i) =>
        bySecond.slice(i, i + WINDOW_SECONDS).reduce((sum, count) => sum + count, 0),
      )
      const { longestAwayMs, failures } = crowd
      console.log(
        `${TABS} tabs: away for ${Math.round(longestAwayMs)} ms at most, ${Math.max(...byWindow)} announces in ${WINDOW_SECONDS} s at most, usually ${USUAL_PER_SECOND.toFixed(1)} a second`,
      )
      expect(listedTwice).toEqual([])
      expect([...failures]).toEqual([])
      expect(longestAwayMs).toBeLessThan(LISTED_AGAIN_WITHIN_MS)
      expect(Math.max(...byWindow)).toBeLessThanOrEqual(MOST_IN_WINDOW)
    } finally {
      await cleanup.run()
    }
  },
  600_000,
)
