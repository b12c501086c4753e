/** What gossip came to, as `npm run sim` tells tools and people. */
import { expect, test } from 'vitest'
import { builtInScenario } from '../../shared/simulation/scenarios/built-in.ts'
import type { Scenario } from '../../shared/simulation/scenarios/scenario.ts'
import { parseSetting, type Setting } from '../../shared/simulation/scenarios/scenario-file.ts'
import { Simulation } from '../../shared/simulation/simulation.ts'
import { table } from './report.ts'
import { summarise } from './result.ts'

const scenarioWith = (name: string, ...settings: string[]): Scenario =>
  builtInScenario(
    name,
    settings.map(text => parseSetting(text) as Setting),
  ) as Scenario

function summaryOf(scenario: Scenario) {
  const runs = [1, 2].map(seed => {
    const simulation = new Simulation(scenario, seed)
    simulation.run()
    return { run: simulation.result, elapsedMs: 1 }
  })
  return summarise(scenario, runs)
}

test('rounds, redundancy and talk: of all runs, of each, and of each peer', () => {
  const scenario = scenarioWith('report')
  const { result, failures } = summaryOf(scenario)
  const figures = ['rounds', 'rmr', 'useful', 'redundant', 'controlBytes'] as const
  expect(failures).toEqual([])
  for (const figure of figures) {
    const each = result.runs.map(run => run[figure] ?? Number.NaN)
    expect(result[figure]?.mean).toBeCloseTo(((each[0] ?? 0) + (each[1] ?? 0)) / 2, 9)
  }
  for (const { peers, seeders, useful, redundant } of result.runs) {
    const sum = (figure: 'useful' | 'redundant') =>
      [...peers, ...seeders].reduce((total, peer) => total + (peer[figure] ?? Number.NaN), 0)
    expect([useful, redundant]).toEqual([sum('useful'), sum('redundant')])
    expect(peers.every(({ rounds }) => (rounds ?? 0) > 0)).toBe(true)
  }
  expect(table(scenario, result)).toMatch(/in \d+\.\d rounds of gossip\.\n45\.0 pieces came to use/)
})

test('who never has everything has no number of rounds', () => {
  const never = ['exchange.mode=pull', 'limit=20s', 'checks.everyoneFinishes=false']
  const scenario = scenarioWith('report', ...never)
  const { result } = summaryOf(scenario)
  expect(result.rounds).toBeNull()
  expect(table(scenario, result)).toContain('Some never had everything')
})

test('where pieces travel in another way there is nothing of it', () => {
  const scenario = scenarioWith('one-flow', 'exchange.kind=bittorrent')
  const { result } = summaryOf(scenario)
  expect(result).not.toHaveProperty('rmr')
  expect(table(scenario, result)).not.toContain('gossip')
})
