import { expect, test } from 'vitest'
import { type Curve, MOMENTS } from '../charts/chart-data.ts'
import { compare } from './comparing.ts'
import type { SeedRun, SetOfRuns } from './protocol.ts'

const rising = (endSec: number): Curve => ({
  key: 'completion',
  endSec,
  overRun: null,
  ys: Array.from({ length: MOMENTS }, (_, i) => (100 * i) / (MOMENTS - 1)),
})

const run = (seed: number, makespanMs: number | null): SeedRun => ({
  seed,
  makespanMs,
  meanMs: makespanMs,
  curves: [rising((makespanMs ?? 1000) / 1000)],
})

const setOf = (...runs: SeedRun[]): SetOfRuns => ({ boundMs: 1000, runs })
const first = setOf(run(1, 2000), run(2, 2200), run(3, 2100))

test('means have their 95 % interval (t of two degrees of freedom: 4.303)', () => {
  const [found] = compare([first])
  expect(found?.makespanSec?.mean).toBeCloseTo(2.1)
  expect(found?.makespanSec?.ci95).toBeCloseTo((4.303 * 0.1) / Math.sqrt(3), 4)
  expect(found?.timesBound?.mean).toBeCloseTo(2.1)
  expect(found?.beside).toBeUndefined()
})

test('runs are compared seed by seed, whatever their order', () => {
  const twice = setOf(run(3, 4200), run(1, 4000), run(2, 4400))
  expect(compare([first, twice])[1]?.beside).toMatchObject({
    seeds: 3,
    times: { mean: 2 },
    isSlower: 'yes',
  })
  expect(compare([twice, first])[1]?.beside).toMatchObject({ times: { mean: 0.5 }, isSlower: 'no' })
  expect(compare([first, first])[1]?.beside).toMatchObject({ isSlower: 'open' })
})

test('without a common seed, with one, or with a peer that never finished, nothing is decided', () => {
  const beside = (other: SetOfRuns) => compare([first, other])[1]?.beside
  expect(beside(setOf(run(7, 9000)))).toEqual({ seeds: 0, times: null })
  expect(beside(setOf(run(1, 9000)))).toMatchObject({ seeds: 1, isSlower: 'open' })
  expect(beside(setOf(run(1, 9000), run(2, null)))).toEqual({ seeds: 2, times: null })
})

test('the curve is the mean of all repetitions until the last ends, between its limits', () => {
  const [found] = compare([first])
  const curve = found?.curves[0]
  expect(curve?.xs.at(-1)).toBeCloseTo(2.2)
  expect(curve?.mean.at(-1)).toBe(100)
  const middle = (MOMENTS - 1) / 2
  const [low, mean, high] = [curve?.low, curve?.mean, curve?.high].map(ys => ys?.[middle] as number)
  // After 1.1 s: 55 %, 50 % and 52.4 %.
  expect(mean).toBeCloseTo(52.5, 0)
  expect(low).toBeLessThan(mean as number)
  expect(high).toBeGreaterThan(mean as number)
})
