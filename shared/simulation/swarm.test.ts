/** Whole swarms in virtual time: real metainfo, real bytes, bad links and one liar. */
import { describe, expect, test } from 'vitest'
import { direction } from '../network/presets.ts'
import type { PeerEvent } from '../peer/event.ts'
import { starOf } from '../testing/star.ts'
import { spoilBlocks } from './faults/lies.ts'
import type { SimulatedPeer } from './simulated-peer.ts'
import { SimulatedTorrent } from './torrent.ts'
import { World } from './world.ts'

const TORRENT = new SimulatedTorrent({ length: 2_000_123, pieceLength: 64 * 1024 }, 7)

const LEECHERS = Array.from({ length: 20 }, (_, i) => `leecher${i}`)
const isSlow = (name: string): boolean => /[49]$/.test(name)
const LIAR = 'leecher7'

/** Around one router; every fifth leecher behind a slow line. */
const AROUND_ONE_ROUTER = starOf(['seeder', ...LEECHERS], name =>
  isSlow(name) ? direction(320e3, 80) : direction(6e6, 5),
)

/** 1 seeder, 20 leechers: some slow, one that spoils what it passes on, links that break. */
function troubledSwarm(seed: number) {
  const log: PeerEvent[] = []
  let unfinished = LEECHERS.length
  const world = new World({
    topology: AROUND_ONE_ROUTER,
    granularity: 'message',
    overhead: 'tcp',
    torrent: TORRENT,
    delays: { connectMs: 30, trackerMs: 1, hashMs: 1, readMs: 2, writeMs: 2 },
    seed,
    observer: { event: (_, _peer, event) => log.push(event) },
    onFinished: () => unfinished--,
  })
  const seeder = world.add({ name: 'seeder', holds: 'everything' })
  const leechers = LEECHERS.map(name => world.add({ name, holds: 'nothing', joinWith: 'link' }))
  const liar = leechers[7] as SimulatedPeer
  liar.tamper = spoilBlocks
  for (let second = 1; second < 10; second++) {
    const troubled = leechers[(second * 3) % 20] as SimulatedPeer
    world.timeline.call(second * 1000, () => world.breakLink(troubled))
  }
  world.run(300_000, () => unfinished === 0)
  return { world, seeder, leechers, liar, log }
}

describe('a swarm of 21 with slow links, broken links and a liar', () => {
  const { world, seeder, leechers, liar, log } = troubledSwarm(1)

  test('everyone finishes, every byte right', () => {
    for (const leecher of leechers) {
      expect(leecher.finishedMs, leecher.name).toBeDefined()
      expect(Buffer.compare(leecher.storage.bytes(), TORRENT.bytes), leecher.name).toBe(0)
    }
  })

  test('links did break, pieces did fail, and only the liar was banned', () => {
    const banned = log.flatMap(event => (event.event === 'banned' ? [event.remote] : []))
    expect(log.some(event => event.event === 'pieceFailed')).toBe(true)
    expect(log.some(e => e.event === 'unlinked' && e.reason === 'the connection broke')).toBe(true)
    expect(liar.name).toBe(LIAR)
    expect(new Set(banned)).toEqual(new Set([liar.id]))
  })

  test('the seeder sends each piece fewer than three times, to twenty leechers', () => {
    expect(seeder.peer.inspect().uploaded / TORRENT.bytes.length).toBeLessThan(3)
  })

  test('the same seed gives the same events, another seed others', () => {
    const fingerprint = world.fingerprint.toString()
    const again = troubledSwarm(1)
    expect(again.log).toEqual(log)
    expect(again.world.fingerprint.toString()).toBe(fingerprint)
    expect(troubledSwarm(2).world.fingerprint.toString()).not.toBe(fingerprint)
  })
})
