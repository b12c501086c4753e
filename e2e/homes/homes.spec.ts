/** From home to home: what the routers of people do to packets, and what helps. */
import type { TabSnapshot } from '../../cli/tabs/probe.ts'
import { expect, type Pair, reachesOf, test } from './homes.fixture.ts'

const FILE_BYTES = 20_000_000
/** From opening the link: page, announce, ICE, metadata and the first block. */
const DIRECT_WITHIN_MS = 2_000
const RELAYED_WITHIN_MS = 3_000
/** Busy machines are late now and then, right tabs never three times. */
const ROUNDS = 3

async function expectFirstByte(pair: Pair, firstMs: number, withinMs: number): Promise<void> {
  const figures = [firstMs]
  while (figures.length < ROUNDS && Math.min(...figures) >= withinMs)
    figures.push(await pair.firstByteAgainMs())
  console.log(`first byte after ${figures.join(', ')} ms`)
  expect(Math.min(...figures)).toBeLessThan(withinMs)
}

test('between two homes a file goes directly, with the server as it starts by itself @smoke', async ({
  pair,
}) => {
  const opened = await pair({ homes: ['cone', 'cone'], bytes: FILE_BYTES })
  await opened.open()
  const result = await opened.finish()
  expect(reachesOf(result)).toEqual(['direct'])
  await expectFirstByte(opened, result.firstByteMs, DIRECT_WITHIN_MS)
})

test('two tabs in one home keep their bytes there', async ({ pair }) => {
  const { open, finish, homes } = await pair({ homes: ['cone'], bytes: FILE_BYTES, relay: true })
  const before = homes[0]?.bytesOutside ?? 0
  await open()
  expect(reachesOf(await finish())).toEqual(['same-network'])
  const outside = (homes[0]?.bytesOutside ?? 0) - before
  console.log(`${outside} bytes passed the router`)
  // The page, and what the tabs say to the server.
  expect(outside).toBeLessThan(FILE_BYTES / 20)
})

test('by IPv6 two homes meet without any translation of addresses', async ({ pair }) => {
  const { open, finish } = await pair({ homes: ['ipv6', 'ipv6'] })
  await open()
  expect(reachesOf(await finish())).toEqual(['direct'])
})

test.describe('with a TURN server', () => {
  test('two symmetric routers are passed by its relay', async ({ pair }) => {
    const opened = await pair({
      homes: ['symmetric', 'symmetric'],
      relay: true,
      bytes: FILE_BYTES,
    })
    await opened.open()
    const result = await opened.finish()
    expect(reachesOf(result)).toEqual(['relayed'])
    await expectFirstByte(opened, result.firstByteMs, RELAYED_WITHIN_MS)
  })

  test('a network that lets no UDP out is reached by TCP', async ({ pair }) => {
    const { open, finish } = await pair({ homes: ['no-udp', 'cone'], relay: true })
    await open()
    expect(reachesOf(await finish())).toEqual(['relayed'])
  })

  test('it is not used where a direct way is there', async ({ pair }) => {
    const { open, finish } = await pair({ homes: ['cone', 'cone'], relay: true })
    await open()
    expect(reachesOf(await finish())).toEqual(['direct'])
  })

  test('a tab sends by it no faster than RELAY_MBITS allows', async ({ pair }) => {
    const { open, finish } = await pair({
      homes: ['symmetric', 'symmetric'],
      relay: true,
      settings: { RELAY_MBITS: '4' },
      bytes: 3_000_000,
    })
    await open()
    const { firstByteAt = 0, finishedAt = 0 } = await finish()
    const tookMs = finishedAt - firstByteAt
    console.log(`3 MB took ${tookMs} ms`)
    // 3 MB at 4 Mbit/s are 6 s; the first blocks may be sent before the browser knows that they are relayed.
    expect(tookMs).toBeGreaterThan(5_000)
  })
})

test('of four homes the symmetric one alone uses the relay', async ({ pair }) => {
  const { open, join, receiver, finish } = await pair({
    homes: ['cone', 'cone', 'cone', 'symmetric'],
    relay: true,
    bytes: FILE_BYTES,
  })
  const others = [await join(3), await join(2)]
  await open()
  await finish()
  const isDone = (tab: TabSnapshot | undefined) => tab?.finishedAt !== undefined
  for (const tab of others) await tab.waitUntil('has everything', isDone, 60_000)
  const snapshots = await Promise.all([receiver, ...others].map(tab => tab.demand()))
  const [all, relayed] = snapshots.reduce(
    ([all, relayed], { downloaded, downloadedFrom, reaches }) => {
      const byRelay = Object.entries(downloadedFrom).filter(([id]) => reaches[id] === 'relayed')
      return [all + downloaded, relayed + byRelay.reduce((sum, [, bytes]) => sum + bytes, 0)]
    },
    [0, 0],
  )
  console.log(`${((100 * relayed) / all).toFixed(1)} % of ${all} bytes passed the relay`)
  expect(all).toBe(3 * FILE_BYTES)
  // A third is what the symmetric home receives.
  expect(relayed / all).toBeLessThan(0.4)
})
