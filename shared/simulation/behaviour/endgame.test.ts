/**
 * The end of a download beside one slow peer: its last hundredth is to take less than twice its fair
 * time, which is a hundredth of the bytes at the rate of all remotes together.
 */
import { expect, test } from 'vitest'
import { direction } from '../../network/presets.ts'
import type { Topology } from '../../network/topology.ts'
import { forSeeds } from '../../testing/seeds.ts'
import { BLOCK_BYTES } from '../../wire/message.ts'
import { SimulatedTorrent } from '../torrent.ts'
import { World } from '../world.ts'

const FAST_BITS_PER_SEC = 8e6
const TORRENT = new SimulatedTorrent({ length: 64 * 1024 ** 2, pieceLength: 256 * 1024 }, 3)
const BLOCKS = TORRENT.bytes.length / BLOCK_BYTES

/** Seeders around one router, all as fast but the last, which has a hundredth; one leecher. */
function around(fastSeeders: number, delayMs: number): Topology {
  const seeders = [...Array.from({ length: fastSeeders }, (_, i) => `fast${i}`), 'slow']
  const lineOf = (name: string) => {
    if (name === 'slow') return direction(FAST_BITS_PER_SEC / 100, delayMs)
    return direction(name === 'leecher' ? 200e6 : FAST_BITS_PER_SEC, delayMs)
  }
  return {
    name: 'one slow seeder',
    note: '',
    routers: ['router'],
    tracker: 'tracker',
    peers: [...seeders, 'leecher'],
    links: ['tracker', ...seeders, 'leecher'].map(name => ({
      from: name,
      to: 'router',
      forth: lineOf(name),
      back: lineOf(name),
      duplex: 'full',
    })),
  }
}

/** How long the last hundredth of the bytes took, and how long they take at everybody's full rate. */
function lastHundredth(fastSeeders: number, delayMs: number, seed: number) {
  const topology = around(fastSeeders, delayMs)
  let hundredthMs = 0
  const blocks = new Set<number>()
  let fromSlow = 0
  let isFinished = false
  const world = new World({
    topology,
    granularity: 'message',
    overhead: 'tcp',
    torrent: TORRENT,
    delays: { connectMs: 30, trackerMs: 1, hashMs: 1, readMs: 0, writeMs: 2 },
    seed,
    observer: {
      arrived: (now, { from, to, message }) => {
        if (to.name !== 'leecher' || message.type !== 'piece') return
        if (from.name === 'slow') fromSlow++
        blocks.add(message.piece * TORRENT.info.pieceLength + message.begin)
        if (hundredthMs === 0 && blocks.size >= 0.99 * BLOCKS) hundredthMs = now
      },
    },
    onFinished: () => {
      isFinished = true
    },
  })
  for (const name of topology.peers)
    world.add({ name, holds: name === 'leecher' ? 'nothing' : 'everything' })
  world.run(600_000, () => isFinished)
  const bytesPerSec = ((fastSeeders + 0.01) * FAST_BITS_PER_SEC) / 8
  const hundredthBytes = TORRENT.bytes.length / 100
  const fairMs = (hundredthBytes / bytesPerSec) * 1000
  return { tookMs: world.now - hundredthMs, fairMs, fromSlow }
}

test.each([
  [1, 5],
  [1, 40],
  [4, 5],
  [4, 20],
])('beside %i fast ones at %i ms', (fastSeeders, delayMs) => {
  forSeeds(
    4,
    { file: 'shared/simulation/behaviour/endgame.test.ts', only: process.env.SEED },
    seed => {
      const { tookMs, fairMs, fromSlow } = lastHundredth(fastSeeders, delayMs, seed)
      // It was of use, until there was nothing left for it to finish in time.
      expect(fromSlow).toBeGreaterThan(5)
      expect(tookMs / fairMs).toBeLessThan(2)
    },
  )
})
