import { expect, test } from 'vitest'
import { LogRing } from './log-ring.ts'

test('keeps the latest, oldest first', () => {
  const ring = new LogRing(3)
  for (const atMs of [1, 2, 3, 4, 5]) ring.push({ atMs, event: { event: 'joined' } })
  expect(ring.toArray().map(({ atMs }) => atMs)).toEqual([3, 4, 5])
})
