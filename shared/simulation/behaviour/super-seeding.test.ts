/** What super-seeding (BEP 16) spares a seeder: what it sends until the first other holds everything. */
import { expect, test } from 'vitest'
import { direction } from '../../network/presets.ts'
import { starOf } from '../../testing/star.ts'
import { SimulatedTorrent } from '../torrent.ts'
import { World } from '../world.ts'

const TORRENT = new SimulatedTorrent({ length: 5_000_000, pieceLength: 64 * 1024 }, 7)
const LEECHERS = Array.from({ length: 10 }, (_, i) => `leecher${i}`)

const AROUND_ONE_ROUTER = starOf(['seeder', ...LEECHERS], () => direction(4e6, 5))

/** How often the content has left the seeder when the first leecher has all of it. */
function run(superSeeding: boolean, seed: number) {
  let finished = 0
  const world = new World({
    topology: AROUND_ONE_ROUTER,
    granularity: 'message',
    overhead: 'tcp',
    torrent: TORRENT,
    delays: { connectMs: 30, trackerMs: 1, hashMs: 1, readMs: 2, writeMs: 2 },
    seed,
    onFinished: () => finished++,
  })
  const exchange = { kind: 'bittorrent', policies: { superSeeding } } as const
  const seeder = world.add({ name: 'seeder', holds: 'everything', exchange })
  for (const name of LEECHERS) world.add({ name, holds: 'nothing' })
  const copies = () => seeder.peer.inspect().uploaded / TORRENT.bytes.length
  world.run(600_000, () => finished >= 1)
  const copiesForFirst = copies()
  world.run(600_000, () => finished === LEECHERS.length)
  expect(finished, 'all finish').toBe(LEECHERS.length)
  return copiesForFirst
}

test.each([1, 2])(
  'one copy and a tenth of one, where a seeder that names pieces sends a fifth more (seed %i)',
  seed => {
    const ordinary = run(false, seed)
    const sparing = run(true, seed)
    expect(ordinary).toBeLessThan(1.25)
    expect(sparing).toBeLessThan(1.15)
    expect(sparing).toBeLessThan(ordinary)
  },
)
