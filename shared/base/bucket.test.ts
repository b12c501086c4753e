import { expect, test } from 'vitest'
import { TokenBucket } from './bucket.ts'

const taken = (bucket: TokenBucket, tries: number, now: number) =>
  Array.from({ length: tries }, () => bucket.take(now)).filter(Boolean).length

test('gives a burst, then its rate, and saves up no more than a burst', () => {
  const bucket = new TokenBucket({ burst: 5, perSecond: 2 }, 1000)
  expect(taken(bucket, 20, 1000)).toBe(5)
  expect(taken(bucket, 20, 1499)).toBe(0)
  expect(taken(bucket, 20, 1500)).toBe(1)
  expect(taken(bucket, 20, 3500)).toBe(4)
  expect(taken(bucket, 20, 1_000_000)).toBe(5)
})
