/** The gossip report's swarm, of real peers with real bytes: every mode in every fidelity. */
import { describe, expect, test } from 'vitest'
import { forSeeds } from '../../testing/seeds.ts'
import {
  GOSSIP_FIDELITIES,
  GOSSIP_MODES,
  type GossipFidelity,
  type GossipMode,
} from '../../wire/gossip-style.ts'
import { boundOf } from '../results/bound.ts'
import { builtInScenario } from '../scenarios/built-in.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { type Run, Simulation } from '../simulation.ts'

const ABOUT = { file: 'shared/simulation/behaviour/gossip.test.ts', only: process.env.SEED }
const PIECES = 9
const LEECHERS = 5
const REPORT = builtInScenario('report') as Scenario

const report = (mode: GossipMode, fidelity: GossipFidelity): Scenario => ({
  ...REPORT,
  exchange: { kind: 'gossip', mode, fidelity },
})

function run(scenario: Scenario, seed: number): Run {
  const simulation = new Simulation(scenario, seed)
  simulation.run()
  return simulation.result
}

/** With nine pieces and a fan-out of three: the seeder's volume, or what one peer can ask for. */
const LEAST_ROUNDS: Partial<Record<GossipFidelity, Partial<Record<GossipMode, number>>>> = {
  literal: { push: 4 },
  intended: { push: 4, pull: 3 },
}

describe.each(GOSSIP_FIDELITIES)('%s', fidelity => {
  const finishing = GOSSIP_MODES.filter(mode => fidelity !== 'literal' || mode !== 'pull')
  test.each(finishing)('%s brings every piece to everyone, and beats no bound', mode => {
    const scenario = report(mode, fidelity)
    forSeeds(5, ABOUT, seed => {
      const { failures, makespanMs, rounds, useful, redundant, peers } = run(scenario, seed)
      expect(failures).toEqual([])
      expect(makespanMs).toBeGreaterThan(boundOf(scenario).makespanMs)
      expect(rounds).toBeGreaterThanOrEqual(LEAST_ROUNDS[fidelity]?.[mode] ?? 0)
      expect(useful).toBe(PIECES * LEECHERS)
      for (const { useful, downloaded } of peers)
        expect([useful, downloaded]).toEqual([PIECES, scenario.torrent.length])
      if (fidelity === 'informed') expect((redundant ?? 0) / PIECES / LEECHERS).toBeLessThan(0.05)
    })
  })
})

test('as coded, a peer that only pulls has nine pieces in nine rounds at best, and most never', () => {
  const scenario = { ...report('pull', 'literal'), limitMs: 60_000 }
  const runs: Run[] = []
  forSeeds(10, ABOUT, seed => runs.push(run(scenario, seed)))
  const finished = runs.flatMap(({ peers }) => peers.flatMap(({ rounds }) => rounds ?? []))
  for (const rounds of finished) expect(rounds).toBeGreaterThanOrEqual(PIECES)
  expect(finished.length).toBeLessThan((runs.length * LEECHERS) / 4)
})

test("on the thesis's lines, informed gossip waits for no round: within 1.22 of what is possible", () => {
  const scenario: Scenario = {
    ...(builtInScenario('thesis-20') as Scenario),
    exchange: { kind: 'gossip' },
  }
  const { failures, makespanMs, rmr } = run(scenario, 1)
  expect(failures).toEqual([])
  expect((makespanMs ?? 0) / boundOf(scenario).makespanMs).toBeLessThan(1.22)
  expect(rmr).toBe(0)
})
