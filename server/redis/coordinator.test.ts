/** Emulated networks over several servers: one coordinates, tabs of the others reach it, and when it dies another does. */
import { io, type Socket } from 'socket.io-client'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { NodeProcess } from '../../cli/cluster/node-process.ts'
import { findRedis, RedisProcess } from '../../cli/cluster/redis-process.ts'
import { NARROW_PLAN } from '../../shared/testing/narrow-network.ts'
import { Bus } from './bus.ts'
import { RedisStore } from './store.ts'

/** A node is missed after five seconds, and three later another claims its place. */
const PATIENT = { timeout: 20_000, interval: 200 }
vi.setConfig({ testTimeout: 60_000 })

describe.skipIf(findRedis() === undefined)('emulated networks over several servers', () => {
  let redis: RedisProcess
  const closers: (() => unknown)[] = []
  beforeEach(async () => {
    redis = await RedisProcess.start(findRedis() as string)
  })
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close()
    await redis.close()
  })

  async function node(): Promise<NodeProcess> {
    const started = await NodeProcess.start({ REDIS_URL: redis.url, STUN_PORT: '0' })
    closers.push(() => started.end('SIGKILL'))
    return started
  }
  function tab({ port }: NodeProcess): Socket {
    const socket = io(`http://localhost:${port}`, { transports: ['websocket'], forceNew: true })
    closers.push(() => socket.close())
    return socket
  }
  const next = (at: Socket, event: string) =>
    new Promise<unknown>(resolve => at.once(event, resolve))
  const timeAt = async (at: Socket): Promise<number> => (await at.emitWithAck('time')).nowMs

  test('tabs of two servers are in one network, and when its server is killed the other one coordinates', async () => {
    const [a, b] = [await node(), await node()]
    const [ann, bob] = [tab(a), tab(b)]
    const { emulation } = await bob.emitWithAck('openEmulation', NARROW_PLAN)
    const enter = (at: Socket, place: string, id = emulation) =>
      at.emitWithAck('enterEmulation', { emulation: id, node: place })
    expect(await enter(ann, 'left')).toMatchObject({ ...NARROW_PLAN, node: 'left', epochMs: null })
    expect(await enter(bob, 'left')).toEqual({ failure: 'Another tab stands at this peer.' })
    expect(await enter(bob, 'centre')).toMatchObject({ node: 'centre' })

    // One clock: that of the second server began seconds later.
    const times = [await timeAt(ann), await timeAt(bob), await timeAt(ann)]
    expect(times).toEqual(times.toSorted((x, y) => x - y))
    const started = [next(ann, 'started'), next(bob, 'started')]
    bob.emit('startEmulation')
    const [atAnn, atBob] = await Promise.all(started)
    expect(atAnn).toEqual(atBob)
    const rates = next(bob, 'rates')
    bob.emit('declareFlows', { number: 1, flows: [{ to: 'right', since: 0 }] })
    expect(await rates).toMatchObject({ declaration: 1, rates: [['right', 1_000_000]] })
    await bob.timeout(5_000).emitWithAck('beat', { number: 0 })

    await a.end('SIGKILL')
    expect(await enter(bob, 'centre')).toHaveProperty('failure')
    const carl = tab(b)
    const opened = await vi.waitFor(async () => {
      const reply = await carl.emitWithAck('openEmulation', NARROW_PLAN)
      expect(reply).toHaveProperty('emulation')
      return reply.emulation
    }, PATIENT)
    expect(await enter(carl, 'left')).toEqual({ failure: expect.stringContaining('(any more)') })
    // It has agreed on the time of a server that is gone.
    expect(await enter(bob, 'left', opened)).toEqual({
      failure: expect.stringContaining('Reload this tab'),
    })
    const dora = tab(await node())
    expect(await enter(dora, 'left', opened)).toMatchObject({ node: 'left' })
    // Who leaves the other server leaves its peer.
    dora.close()
    await expect.poll(() => enter(carl, 'left', opened)).toMatchObject({ node: 'left' })
  })

  test('one node coordinates, keeps it when Redis was emptied, and gives it up when it was gone', async () => {
    const store = await RedisStore.open({ url: redis.url })
    closers.push(() => store.close())
    const [a, b] = ['a', 'b'].map(name => new Bus('test:', name)) as [Bus, Bus]
    for (const bus of [a, b]) bus.open(store)
    const holders = async (...beats: Bus[]) => {
      for (const bus of beats) await bus.beat()
      return [a.coordinator, b.coordinator]
    }
    expect(await holders(a, b)).toEqual(['a', 'a'])
    await store.command('FLUSHALL')
    expect(await holders(b, b, b)).toEqual(['a', undefined])
    expect(await holders(a, b)).toEqual(['a', 'a'])
    await store.command('DEL', 'test:coordinator')
    expect(await holders(b, b, b, b)).toEqual(['a', 'b'])
    expect(await holders(a)).toEqual(['b', 'b'])
  })
})
