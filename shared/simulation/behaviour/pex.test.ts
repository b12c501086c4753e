/** The server dies for good in mid-swarm: what a swarm can do by itself, in virtual time. */
import { describe, expect, test } from 'vitest'
import { direction } from '../../network/presets.ts'
import type { PeerEvent } from '../../peer/event.ts'
import { starOf } from '../../testing/star.ts'
import type { SimulatedPeer } from '../simulated-peer.ts'
import { SimulatedTorrent } from '../torrent.ts'
import { World } from '../world.ts'

const OTHERS = Array.from({ length: 14 }, (_, i) => `leecher${i}`)
const LATE = 'late'

/** 40 s of the seeder's line. */
const TORRENT = new SimulatedTorrent({ length: 5_000_000, pieceLength: 64 * 1024 }, 7)

const AROUND_ONE_ROUTER = starOf(['seeder', ...OTHERS, LATE], () => direction(1e6, 20))

function swarm(seed: number) {
  const log: { at: number; peer: string; event: PeerEvent }[] = []
  const world = new World({
    topology: AROUND_ONE_ROUTER,
    granularity: 'message',
    overhead: 'tcp',
    torrent: TORRENT,
    delays: { connectMs: 100, trackerMs: 1, hashMs: 1, readMs: 2, writeMs: 2 },
    seed,
    observer: { event: (at, peer, event) => log.push({ at, peer: peer.name, event }) },
  })
  const seeder = world.add({ name: 'seeder', holds: 'everything' })
  const leechers = OTHERS.map(name => world.add({ name, holds: 'nothing', joinWith: 'link' }))
  return { world, log, seeder, leechers }
}

const met = ({ peer }: SimulatedPeer) => new Set(peer.inspect().links.map(({ remote }) => remote))
const never = () => false

describe('the tracker dies for good', () => {
  test.each([1, 2, 3])(
    'who has one link left meets all the others, and everyone finishes (seed %i)',
    seed => {
      const { world, seeder, leechers } = swarm(seed)
      world.run(2_000, never)
      const late = world.add({ name: LATE, holds: 'nothing', joinWith: 'link' })
      world.run(4_000, never)
      world.stopTracker()
      while (late.ends.size > 1) world.breakLink(late)
      expect(late.ends.size).toBe(1)

      // A dial that the server took with it stands in the way until its time is up, at either end.
      const everyone = [seeder, ...leechers]
      for (let sec = 5; sec < 60 && met(late).size < everyone.length; sec++)
        world.run(sec * 1_000, never)
      expect(met(late)).toEqual(new Set(everyone.map(({ id }) => id)))
      world.run(300_000, () => [...leechers, late].every(peer => peer.finishedMs !== undefined))
      for (const peer of [...leechers, late]) {
        expect(peer.finishedMs, peer.name).toBeDefined()
        expect(Buffer.compare(peer.storage.bytes(), TORRENT.bytes), peer.name).toBe(0)
      }
    },
  )

  test('a swarm that is cut to a chain grows together again', () => {
    const { world, log, seeder, leechers } = swarm(4)
    world.run(3_000, never)
    world.stopTracker()
    const everyone = [seeder, ...leechers]
    keepOnlyTheChain(world, everyone)
    expect(everyone.map(({ ends }) => ends.size)).toEqual([1, ...Array(13).fill(2), 1])

    world.run(300_000, () => leechers.every(({ finishedMs }) => finishedMs !== undefined))
    expect(leechers.filter(({ finishedMs }) => finishedMs === undefined)).toEqual([])
    const dialled = log.flatMap(({ at, event }) =>
      at > 3_000 && event.event === 'dialled' ? [event] : [],
    )
    expect(dialled.length).toBeGreaterThan(50)
    expect(dialled.filter(({ via }) => via === undefined)).toEqual([])
  })
})

/** Each keeps its links with the one before and the one after. */
function keepOnlyTheChain(world: World, peers: readonly SimulatedPeer[]): void {
  for (const [i, peer] of peers.entries()) {
    const kept = [peers[i - 1]?.id, peers[i + 1]?.id]
    for (const end of [...peer.ends.values()]) {
      if (!kept.includes(end.other.owner.id)) world.cut(end)
    }
  }
}
