import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { randomInt, seededRandom } from '../base/random.ts'
import { type Demand, FairShares, fairRates } from './fair-share.ts'

const flowsOn = (...lanes: number[][]): Demand[] => lanes.map(crossed => ({ lanes: crossed }))
const times = <T>(n: number, make: (i: number) => T): T[] =>
  Array.from({ length: n }, (_, i) => make(i))

describe('known cases', () => {
  test.each([1, 2, 3, 7, 46])('%d flows on one lane get the same', n => {
    expect([...fairRates([100], flowsOn(...times(n, () => [0])))]).toEqual(times(n, () => 100 / n))
  })

  test.each([1, 2, 5, 20])('parking lot of %d lanes: the long flow gets half, as everybody', k => {
    const long = times(k, i => i)
    const rates = fairRates(
      times(k, () => 1),
      flowsOn(long, ...long.map(lane => [lane])),
    )
    expect([...rates]).toEqual(times(k + 1, () => 1 / 2))
  })

  test('three on a lane of 1, one of them also on a lane of 2 with a fourth: 1/3, 1/3, 1/3, 5/3', () => {
    expect([...fairRates([1, 2], flowsOn([0], [0], [0, 1], [1]))]).toEqual([
      1 / 3,
      1 / 3,
      1 / 3,
      5 / 3,
    ])
  })

  test('16 flows of 6 fit on 100, 17 get 5.882 each', () => {
    const access = (n: number) => {
      const flows = times(n, i => ({ lanes: [i + 1, 0] }))
      return [...fairRates([100, ...times(n, () => 6)], flows)]
    }
    expect(access(16)).toEqual(times(16, () => 6))
    expect(access(17)).toEqual(times(17, () => 100 / 17))
    expect(100 / 17).toBeCloseTo(5.882, 3)
  })
})

const network = (seed: number, lanes: number, flows: number) => {
  const random = seededRandom(seed)
  return {
    random,
    capacities: times(lanes, () => 1 + randomInt(random, 100)),
    flows: times(flows, (): Demand => {
      const crossed = new Set(times(1 + randomInt(random, 6), () => randomInt(random, lanes)))
      return { lanes: [...crossed] }
    }),
  }
}

test('any flows over any lanes: fair by the definition, in any order', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 30 }), fc.nat(60), (seed, lanes, count) => {
      const { capacities, flows } = network(seed, lanes, count)
      const rates = fairRates(capacities, flows)
      expect(findUnfair(capacities, flows, rates)).toBeUndefined()
      const backwards = fairRates(capacities, [...flows].reverse()).reverse()
      for (const [i, rate] of rates.entries()) expect(backwards[i]).toBeCloseTo(rate, 9)
    }),
  )
})

test('the check sees what is not fair', () => {
  const flows = flowsOn([0], [0], [0, 1], [1])
  const third = 1 / 3
  expect(findUnfair([1, 2], flows, [third, third, third, 5 / 3])).toBeUndefined()
  expect(findUnfair([1, 2], flows, [0.5, third, third, 5 / 3])).toContain('lane 0 carries')
  expect(findUnfair([1, 2], flows, [third, third, third, 1])).toContain('flow 3 could be faster')
  expect(findUnfair([1, 2], flows, [0.5, 0.25, 0.25, 1.75])).toContain('flow 1 could be faster')
  expect(findUnfair([1, 2], flows, [Number.NaN, 0, 0, 0])).toContain('rate NaN')
})

test('flows that come and go: the rates of all, recomputed where they can have changed', () => {
  fc.assert(
    fc.property(fc.nat(), seed => {
      const { capacities, flows, random } = network(seed, 40, 60)
      const shares = new FairShares<number>(capacities)
      const sending = new Set<number>()
      for (let step = 0; step < 60; step++) {
        const id = randomInt(random, flows.length)
        if (sending.delete(id)) shares.remove(id)
        else {
          sending.add(id)
          shares.add(id, flows[id] as Demand)
        }
        if (random() < 0.5) continue
        const before = new Map(flows.map((_, flow) => [flow, shares.rate(flow)]))
        const changed = shares.settle()
        const present = flows.map((_, flow) => flow).filter(flow => sending.has(flow))
        const expected = fairRates(
          capacities,
          present.map(flow => flows[flow] as Demand),
        )
        for (const [i, flow] of present.entries()) {
          expect(shares.rate(flow)).toBeCloseTo(expected[i] as number, 9)
          if (shares.rate(flow) !== before.get(flow)) expect(changed).toContain(flow)
        }
      }
    }),
    { numRuns: 30 },
  )
})

test('a change touches only what it can reach', () => {
  const shares = new FairShares<string>([10, 10])
  shares.add('a', { lanes: [0] })
  shares.add('b', { lanes: [1] })
  expect(shares.settle().sort()).toEqual(['a', 'b'])
  shares.add('c', { lanes: [1] })
  expect(shares.settle().sort()).toEqual(['b', 'c'])
  shares.remove('b')
  shares.remove('c')
  expect(shares.settle()).toEqual([])
  expect([shares.rate('a'), shares.rate('b')]).toEqual([10, 0])
})

/**
 * Checks the definition: no lane is above its capacity, and every flow crosses a
 * full lane on which no flow is faster. Returns what is wrong, or undefined. `tolerance` is
 * relative.
 */
function findUnfair(
  capacities: ArrayLike<number>,
  flows: readonly Demand[],
  rates: ArrayLike<number>,
  tolerance = 1e-9,
): string | undefined {
  const load = new Float64Array(capacities.length)
  const fastest = new Float64Array(capacities.length)
  for (const [flow, { lanes }] of flows.entries()) {
    const rate = rates[flow] as number
    if (!(rate >= 0)) return `flow ${flow} has the rate ${rate}`
    for (const lane of lanes) {
      load[lane] = (load[lane] as number) + rate
      fastest[lane] = Math.max(fastest[lane] as number, rate)
    }
  }
  const reaches = (value: number, limit: number): boolean => value >= limit * (1 - tolerance)
  for (const [lane, carried] of load.entries()) {
    const capacity = capacities[lane] as number
    if (carried > capacity * (1 + tolerance))
      return `lane ${lane} carries ${carried} of ${capacity}`
  }
  for (const [flow, { lanes }] of flows.entries()) {
    const rate = rates[flow] as number
    const hasBottleneck = lanes.some(
      lane =>
        reaches(load[lane] as number, capacities[lane] as number) &&
        reaches(rate, fastest[lane] as number),
    )
    if (!hasBottleneck && rate !== Number.POSITIVE_INFINITY) {
      return `flow ${flow} could be faster: no full lane on its way where it is the fastest`
    }
  }
  return undefined
}
