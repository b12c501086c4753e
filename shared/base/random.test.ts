import { expect, test } from 'vitest'
import { pickOne, randomInt, seededRandom, shuffle } from './random.ts'

const draw = (seed: number, count: number) => {
  const random = seededRandom(seed)
  return Array.from({ length: count }, random)
}

test('the same seed gives the same numbers, neighbouring seeds quite other ones', () => {
  expect(draw(7, 100)).toEqual(draw(7, 100))
  const firsts = Array.from({ length: 100 }, (_, seed) => draw(seed, 1)[0] as number)
  expect(new Set(firsts).size).toBe(100)
  expect(firsts.filter(x => x < 0.5).length).toBeGreaterThan(30)
  expect(firsts.filter(x => x < 0.5).length).toBeLessThan(70)
})

test('numbers lie in [0, 1) and fall evenly', () => {
  const tenths = new Array(10).fill(0)
  // A number out of range would make an eleventh place, or a NaN.
  for (const x of draw(3, 100_000)) tenths[Math.floor(x * 10)]++
  expect(tenths.length).toBe(10)
  // Binomial(100000, 0.1): standard deviation 95.
  for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(500)
})

test('every order of a shuffle is as likely as any other', () => {
  const random = seededRandom(5)
  const orders = new Map<string, number>()
  for (let i = 0; i < 24_000; i++) {
    const order = shuffle(random, [...'abcd']).join('')
    orders.set(order, (orders.get(order) ?? 0) + 1)
  }
  expect(orders.size).toBe(24)
  // Binomial(24000, 1/24): standard deviation 31.
  for (const count of orders.values()) expect(Math.abs(count - 1_000)).toBeLessThan(160)
})

test('a list of one gives that one, an empty list nothing', () => {
  const random = seededRandom(1)
  expect(pickOne(random, ['a'])).toBe('a')
  expect(pickOne(random, [])).toBeUndefined()
  expect(randomInt(random, 1)).toBe(0)
})
