import { expect, test } from 'vitest'
import type { Packet } from './chunk.ts'
import { SctpSender } from './sender.ts'
import { MTU_BYTES } from './window.ts'

/** A sender with a message that never ends, and the packets it has sent. */
function bulk() {
  const packets: Packet<string>[] = []
  const sent: string[] = []
  const sender = new SctpSender<string>({
    transmit: packet => packets.push(packet),
    onSent: message => sent.push(message),
  })
  const take = () => packets.splice(0)
  const numbers = () => take().flatMap(({ chunks }) => chunks.map(({ tsn }) => tsn))
  const chunks = new Map<number, Packet<string>['chunks'][number]>()
  /** A SACK for these alone. */
  const sack = (tsns: readonly number[], now: number, hasGaps = false) => {
    const told = tsns.map(tsn => {
      const chunk = chunks.get(tsn)
      if (!chunk) throw new Error(`${tsn} was never sent`)
      return chunk
    })
    sender.sacked({ chunks: told, hasGaps, atMs: now }, now)
  }
  const learn = () => {
    for (const packet of packets) for (const chunk of packet.chunks) chunks.set(chunk.tsn, chunk)
  }
  return { sender, sent, numbers, sack, learn, packets }
}

test('a message, a SACK and a timeout let four packets go at most', () => {
  const { sender, numbers, sack, learn } = bulk()
  sender.send(1e6, 'a', 0)
  learn()
  expect(numbers()).toEqual([0, 1, 2, 3])
  sender.send(1e6, 'b', 0)
  learn()
  expect(numbers()).toEqual([4, 5, 6, 7])
  sack([0, 1, 2, 3, 4, 5, 6, 7], 100)
  learn()
  expect(numbers()).toEqual([8, 9, 10, 11])
})

test('keeps within its window', () => {
  const { sender, packets } = bulk()
  for (let i = 0; i < 10; i++) sender.send(1e6, 'a', 0)
  const bytes = packets.flatMap(({ chunks }) => chunks).reduce((sum, { bytes }) => sum + bytes, 0)
  expect(bytes).toBeLessThanOrEqual(10 * MTU_BYTES)
  expect(bytes).toBeGreaterThan(9.9 * MTU_BYTES)
})

test('short messages share a packet, and each says when it was sent', () => {
  const { sender, sent, sack, learn, packets, numbers } = bulk()
  sender.send(20_000, 'long', 0)
  learn()
  for (const message of ['b', 'c', 'd']) sender.send(100, message, 0)
  for (let i = 0; i < 4; i++) sender.send(20_000, 'more', 0)
  learn()
  for (let round = 1; sent.length < 4; round++) {
    const tsns = numbers()
    sack(tsns, round * 100)
    learn()
  }
  expect(sent.slice(0, 4)).toEqual(['long', 'b', 'c', 'd'])
  expect(Math.max(...packets.map(({ chunks }) => chunks.length))).toBeGreaterThan(2)
})

test('three SACKs of later chunks: it is sent again at once, and the window is halved once', () => {
  const { sender, numbers, sack, learn } = bulk()
  sender.send(1e6, 'a', 0)
  sender.send(1e6, 'a', 0)
  learn()
  numbers()
  const before = sender.window.bytes
  sack([1], 100, true)
  sack([2], 101, true)
  learn()
  expect(numbers()).not.toContain(0)
  expect(sender.window.bytes).toBe(before)
  sack([3], 102, true)
  learn()
  expect(numbers()[0]).toBe(0)
  const halved = sender.window.bytes
  expect(halved).toBeCloseTo(before / 2, -1)
  // It is missed again and again until it is acknowledged: the window is not halved for that.
  for (const tsn of [4, 5, 6]) sack([tsn], 100 + tsn, true)
  expect(sender.window.bytes).toBe(halved)
})

test('two SACKs are no loss: nothing is sent again before the timer runs out', () => {
  const { sender, numbers, sack, learn } = bulk()
  sender.send(3 * 1160, 'a', 0)
  learn()
  expect(numbers()).toEqual([0, 1, 2])
  sack([1], 100, true)
  sack([2], 101, true)
  expect(numbers()).toEqual([])
  expect(sender.expiresMs).toBe(500)
  sender.expire(500)
  expect(numbers()).toEqual([0])
  expect(sender.window.bytes).toBe(MTU_BYTES)
  // Its round trip is not known, and the timer has run out once.
  expect(sender.expiresMs).toBe(1_500)
})

test('after a timeout within fast recovery the window stays at one packet until recovery ends', () => {
  const { sender, numbers, sack, learn } = bulk()
  for (let i = 0; i < 3; i++) sender.send(1e6, 'a', 0)
  learn()
  for (const tsn of [5, 6]) {
    sack([tsn], 100, true)
    learn()
  }
  const last = Math.max(...numbers())
  sack([7], 100, true)
  learn()
  numbers()
  sender.expire(sender.expiresMs ?? 0)
  const growing: number[] = []
  for (let tsn = 0; tsn <= last; tsn++) {
    if (![5, 6, 7].includes(tsn)) sack([tsn], 1_000 + 100 * tsn, tsn < 5)
    learn()
    growing.push(sender.window.bytes / MTU_BYTES)
  }
  expect(growing.slice(0, last).every(mtus => mtus === 1)).toBe(true)
  expect(growing[last]).toBeGreaterThan(1)
})

test('when all is acknowledged the timer rests', () => {
  const { sender, sack, learn, numbers } = bulk()
  sender.send(1_000, 'a', 0)
  learn()
  numbers()
  sack([0], 50)
  expect(sender.expiresMs).toBeUndefined()
})
