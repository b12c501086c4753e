/** Two hosts and a line that each connection fills to a part: how much of it a transfer uses. */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { type InfoHash, type PeerId, toHex } from '../../shared/base/ids.ts'
import { seededRandom } from '../../shared/base/random.ts'
import { SERVER } from '../../shared/dialling/way.ts'
import { LaneBudget } from '../../shared/peer/lane-budget.ts'
import { FIRST_LANES } from '../../shared/peer/lane-count.ts'
import { Peer } from '../../shared/peer/peer.ts'
import { buildInfo } from '../../shared/torrent/metainfo.ts'
import { ManualClock, settled } from '../testing/manual-clock.ts'
import { WindowedLine } from '../testing/windowed-line.ts'
import { Driver } from './driver.ts'
import { LogRing } from './log-ring.ts'
import { MemoryStore } from './storage/memory.ts'

const MB = 1e6
const PIECE_BYTES = 256 * 1024
const PIECE = new Uint8Array(PIECE_BYTES)
const hashOf = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest()

function infoOf(pieces: number) {
  const one = hashOf(PIECE)
  const pieceHashes = new Uint8Array(20 * pieces)
  for (let piece = 0; piece < pieces; piece++) pieceHashes.set(one, 20 * piece)
  const files = [{ path: ['nothing.bin'], length: pieces * PIECE_BYTES }]
  return buildInfo({ name: 'nothing', files, pieceLength: PIECE_BYTES, pieceHashes })
}

async function pair(lineOptions: {
  perConnection: number
  line: number
  roundTripMs?: number
  stallMs?: number
}) {
  const clock = new ManualClock()
  const { perConnection, line: lineBytesPerSec, roundTripMs = 100, stallMs } = lineOptions
  const line = new WindowedLine({
    clock,
    roundTripMs,
    connectionBytesPerSec: perConnection,
    lineBytesPerSec,
    ...(stallMs !== undefined && { stallMs, random: seededRandom(1) }),
  })
  const info = infoOf(240)
  const infoHash = toHex(hashOf(info.bytes)) as InfoHash
  const ids = ['a', 'b'].map(letter => letter.repeat(40) as PeerId)
  const drivers: Driver[] = []
  for (const [i, peerId] of ids.entries()) {
    const store = new MemoryStore(info)
    if (i === 0)
      for (let piece = 0; piece < info.pieceCount; piece++) await store.write(piece, PIECE)
    const options = {
      infoHash,
      peerId,
      client: 'test',
      info,
      wanted: true,
      lanes: new LaneBudget(),
    }
    const driver: Driver = new Driver(new Peer(options, seededRandom(i + 1)), {
      clock,
      connect: line.connect,
      trackers: {
        announce: ({ tracker }) =>
          clock.after(1, () =>
            driver.feed({
              type: 'announced',
              tracker,
              intervalMs: 30_000,
              seeders: 1,
              leechers: 1,
              peers: ids.filter(id => id !== peerId),
            }),
          ),
        carry: ({ to, offerId, signal }) =>
          clock.after(1, () =>
            drivers[ids.indexOf(to)]?.feed({
              type: 'carried',
              tracker: SERVER,
              from: peerId,
              offerId,
              signal,
              group: i,
            }),
          ),
      },
      log: new LogRing(),
      sha1: async bytes => hashOf(bytes),
      storage: { open: async () => store },
      onChange: () => {},
      onBroken: error => {
        throw error
      },
    })
    drivers.push(driver)
    driver.feed({ type: 'join' })
    driver.feed({ type: 'trackerUp', tracker: SERVER })
  }
  const pass = async (sec: number) => {
    for (let ms = 0; ms < sec * 1000; ms += 5) {
      clock.advance(5)
      await settled()
    }
  }
  const [seeder, leecher] = drivers as [Driver, Driver]
  return { line, seeder, leecher, pass }
}

/** Bytes a second, the first 15 s left out. */
async function steady({ leecher, pass }: Awaited<ReturnType<typeof pair>>): Promise<number> {
  await pass(15)
  const before = leecher.inspect().downloaded
  await pass(10)
  return (leecher.inspect().downloaded - before) / 10
}

test('a line of which each connection carries a twelfth is filled to what eight carry, by one link', async () => {
  const both = await pair({ perConnection: 0.2 * MB, line: 2.4 * MB })
  expect(await steady(both)).toBeGreaterThan(0.9 * 8 * 0.2 * MB)
  const { links } = both.leecher.inspect()
  expect(links.map(({ lanes }) => lanes)).toEqual([8])
  expect(both.seeder.inspect().links.length).toBe(1)
}, 60_000)

test('where one connection fills the line, more are tried now and then, and no worse for it', async () => {
  const both = await pair({ perConnection: 1.5 * MB, line: 1.5 * MB })
  expect(await steady(both)).toBeGreaterThan(0.95 * 1.5 * MB)
  const lanes: number[] = []
  for (let i = 0; i < 10; i++) {
    await both.pass(1)
    lanes.push(both.seeder.inspect().links[0]?.lanes ?? 0)
  }
  // All but a trial.
  expect(lanes.filter(count => count <= FIRST_LANES).length).toBeGreaterThanOrEqual(6)
}, 60_000)

test('a connection that stands still for a while holds up no other', async () => {
  const both = await pair({ perConnection: 0.26 * MB, line: 5 * MB, stallMs: 1_500 })
  // Each goes on for three quarters of the time.
  expect(await steady(both)).toBeGreaterThan(0.7 * 8 * 0.26 * MB * (3 / 4))
  const { links, wasted } = both.leecher.inspect()
  expect(links.map(({ snubbed }) => snubbed)).toEqual([false])
  expect(wasted).toBeLessThan(MB)
}, 60_000)

test('connections that break cost only their blocks', async () => {
  const both = await pair({ perConnection: 0.2 * MB, line: 2.4 * MB })
  const { line, leecher, seeder, pass } = both
  await pass(12)
  for (let i = 0; i < 3; i++) {
    line.breakSome()
    await pass(1)
  }
  const [link] = leecher.inspect().links
  expect(link?.snubbed).toBe(false)
  expect(seeder.inspect().links.length).toBe(1)
  const before = leecher.inspect()
  await pass(10)
  const after = leecher.inspect()
  expect(after.downloaded - before.downloaded).toBeGreaterThan(10 * 0.2 * MB)
  expect(after.wasted).toBeLessThan(MB)
}, 60_000)

test('a connection that one end alone knows to be broken costs only its blocks, and no wait', async () => {
  const { line, leecher, seeder, pass } = await pair({ perConnection: 0.2 * MB, line: 2.4 * MB })
  await pass(12)
  const before = leecher.inspect().downloaded
  // The seeder has offered them, and puts blocks on them until it is told.
  line.breakAtOneEnd(5)
  await pass(5)
  const [link] = leecher.inspect().links
  expect(link?.snubbed).toBe(false)
  expect(seeder.inspect().links.length).toBe(1)
  expect(leecher.inspect().downloaded - before).toBeGreaterThan(5 * 3 * 0.2 * MB)
  await pass(12)
  expect(leecher.inspect().links[0]?.snubbed).toBe(false)
  expect(leecher.inspect().wasted).toBeLessThan(MB)
}, 60_000)

test('on one machine a link stays one connection', async () => {
  const both = await pair({ perConnection: 0.5 * MB, line: 2 * MB, roundTripMs: 2 })
  await both.pass(10)
  expect(both.line.open).toBe(1)
}, 60_000)
