import { expect, test } from 'vitest'
import type { PeerId } from '../../shared/base/ids.ts'
import { LogRing } from './log-ring.ts'

const remote = 'b'.repeat(40) as PeerId
const block = (piece: number) =>
  ({ event: 'block', remote, by: 'remote', piece, begin: 0, length: 1 }) as const
const joined = { event: 'joined' } as const

const drawn = (ring: LogRing): string =>
  ring
    .toArray()
    .map(({ atMs, event }) => `${event.event[0]}${atMs}`)
    .join(' ')

test('keeps the latest, oldest first', () => {
  const ring = new LogRing(3, 3)
  for (const atMs of [1, 2, 3, 4, 5]) ring.push(atMs, joined)
  expect(drawn(ring)).toBe('j3 j4 j5')
})

test('a flood of blocks pushes out blocks, never what is rare', () => {
  const ring = new LogRing(2, 2)
  ring.push(1, joined)
  for (const atMs of [2, 3, 4]) ring.push(atMs, block(atMs))
  ring.push(4, joined)
  expect(drawn(ring)).toBe('j1 b3 b4 j4')
})

test('what happened in one moment stays in the order it happened', () => {
  const ring = new LogRing()
  for (const event of [block(1), joined, block(2), joined]) ring.push(7, event)
  expect(drawn(ring)).toBe('b7 j7 b7 j7')
  expect(ring.toArray().map(({ order }) => order)).toEqual([0, 1, 2, 3])
})
