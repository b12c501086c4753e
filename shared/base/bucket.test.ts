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

test('what was spent beyond the tokens is a debt, which time pays off', () => {
  const bucket = new TokenBucket({ burst: 10, perSecond: 5 }, 0)
  bucket.spend(0, 10)
  expect(bucket.debtMs(0)).toBe(0)
  bucket.spend(0, 15)
  expect(bucket.debtMs(0)).toBe(3_000)
  expect(bucket.take(2_999)).toBe(false)
  expect(bucket.debtMs(3_000)).toBe(0)
  expect(bucket.take(3_200)).toBe(true)
})
