/** A change of behaviour shows here. If it was meant: `npm run sim -- --fingerprints`, and commit. */
import { expect, test } from 'vitest'
import { fingerprintOf } from './committed-fingerprints.ts'
import fingerprints from './fingerprints.json' with { type: 'json' }
import { builtInScenario, SCENARIO_NAMES } from './scenarios/built-in.ts'
import { topologyOf } from './scenarios/scenario.ts'

/** Larger swarms are compared where they run in a browser: that is slow enough. */
const MAX_PEERS = 100

test('there is a fingerprint for each built-in scenario', () => {
  expect(Object.keys(fingerprints)).toEqual(SCENARIO_NAMES)
})

const isSmall = (name: string): boolean => {
  const scenario = builtInScenario(name)
  return scenario !== undefined && topologyOf(scenario).peers.length <= MAX_PEERS
}

test.each(Object.entries(fingerprints).filter(([name]) => isSmall(name)))(
  '%s is what it was',
  (name, fingerprint) => {
    expect(fingerprintOf(name)).toBe(fingerprint)
  },
)

test('twice the same', () => {
  expect(fingerprintOf('churn')).toBe(fingerprintOf('churn'))
})
