import { expect, test } from 'vitest'
import type { PeerId } from '../base/ids.ts'
import { Strikes } from './blame.ts'

const [ann, bob] = ['a'.repeat(40), 'b'.repeat(40)] as [PeerId, PeerId]

test('who spoils pieces is shut out for a minute, for ten, and for good', () => {
  const strikes = new Strikes()
  const lengths = [1, 2, 3, 4].map(piece => strikes.strike(ann, piece))
  expect(lengths).toEqual([60_000, 600_000, Infinity, Infinity])
  expect(strikes.strike(bob, 1)).toBe(60_000)
})

test('without a piece every strike counts', () => {
  const strikes = new Strikes()
  expect([1, 2, 3].map(() => strikes.strike(ann))).toEqual([60_000, 600_000, Infinity])
})

test('one piece that has rotted on its disk is one, however often it is sent', () => {
  const strikes = new Strikes()
  expect([7, 7, 7].map(piece => strikes.strike(ann, piece))).toEqual([60_000, 60_000, 60_000])
  expect(strikes.strike(ann, 8)).toBe(600_000)
})

test('of ten thousand names the latest five hundred are remembered', () => {
  const strikes = new Strikes()
  const name = (n: number) => n.toString(16).padStart(40, '0') as PeerId
  for (let n = 0; n < 10_000; n++) strikes.strike(name(n), 1)
  expect(strikes.strike(name(9_999), 2)).toBe(600_000)
  expect(strikes.strike(name(0), 2)).toBe(60_000)
})
