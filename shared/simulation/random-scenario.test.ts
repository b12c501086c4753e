/** Swarms in which much goes wrong: `npm run check-seeds` goes on where this ends. */
import { expect, test } from 'vitest'
import type { FaultKind } from './faults/fault.ts'
import { FAULT_KINDS } from './faults/fault.ts'
import { checkRun } from './invariants/checked-run.ts'
import { randomScenario } from './random-scenario.ts'

const SEEDS = 200
/** A test for this many, each within the time that a test has. */
const AT_ONCE = 10

const fired = new Set<FaultKind>()

const firsts = Array.from({ length: SEEDS / AT_ONCE }, (_, i) => 1 + i * AT_ONCE)

test.each(firsts)('every invariant holds in ten random scenarios, from %i on', first => {
  for (let seed = first; seed < first + AT_ONCE; seed++) {
    const verdict = checkRun(randomScenario(seed), seed)
    expect(verdict.failure, `npm run check-seeds -- --seed ${seed}`).toBeUndefined()
    for (const kind of verdict.fired) fired.add(kind)
  }
})

test('in which every kind of fault made a difference', () => {
  expect([...fired].sort()).toEqual([...FAULT_KINDS].sort())
})

test('the same seed draws the same scenario, and the same events follow', () => {
  const [once, again] = [1, 1].map(() => checkRun(randomScenario(7), 7))
  expect(once).toEqual(again)
  expect(checkRun(randomScenario(8), 8).fingerprint).not.toBe(once?.fingerprint)
})
