/** Findings are decided by whole intervals, several of them together by Holm's method. */
import { describe, expect, test } from 'vitest'
import { estimate } from '../simulation/results/statistics.ts'
import {
  type Comparison,
  decided,
  holds,
  isAbove,
  isBelow,
  isNear,
  overall,
  verdictOf,
} from './comparison.ts'

/** Of ten runs. */
const of = (mean: number, ci95: number) => ({ mean, ci95, n: 10 })

describe('a limit', () => {
  test('is passed by whole intervals only', () => {
    expect(holds(isAbove(of(1.2, 0.1), 1))).toBe('yes')
    expect(holds(isAbove(of(1.2, 0.3), 1))).toBe('open')
    expect(holds(isAbove(of(0.8, 0.1), 1))).toBe('no')
    expect(holds(isBelow(of(0.8, 0.1), 1))).toBe('yes')
    expect(holds(isBelow(of(1.2, 0.1), 1))).toBe('no')
    expect(holds(isAbove(of(1.2, 0), 1))).toBe('yes')
    expect(holds(isAbove(of(1, 0), 1))).toBe('open')
  })

  test('where the interval ends, chance is 5 %', () => {
    expect(isAbove(of(1.2, 0.2), 1).p).toBeCloseTo(0.05, 3)
    expect(isAbove(of(1.2, 0.2 - 1e-3), 1).p).toBeLessThan(0.05)
  })

  test('is not decided by one run, nor by none', () => {
    expect(holds(isAbove({ mean: 100, ci95: null, n: 1 }, 1))).toBe('open')
    expect(holds(isBelow(null, 1))).toBe('open')
  })

  test('on two sides asks for the whole interval between them', () => {
    expect(holds(isNear(of(-1.01, 0.01), -1, 0.03))).toBe('yes')
    expect(holds(isNear(of(-1.01, 0.05), -1, 0.03))).toBe('open')
    expect(holds(isNear(of(-0.9, 0.01), -1, 0.03))).toBe('no')
    expect(holds(isNear(of(-1.1, 0.01), -1, 0.03))).toBe('no')
  })
})

describe('several together', () => {
  const at = (p: number): Comparison => ({ says: 'yes', p, value: null })

  test('by Holm: the least is held to a share of 5 %, each after it to a larger one', () => {
    expect(decided([at(0.01), at(0.04), at(0.02)])).toEqual(['yes', 'yes', 'yes'])
    expect(decided([at(0.01), at(0.04), at(0.03)])).toEqual(['yes', 'open', 'open'])
    expect(decided([at(0.02), at(0.02), at(0.02)])).toEqual(['open', 'open', 'open'])
    expect(decided([])).toEqual([])
  })

  test('where nothing is to be found, at most 5 of 100 families of ten find something', () => {
    let found = 0
    let state = 1
    /** A sum of twelve numbers from a generator of Park and Miller: nearly normal. */
    const normal = (): number => {
      let sum = -6
      for (let i = 0; i < 12; i++) {
        state = (state * 16_807) % 2_147_483_647
        sum += state / 2_147_483_647
      }
      return sum
    }
    const FAMILIES = 1_000
    for (let family = 0; family < FAMILIES; family++) {
      const cases = Array.from({ length: 10 }, () =>
        isAbove(estimate(Array.from({ length: 10 }, normal)), 0),
      )
      if (decided(cases).some(one => one !== 'open')) found++
    }
    expect(found / FAMILIES).toBeLessThan(0.07)
    expect(found / FAMILIES).toBeGreaterThan(0.03)
  })

  test('several verdicts are one: alike, or mixed, or those that were decided', () => {
    expect(overall(['yes', 'yes'])).toBe('yes')
    expect(overall(['no', 'no'])).toBe('no')
    expect(overall(['yes', 'no'])).toBe('partly')
    expect(overall(['yes', 'open'])).toBe('partly')
    expect(overall(['no', 'open'])).toBe('no')
    expect(overall(['open', 'open'])).toBe('open')
    expect(overall([])).toBe('open')
  })

  test('a verdict says how many runs it is of, and which cases differ from it', () => {
    const verdict = verdictOf(
      [
        { compared: isAbove(of(1.2, 0.1), 1), words: 'a' },
        { compared: isAbove({ mean: 1.4, ci95: 9, n: 3 }, 1), words: 'b' },
        { compared: isAbove(of(0.8, 0.1), 1), words: 'c' },
      ],
      { sentence: cases => `It is ${cases}.`, unit: ' s' },
    )
    expect(verdict).toEqual({
      holds: 'partly',
      words: 'It is a (so), b (undecided) and c (not so).',
      figure: '0.80 to 1.40 s',
      n: [3, 10],
    })
  })
})
