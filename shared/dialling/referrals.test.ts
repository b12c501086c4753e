import { expect, test } from 'vitest'
import type { PeerId } from '../base/ids.ts'
import { MAX_REFERRALS, Referrals } from './referrals.ts'

const id = (n: number) => n.toString(16).padStart(40, '0') as PeerId
const added = (...ns: number[]) => ({
  added: ns.map(n => ({ id: id(n), isSeed: n % 2 === 0 })),
  dropped: [],
})

test('a remote can be met by every link that tells of it', () => {
  const referrals = new Referrals()
  referrals.hear(1, added(5, 6))
  referrals.hear(2, added(6, 7))
  expect(referrals.believedRelaysTo(id(6), 0)).toEqual([1, 2])
  expect([...referrals.remotes]).toEqual([id(5), id(6), id(7)])
  expect([referrals.isSeed(id(6)), referrals.isSeed(id(7))]).toEqual([true, false])
})

test('until that link drops it, or is gone', () => {
  const referrals = new Referrals()
  referrals.hear(1, added(5))
  referrals.hear(2, added(5))
  referrals.hear(1, { added: [], dropped: [id(5), id(9)] })
  expect(referrals.believedRelaysTo(id(5), 0)).toEqual([2])
  referrals.leave(2)
  expect(referrals.has(id(5))).toBe(false)
})

test('of one link no more than a hundred are believed, however many it tells of', () => {
  const referrals = new Referrals()
  for (let n = 0; n < 10_000; n += 50)
    referrals.hear(1, added(...Array.from({ length: 50 }, (_, i) => n + i)))
  expect(referrals.remotes.size).toBe(MAX_REFERRALS)
  referrals.hear(2, added(99_999))
  expect(referrals.has(id(99_999))).toBe(true)
})
