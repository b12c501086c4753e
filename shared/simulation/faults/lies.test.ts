import { expect, test } from 'vitest'
import type { PeerId } from '../../base/ids.ts'
import { encodeGossip, parseGossip } from '../../wire/gossip.ts'
import type { Message } from '../../wire/message.ts'
import type { Lie } from './fault.ts'
import { spoilBlocks, tamperOf } from './lies.ts'

const LAYOUT = { length: 100_000, pieceLength: 32_768, pieceCount: 4 }
const BLOCK = Uint8Array.from([0, 1, 2, 255])
const SPOILT = [1, 0, 3, 254]

const bittorrent: Message = { type: 'piece', piece: 2, begin: 16_384, block: BLOCK }
const gossip = (message: Parameters<typeof encodeGossip>[0]): Message => ({
  type: 'extended',
  id: 5,
  payload: encodeGossip(message),
})
const pushed = gossip({ type: 'data', piece: 2, begin: 16_384, block: BLOCK })
const pulled = gossip({ type: 'pull', piece: 2 })

test('a liar spoils the block of a message, of either exchange, and nothing else of it', () => {
  expect(spoilBlocks(bittorrent)).toEqual({ ...bittorrent, block: Uint8Array.from(SPOILT) })
  const spoilt = spoilBlocks(pushed)
  const { piece, begin, block } = parse(spoilt)
  expect([piece, begin, [...block]]).toEqual([2, 16_384, SPOILT])
  expect([...parse(pushed).block]).toEqual([...BLOCK])
  expect(spoilBlocks(pulled)).toBe(pulled)
})

test.each([
  ['liar', 1],
  ['staller', 0],
  ['stutterer', 2],
] as const)('a %s makes %i messages of one with a block, and leaves others be', (kind, count) => {
  let told = 0
  const lie = { kind, peer: 'peer1', share: 1 } as Lie
  const tamper = tamperOf(lie, {
    self: 'a'.repeat(40) as PeerId,
    layout: LAYOUT,
    members: () => [],
    random: () => 0.5,
    told: () => told++,
  })
  for (const message of [bittorrent, pushed]) expect([tamper(message)].flat()).toHaveLength(count)
  expect(told).toBe(2)
  expect(tamper(pulled)).toBe(pulled)
})

function parse(message: Message) {
  const parsed = message.type === 'extended' ? parseGossip(message.payload, LAYOUT) : undefined
  if (parsed?.type !== 'data') throw new Error('no block in it')
  return parsed
}
