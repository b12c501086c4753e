import { describe, expect, test } from 'vitest'
import type { LinkId } from '../base/ids.ts'
import { seededRandom } from '../base/random.ts'
import { byGiving, type Candidate, chooseUnchoked, slotsByRate } from './slot-choice.ts'

const candidate = (link: LinkId, change: Partial<Candidate> = {}): Candidate => ({
  link,
  interested: true,
  snubbed: false,
  newcomer: false,
  downRate: 0,
  upRate: 0,
  isChoked: true,
  since: 0,
  given: 0,
  progress: 0,
  ...change,
})

/** Rates by link: '5 9 2' is link 1 at 5, link 2 at 9, link 3 at 2. */
const byRate = (rates: string): Candidate[] =>
  rates.split(' ').map((rate, i) => candidate(i + 1, { downRate: Number(rate) }))

const choose = (candidates: Candidate[], slots: number, current?: LinkId, rotate = false) =>
  chooseUnchoked(candidates, byGiving, slots, current, rotate, seededRandom(1))

describe('the slots', () => {
  test.each([
    ['9 8 7 1 2', 3, [1, 2, 3]],
    ['1 2 7 8 9', 3, [5, 4, 3]],
    ['5 5 5 5 5', 2, [1, 2]],
    ['5', 4, [1]],
  ])('go to the best of %s', (rates, slots, best) => {
    const { unchoked, optimistic } = choose(byRate(rates), slots)
    expect([...unchoked].filter(link => link !== optimistic)).toEqual(best)
    expect(unchoked.size).toBe(Math.min(rates.split(' ').length, slots + 1))
  })

  test('never go to who wants nothing, nor, while we leech, to who owes us blocks', () => {
    const candidates = [
      candidate(1, { downRate: 9, interested: false }),
      candidate(2, { downRate: 8, snubbed: true }),
      candidate(3, { downRate: 7 }),
      candidate(4, { downRate: 6 }),
    ]
    const { unchoked, optimistic } = choose(candidates, 2)
    expect([...unchoked].sort()).toEqual([2, 3, 4])
    expect(optimistic).toBe(2)
  })
})

describe('the optimistic slot', () => {
  test('stays until it is to rotate, and then goes to another', () => {
    const candidates = byRate('9 8 0 0 0')
    expect(choose(candidates, 2, 4).optimistic).toBe(4)
    expect(choose(candidates, 2, 4, true).optimistic).not.toBe(4)
  })

  test('stays where it is when there is no other to give it to', () => {
    expect(choose(byRate('9 8 0'), 2, 3, true).optimistic).toBe(3)
  })

  test('moves on when its holder earns a slot of its own', () => {
    expect(choose(byRate('9 8 7 0'), 2, 1).optimistic).not.toBe(1)
  })

  test('goes to a newcomer three times as often as to another', () => {
    const candidates = [candidate(1), candidate(2, { newcomer: true })]
    const random = seededRandom(3)
    let newcomer = 0
    for (let i = 0; i < 4_000; i++) {
      if (chooseUnchoked(candidates, byGiving, 0, undefined, true, random).optimistic === 2)
        newcomer++
    }
    // Binomial(4000, 0.75): standard deviation 27.
    expect(Math.abs(newcomer - 3_000)).toBeLessThan(140)
  })
})

describe('the number of slots by rate', () => {
  const KB = 1024

  test.each([
    ['nobody takes anything: one, to begin with', [], 1],
    ['one that takes nothing', [0], 1],
    ['one that takes little', [KB], 2],
    ['each further slot must be worth more', [9 * KB, 9 * KB, 4 * KB], 3],
    ['idle ones are no reason for more', [9 * KB, 0, 0, 0], 2],
    ['a line of 100 KiB/s shared by 6', new Array(6).fill((100 / 6) * KB), 7],
    [
      'the same line shared by 9: each has too little for more',
      new Array(9).fill((100 / 9) * KB),
      7,
    ],
  ])('%s', (_why, rates, slots) => {
    expect(slotsByRate(rates)).toBe(slots)
    expect(slotsByRate([...rates].reverse())).toBe(slots)
  })
})
