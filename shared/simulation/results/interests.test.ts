import { expect, test } from 'vitest'
import type { PeerId } from '../../base/ids.ts'
import { Interests } from './interests.ts'

const [A, B, C] = ['a', 'b', 'c'] as [PeerId, PeerId, PeerId]
const everyone = () => true

test('the share of the time together in which the one was interested in the other', () => {
  const interests = new Interests()
  interests.met(0, A, B)
  interests.met(0, B, A)
  interests.began(2, A, B)
  interests.lost(5, A, B)
  interests.began(8, A, B)
  // A from 2 to 5 and from 8 to 10, B never.
  expect(interests.shares(10, everyone)).toEqual([0.5, 0])
})

test('ends when either holds everything, and time apart does not count', () => {
  const interests = new Interests()
  interests.met(0, A, B)
  interests.began(0, A, B)
  interests.parted(4, A, B)
  interests.met(10, A, B)
  interests.began(11, A, B)
  interests.ended(12, B)
  interests.began(13, A, B)
  expect(interests.shares(20, everyone)).toEqual([5 / 6])
})

test('seeders are left out, and so is who never met', () => {
  const interests = new Interests()
  interests.met(0, A, C)
  interests.began(0, A, C)
  interests.began(0, A, B)
  expect(interests.shares(10, id => id !== C)).toEqual([])
})
