import { expect, test } from 'vitest'
import { RoundTrips } from './round-trips.ts'

/** A reading each second. */
function readings(...ms: number[]): RoundTrips {
  const roundTrips = new RoundTrips()
  for (const [i, each] of ms.entries()) roundTrips.measured(each, 1, i * 1_000)
  return roundTrips
}

test('a way is far once three readings say so, and near once one does', () => {
  expect(readings(50, 60).isFar).toBe(false)
  expect(readings(50, 60, 55).isFar).toBe(true)
  expect(readings(50, 60, 55, 2).isFar).toBe(false)
  expect(readings(50).isNear).toBe(false)
  expect(readings(50, 2, 80).isNear).toBe(true)
  expect(new RoundTrips().isNear).toBe(false)
})

test('a queue stands where a third of the readings are longer than the shortest by a fifth', () => {
  expect(readings(100, 119, 101, 100, 115).queue(0, 4_000)).toBe('none')
  expect(readings(100, 150, 101, 100, 115).queue(0, 4_000)).toBe('none')
  expect(readings(100, 150, 101, 100, 150).queue(0, 4_000)).toBe('standing')
  expect(readings(20, 29, 29, 29).queue(0, 3_000), 'less than 10 ms').toBe('none')
  expect(readings(20, 31, 31, 31).queue(0, 3_000)).toBe('standing')
})

test('only readings since then, of the last quarter of a minute, tell it', () => {
  const roundTrips = readings(100, 150, 150, 100)
  expect(roundTrips.queue(0, 3_000)).toBe('standing')
  expect(roundTrips.queue(3_000, 3_000)).toBe('none')
  expect(roundTrips.queue(3_001, 3_001)).toBe('unknown')
  expect(roundTrips.queue(0, 18_000)).toBe('none')
  expect(roundTrips.queue(0, 18_001)).toBe('unknown')
})
