import { expect, test } from 'vitest'
import { countOf, percentOf } from './format.ts'

test('100 % is said only when nothing is missing', () => {
  expect(percentOf(999_999, 1_000_000)).toBe(99)
  expect(percentOf(1_000_000, 1_000_000)).toBe(100)
  expect(percentOf(0, 0)).toBe(0)
  expect(percentOf(5, 1_000)).toBe(0)
})

test('one is singular, thousands are grouped', () => {
  expect(countOf(1, 'piece')).toBe('1 piece')
  expect(countOf(0, 'piece')).toBe('0 pieces')
  expect(countOf(1204, 'person', 'people')).toBe('1,204 people')
})
