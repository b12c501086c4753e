/** Several liars in one swarm, in virtual time: who is shut out, and who never is. */
import { describe, expect, test } from 'vitest'
import { starOf } from '../../testing/star.ts'
import type { Message } from '../../wire/message.ts'
import { spoilBlocks } from '../faults/lies.ts'
import { SimulatedTorrent } from '../torrent.ts'
import { World } from '../world.ts'

const TORRENT = new SimulatedTorrent({ length: 2_000_000, pieceLength: 64 * 1024 }, 7)
const LEECHERS = Array.from({ length: 31 }, (_, i) => `leecher${i}`)

const AROUND_ONE_ROUTER = starOf(['seeder', ...LEECHERS])

/** `lie` changes what the first few leechers send. */
function swarm(seed: number, liarCount: number, lie: (message: Message) => Message) {
  const banned = new Map<string, Set<string>>()
  const world = new World({
    topology: AROUND_ONE_ROUTER,
    granularity: 'message',
    overhead: 'tcp',
    torrent: TORRENT,
    delays: { connectMs: 30, trackerMs: 1, hashMs: 1, readMs: 2, writeMs: 2 },
    seed,
    observer: {
      event: (_, peer, event) => {
        if (event.event !== 'banned') return
        banned.set(event.remote, (banned.get(event.remote) ?? new Set()).add(peer.name))
      },
    },
  })
  world.add({ name: 'seeder', holds: 'everything' })
  const leechers = LEECHERS.map(name => world.add({ name, holds: 'nothing' }))
  const liars = leechers.slice(0, liarCount)
  const honest = leechers.slice(liarCount)
  for (const liar of liars) liar.tamper = lie
  world.run(300_000, () => honest.every(({ finishedMs }) => finishedMs !== undefined))
  return { liars, honest, banned }
}

/** One byte of one block in three. */
function spoilSome(message: Message): Message {
  const rarely = message.type === 'piece' && (message.piece + message.begin / 16_384) % 3 === 0
  return rarely ? spoilBlocks(message) : message
}

describe.each([
  ['spoil all that they send', spoilBlocks],
  ['spoil the same third of the blocks, together', spoilSome],
])('three of 32 that %s', (_what, lie) => {
  test.each([1, 2])('are shut out, nobody else is, and everyone else finishes (seed %i)', seed => {
    const { liars, honest, banned } = swarm(seed, 3, lie)
    for (const peer of honest) {
      expect(peer.finishedMs, peer.name).toBeDefined()
      expect(Buffer.compare(peer.storage.bytes(), TORRENT.bytes), peer.name).toBe(0)
    }
    expect([...banned.keys()].sort()).toEqual(liars.map(({ id }) => id as string).sort())
  })
})

test('three of 32 that promise everything and send nothing only cost time', () => {
  const silence = (message: Message): Message =>
    message.type === 'piece' ? { type: 'keepAlive' } : message
  const { honest, banned } = swarm(1, 3, silence)
  expect(honest.filter(({ finishedMs }) => finishedMs === undefined)).toEqual([])
  expect([...banned.keys()]).toEqual([])
})
