/** The fingerprints in `fingerprints.json`: the first events of one run of each built-in scenario. */
import { assert } from '../base/assert.ts'
import { builtInScenario } from './scenarios/built-in.ts'
import type { Scenario } from './scenarios/scenario.ts'
import { Simulation } from './simulation.ts'

const SEED = 1
/** The whole of a small run; of a large one, enough to see every kind of event. */
const EVENTS = 300_000

export function fingerprintOf(scenarioName: string): string {
  const scenario = builtInScenario(scenarioName)
  assert(scenario, `there is no scenario ${scenarioName}`)
  return fingerprintOfScenario(scenario)
}

export function fingerprintOfScenario(scenario: Scenario): string {
  const simulation = new Simulation(scenario, SEED)
  simulation.run(undefined, EVENTS)
  return simulation.result.fingerprint
}
