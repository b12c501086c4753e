import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Places } from './places.ts'

test('who holds most gives up its latest place to who holds less', () => {
  const places = new Places<string, string>({ max: 4, maxEach: 3 })
  for (const item of ['a1', 'a2', 'a3']) expect(places.take('a', item)).toEqual({})
  expect(places.take('a', 'a4')).toEqual({ refused: 'own share taken' })
  expect(places.take('b', 'b1')).toEqual({})
  expect(places.take('b', 'b2')).toEqual({ evicted: 'a3' })
  // Two each: neither takes one of the other's in turn, for ever.
  expect(places.take('a', 'a5')).toEqual({ refused: 'all taken' })
  expect(places.take('c', 'c1')).toEqual({ evicted: expect.stringMatching(/a2|b2/) })
  expect(places.size).toBe(4)
})

test('a place is free again, and freed only once', () => {
  const places = new Places<string, string>({ max: 1, maxEach: 1 })
  places.take('a', 'a1')
  expect(places.take('b', 'b1')).toEqual({ refused: 'all taken' })
  for (let i = 0; i < 2; i++) places.free('a', 'a1')
  expect(places.size).toBe(0)
  expect(places.take('b', 'b1')).toEqual({})
})

test('a newcomer always gets in while anybody holds two, and nobody exceeds a limit', () => {
  const act = fc.record({ by: fc.nat(5), free: fc.boolean() })
  fc.assert(
    fc.property(fc.array(act, { maxLength: 200 }), acts => {
      const limits = { max: 8, maxEach: 6 }
      const places = new Places<number, number>(limits)
      const held = new Map<number, number>()
      const numberOf = (by: number) => [...held.values()].filter(holder => holder === by).length
      for (const [item, { by, free }] of acts.entries()) {
        const own = numberOf(by)
        if (free) {
          const mine = [...held].find(([, holder]) => holder === by)?.[0]
          if (mine !== undefined) places.free(by, mine)
          if (mine !== undefined) held.delete(mine)
        } else {
          const most = Math.max(...[0, 1, 2, 3, 4, 5].map(numberOf))
          const taken = places.take(by, item)
          const fits = own < limits.maxEach && (held.size < limits.max || most > own + 1)
          expect(taken.refused === undefined).toBe(fits)
          if (taken.refused === undefined && taken.evicted !== undefined) {
            expect(numberOf(held.get(taken.evicted) as number)).toBe(most)
            held.delete(taken.evicted)
          }
          if (fits) held.set(item, by)
        }
        expect(places.size).toBe(held.size)
      }
    }),
  )
})
