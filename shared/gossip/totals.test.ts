import { expect, test } from 'vitest'
import { Figures, gossipTotals } from './totals.ts'

const peer = (figures: Partial<Omit<Figures, 'rmr'>>): Figures =>
  Object.assign(new Figures(), figures)
const seeder = peer({ rounds: 0, redundant: 1, controlBytes: 500 })
const first = peer({ rounds: 9, useful: 9, redundant: 3, controlBytes: 100 })
const last = peer({ rounds: 12, useful: 9, redundant: 4, failed: 1, controlBytes: 200 })

test('together: the last one counts for the rounds, all of them for the rest', () => {
  expect(gossipTotals([seeder, first, last])).toEqual({
    rounds: 12,
    rmr: (18 + 8 + 1) / 18 - 1,
    useful: 18,
    redundant: 8,
    controlBytes: 800,
  })
})

test('while somebody lacks something, nobody can say how many rounds it takes', () => {
  expect(gossipTotals([peer({ useful: 3 }), first]).rounds).toBeNull()
  expect(gossipTotals([first, peer({ useful: 3 })]).rounds).toBeNull()
})

test('a seeder alone has had nothing to receive', () => {
  const { rounds, rmr } = gossipTotals([seeder])
  expect([rounds, rmr]).toEqual([0, null])
})
