/** Honest peers and three free riders in ten, in one swarm: who waits longer for the same. */
import { expect, test } from 'vitest'
import { forSeeds } from '../../testing/seeds.ts'
import { builtInScenario } from '../scenarios/built-in.ts'
import { freeRidersOf, type Scenario } from '../scenarios/scenario.ts'
import { type PeerResult, Simulation } from '../simulation.ts'

const SCENARIO = builtInScenario('free-riders') as Scenario

const timesOf = (peers: readonly PeerResult[]): number[] =>
  peers
    .map(({ joinedMs, finishedMs }) => (finishedMs ?? Number.POSITIVE_INFINITY) - joinedMs)
    .sort((a, b) => a - b)

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

const median = (sorted: readonly number[]): number => sorted[sorted.length >> 1] as number

test('free riders give nothing, and wait at least a third longer than honest peers', () => {
  forSeeds(
    2,
    { file: 'shared/simulation/behaviour/free-riders.test.ts', only: process.env.SEED },
    seed => {
      const simulation = new Simulation(SCENARIO, seed)
      simulation.run()
      const { peers, failures } = simulation.result
      const riders = peers.filter(({ isFreeRider }) => isFreeRider)
      const honest = peers.filter(({ isFreeRider }) => !isFreeRider)
      expect(failures).toEqual([])
      expect([riders.length, honest.length]).toEqual([11, 25])
      expect(riders.every(({ uploaded }) => uploaded === 0)).toBe(true)
      expect(mean(timesOf(riders)) / mean(timesOf(honest))).toBeGreaterThan(4 / 3)
      expect(median(timesOf(riders)) / median(timesOf(honest))).toBeGreaterThan(4 / 3)
    },
  )
}, 120_000)

test('who they are is drawn by the seed', () => {
  const leechers = Array.from({ length: 20 }, (_, i) => `peer${i}`)
  const drawn = (seed: number) => [...freeRidersOf(SCENARIO, leechers, seed)].sort().join(' ')
  expect(drawn(1).split(' ')).toHaveLength(6)
  expect(drawn(1)).toBe(drawn(1))
  expect(drawn(1)).not.toBe(drawn(2))
})
