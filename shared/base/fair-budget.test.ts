import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FairBudget } from './fair-budget.ts'

const LIMITS = { windowMs: 60_000, perSender: 6, inAll: 10, reserve: 3, sure: 1 }

const takes = (budget: FairBudget, sender: string, times: number, now = 0) =>
  Array.from({ length: times }, () => budget.take(sender, now)).filter(Boolean).length

test('nobody takes more than a part, and who comes late finds one left, while there are some', () => {
  const budget = new FairBudget(LIMITS)
  expect(['a', 'b', 'c', 'd', 'e', 'f'].map(sender => takes(budget, sender, 100))).toEqual([
    6, 4, 1, 1, 1, 0,
  ])
})

test('what was taken is back after the window, or when it is given back, once', () => {
  const budget = new FairBudget(LIMITS)
  const first = budget.take('a', 0)
  expect(takes(budget, 'a', 100, 30_000)).toBe(5)
  if (first) budget.giveBack(first)
  if (first) budget.giveBack(first)
  expect(takes(budget, 'a', 100, 30_000)).toBe(1)
  expect(takes(budget, 'a', 100, 89_999)).toBe(0)
  expect(takes(budget, 'a', 100, 90_000)).toBe(6)
})

test('what is charged counts, even beyond the limit', () => {
  const budget = new FairBudget(LIMITS)
  for (let i = 0; i < 8; i++) budget.charge('a', 0)
  expect(takes(budget, 'a', 1)).toBe(0)
  expect(takes(budget, 'b', 100)).toBe(2)
})

test('in no window, whoever takes when, is more taken than the limits allow', () => {
  const take = fc.record({ sender: fc.integer({ max: 8, min: 0 }), waitMs: fc.nat(20_000) })
  fc.assert(
    fc.property(fc.array(take, { maxLength: 200 }), takes => {
      const budget = new FairBudget(LIMITS)
      const taken: { sender: number; now: number }[] = []
      let now = 0
      for (const { sender, waitMs } of takes) {
        now += waitMs
        if (budget.take(`${sender}`, now)) taken.push({ sender, now })
        const recent = taken.filter(one => now - one.now < LIMITS.windowMs)
        expect(recent.length).toBeLessThanOrEqual(LIMITS.inAll + LIMITS.reserve)
        for (let who = 0; who <= 8; who++)
          expect(recent.filter(one => one.sender === who).length).toBeLessThanOrEqual(
            LIMITS.perSender,
          )
      }
    }),
  )
})

test('whoever gives back what was taken, any number of times, is counted right', () => {
  const budget = new FairBudget(LIMITS)
  const kept = budget.take('a', 0)
  for (let now = 1; now <= 1_000; now++) {
    const taken = budget.take('b', now)
    if (!taken) throw new Error(`refused at ${now}`)
    budget.giveBack(taken)
  }
  expect(budget.taken(59_999)).toBe(1)
  expect(budget.taken(60_000)).toBe(0)
  if (kept) budget.giveBack(kept)
  expect([takes(budget, 'a', 9, 60_000), takes(budget, 'b', 9, 60_000)]).toEqual([6, 4])
})
