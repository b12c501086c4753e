/** The fingerprints that `fingerprints.json` holds: of each built-in scenario, one run's beginning. */
import { assert } from '../base/assert.ts'
import { builtInScenario } from './scenarios/built-in.ts'
import { Simulation } from './simulation.ts'

const SEED = 1
/** All of a small run; of a large one enough to have seen everything that happens in it. */
const EVENTS = 300_000

export function fingerprintOf(scenarioName: string): string {
  const scenario = builtInScenario(scenarioName)
  assert(scenario, `there is no scenario ${scenarioName}`)
  const simulation = new Simulation(scenario, SEED)
  simulation.run(undefined, EVENTS)
  return simulation.result.fingerprint
}
