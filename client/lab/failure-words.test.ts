/** What results have in English is recognised: a sentence that is changed there and not here is found. */
import { expect, test } from 'vitest'
import { builtInScenario, scenarioText } from '../../shared/simulation/scenarios/built-in.ts'
import type { Scenario } from '../../shared/simulation/scenarios/scenario.ts'
import { parseScenario } from '../../shared/simulation/scenarios/scenario-file.ts'
import { Simulation } from '../../shared/simulation/simulation.ts'
import { failureInWords } from './failure-words.ts'
import type { ReportedOutcome } from './tabs/messages.ts'
import { tabsResult } from './worker/results.ts'

const thesis = builtInScenario('thesis-20') as Scenario

test('in the simulator not everyone finishes', () => {
  const file = { ...JSON.parse(scenarioText('thesis-20') as string), limit: '2s' }
  const simulation = new Simulation(parseScenario(JSON.stringify(file)), 1)
  simulation.run()
  const { failures } = simulation.result
  expect(failures).toHaveLength(1)
  // In English it is said as it was.
  expect(failures.map(failureInWords)).toEqual(
    failures.map(failure => failure.replace(/(\d)(?=\d{3} ms)/, '$1,')),
  )
})

test('in tabs: one is gone, one has not finished, one has stored what it should not', () => {
  const outcome = { downloaded: 0, uploaded: 0, hasLeft: false, lateness: {}, clockErrorMs: 0 }
  const outcomes = [
    { ...outcome, node: 'client2', isIntact: true },
    { ...outcome, node: 'client3', isIntact: false, finishedMs: 9 },
  ] as unknown as ReportedOutcome[]
  const { failures } = tabsResult(thesis, 1, { outcomes, tabs: 2, dilation: 1 })
  expect(failures.length).toBeGreaterThan(3)
  expect(failures.map(failureInWords)).toEqual(failures)
})

test('what nobody has words for stays as it is, marked as English', () => {
  expect(failureInWords('The disk is on fire.')).toEqual({ english: 'The disk is on fire.' })
})
