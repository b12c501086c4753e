import { expect, test } from 'vitest'
import type { Chunk, Packet } from './chunk.ts'
import { SctpReceiver } from './receiver.ts'

const chunk = (tsn: number): Chunk<string> => ({
  tsn,
  bytes: 1_176,
  ends: undefined,
  sentMs: 0,
  state: 'flying',
  misses: 0,
  isResent: false,
  decidedMs: undefined,
  hasArrived: false,
})

const packet = (tsn: number, wantsSack = false): Packet<string> => ({
  chunks: [chunk(tsn)],
  atMs: tsn,
  wantsSack,
})

const told = (receiver: SctpReceiver<string>, isLost = false): number[] =>
  receiver.sack(0, isLost).chunks.map(({ tsn }) => tsn)

test('the first packet is acknowledged at once, then every second, and one alone after 200 ms', () => {
  const receiver = new SctpReceiver<string>()
  expect(receiver.arrived(packet(0))).toBe(true)
  receiver.sack(0, false)
  expect(receiver.arrived(packet(1))).toBe(false)
  expect(receiver.sackDueMs).toBe(201)
  expect(receiver.arrived(packet(2))).toBe(true)
  expect(told(receiver)).toEqual([1, 2])
  expect(receiver.sackDueMs).toBeUndefined()
})

test('at once where the sender asks for it, where one is missing, and where it has come before', () => {
  const receiver = new SctpReceiver<string>()
  for (const tsn of [0, 1]) receiver.arrived(packet(tsn))
  receiver.sack(0, false)
  expect(receiver.arrived(packet(2, true))).toBe(true)
  receiver.sack(0, false)
  expect(receiver.arrived(packet(4))).toBe(true)
  expect(receiver.sack(0, false).hasGaps).toBe(true)
  const again = packet(3)
  expect(receiver.arrived(again)).toBe(false)
  expect(receiver.arrived(again)).toBe(true)
  expect(receiver.sack(0, false).hasGaps).toBe(false)
})

test('what a lost SACK told the next one tells', () => {
  const receiver = new SctpReceiver<string>()
  receiver.arrived(packet(0))
  told(receiver, true)
  receiver.arrived(packet(1))
  expect(told(receiver)).toEqual([0, 1])
})

test('of twenty blocks at most: what lies beyond is told once gaps are filled', () => {
  const receiver = new SctpReceiver<string>()
  // Every second one is missing: 1, 3, 5, and so on.
  for (let tsn = 0; tsn <= 60; tsn += 2) receiver.arrived(packet(tsn))
  expect(told(receiver)).toEqual(Array.from({ length: 21 }, (_, i) => 2 * i))
  expect(told(receiver)).toEqual([])
  receiver.arrived(packet(1))
  expect(told(receiver)).toEqual([42, 1])
  for (const tsn of [5, 3, 9, 7]) receiver.arrived(packet(tsn))
  expect(told(receiver)).toEqual([44, 46, 48, 50, 5, 3, 9, 7])
})
