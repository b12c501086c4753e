/** Against published tables: NIST/SEMATECH e-Handbook, 1.3.6.7.2 (t) and 1.3.6.7.3 (F). */
import { expect, test } from 'vitest'
import { fisherTail, studentTwoSided } from './distributions.ts'

test.each([
  // Freedom, t at 5 %, 1 % and 0.2 % on both sides.
  [1, 12.706, 63.657, 318.313],
  [2, 4.303, 9.925, 22.327],
  [9, 2.262, 3.25, 4.297],
  [30, 2.042, 2.75, 3.385],
  [100, 1.984, 2.626, 3.174],
])('Student’s t, freedom %i', (freedom, five, one, fifth) => {
  expect(studentTwoSided(five, freedom)).toBeCloseTo(0.05, 4)
  expect(studentTwoSided(-one, freedom)).toBeCloseTo(0.01, 4)
  expect(studentTwoSided(fifth, freedom)).toBeCloseTo(0.002, 5)
})

test('Student’s t where it has a closed form', () => {
  for (const t of [0, 0.3, 1, 7]) {
    expect(studentTwoSided(t, 1)).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(t), 12)
    expect(studentTwoSided(t, 2)).toBeCloseTo(1 - t / Math.sqrt(2 + t * t), 12)
  }
})

test.each([
  // F at 5 % and at 1 %.
  [1, 1, 161.448, 4052.18],
  [3, 10, 3.708, 6.552],
  [4, 45, 2.579, 3.767],
  [10, 100, 1.927, 2.503],
])('Fisher’s F, freedom %i and %i', (above, below, five, one) => {
  expect(fisherTail(five, above, below)).toBeCloseTo(0.05, 3)
  expect(fisherTail(one, above, below)).toBeCloseTo(0.01, 4)
})

test('F with one degree of freedom is t squared, and none is nothing', () => {
  expect(fisherTail(2.5 ** 2, 1, 17)).toBeCloseTo(studentTwoSided(2.5, 17), 12)
  expect(fisherTail(0, 3, 45)).toBe(1)
  expect(fisherTail(Number.POSITIVE_INFINITY, 3, 45)).toBe(0)
})
