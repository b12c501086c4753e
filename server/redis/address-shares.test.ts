/** What one address may do over several servers, and while their Redis is away. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { findRedis, RedisProcess } from '../../cli/cluster/redis-process.ts'
import { AddressBudgets } from '../address-budgets.ts'
import { SERVER_LIMITS, type ServerLimits } from '../limits.ts'
import { type From, RawTab } from '../raw-tab.ts'
import { type RunningServer, startServer } from '../start.ts'

/** They tell each other each second, and a Redis that is gone is noticed after one. */
const PATIENT = { timeout: 15_000, interval: 200 }
vi.setConfig({ testTimeout: 60_000 })

const CROWD = { address: '127.0.0.2' }

test('a budget has what is left over all nodes, and what was taken meanwhile is not counted twice', () => {
  const limits = { ...SERVER_LIMITS, announcesPerAddress: { burst: 10, perSecond: 1 } }
  const budgets = new AddressBudgets(limits, 0)
  const announcesUsed = (used: number) => [0, 0, used, 0, 0]
  for (let i = 0; i < 4; i++) budgets.announces.take(0)
  expect(budgets.tell()).toEqual(announcesUsed(4))
  budgets.announces.take(0)
  budgets.learn(announcesUsed(7), 0)
  expect(budgets.announces.left(0)).toBe(2)
  // Redis was emptied: nothing is given back.
  budgets.learn(announcesUsed(0), 0)
  expect(budgets.announces.left(0)).toBe(2)
  expect([budgets.tell(), budgets.tell()]).toEqual([announcesUsed(1), announcesUsed(0)])
  // The others have let through more than there is: it is paid off by waiting.
  budgets.learn(announcesUsed(15), 0)
  expect([5_000, 6_001].map(now => budgets.announces.take(now))).toEqual([false, true])
  expect([6_001, 30_000].map(now => budgets.isFull(now))).toEqual([false, false])
  budgets.tell()
  expect(budgets.isFull(30_000)).toBe(true)
})

describe.skipIf(findRedis() === undefined)('addresses on several servers', () => {
  let redis: RedisProcess
  let nodes: [RunningServer, RunningServer]
  const tabs: RawTab[] = []
  const bugs: unknown[] = []

  const serve = async (limits: Partial<ServerLimits>) => {
    const log = (event: string, fields = {}) => void (event === 'bug' && bugs.push(fields))
    const start = () => startServer({ port: 0, redisUrl: redis.url, limits, log })
    nodes = [await start(), await start()]
  }
  const enter = async (node: 0 | 1, from: From = CROWD) => {
    const tab = await RawTab.enter(nodes[node].port, from)
    tabs.push(tab)
    return tab
  }
  /** How many were let in before one was not. */
  const enterAll = async (node: 0 | 1, max: number) => {
    for (let i = 0; i < max; i++)
      try {
        await enter(node)
      } catch {
        return i
      }
    return max
  }
  const open = () => tabs.filter(({ isClosed }) => !isClosed).length

  beforeEach(async () => {
    redis = await RedisProcess.start(findRedis() as string)
  })
  afterEach(async () => {
    for (const tab of tabs.splice(0)) tab.socket.terminate()
    await Promise.all(nodes.map(node => node.close()))
    await redis.close()
    expect(bugs.splice(0)).toEqual([])
  })

  test('announces: each node lets through a burst at most until it hears of the others', async () => {
    await serve({ announcesPerAddress: { burst: 10, perSecond: 0 } })
    let granted = 0
    const announce = async (tab: RawTab) => {
      const may = !(await tab.announce('1')).includes('too often')
      if (may) granted++
      return may
    }
    const first = await enter(0)
    while (await announce(first));
    expect(granted).toBe(10)
    first.socket.terminate()
    const second = await enter(1)
    await announce(second)
    await vi.waitFor(async () => expect(await announce(second)).toBe(false), PATIENT)
    expect(granted).toBeLessThanOrEqual(20)
    // Somebody else has budgets of its own.
    const other = await enter(1, { address: '127.0.0.3' })
    expect(await other.announce('2')).toContain('intervalMs')
  })

  test('sockets: of too many each node ends its part, and lets nobody more in', async () => {
    await serve({ maxSocketsPerAddress: 8 })
    await Promise.all([enterAll(0, 8), enterAll(1, 8)])
    expect(open()).toBeGreaterThan(8)
    await vi.waitFor(() => expect(open()).toBe(8), PATIENT)
    expect([await enterAll(0, 1), await enterAll(1, 1)]).toEqual([0, 0])
    const told = tabs.filter(({ isClosed }) => isClosed).flatMap(({ heard }) => heard)
    expect(told.filter(text => text.startsWith('42["refused"')).join()).toContain(
      'Try again later.',
    )
    // Who leaves makes room at either.
    const left = tabs.find(({ isClosed }) => !isClosed)
    left?.socket.close()
    await left?.closed()
    await vi.waitFor(async () => expect(await enterAll(1, 1)).toBe(1), PATIENT)
  })

  test('while Redis is away each node counts alone; when it is back, emptied, they know of each other again', async () => {
    await serve({ maxSocketsPerAddress: 3 })
    expect(await enterAll(0, 2)).toBe(2)
    await enter(1)
    await vi.waitFor(async () => {
      expect(await enterAll(1, 1)).toBe(0)
      expect(open()).toBe(3)
    }, PATIENT)
    await redis.kill()
    await vi.waitFor(async () => expect(await enterAll(1, 1)).toBe(1), PATIENT)
    expect(open()).toBe(4)
    await redis.startAgain()
    // Each of the two ends half a socket, rounded up.
    await vi.waitFor(() => expect([2, 3]).toContain(open()), PATIENT)
  })
})
