/** The course of a small run, beside what its result says. */
import { expect, test } from 'vitest'
import { builtInScenario } from '../scenarios/built-in.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { parseSetting, type Setting } from '../scenarios/scenario-file.ts'
import { Simulation } from '../simulation.ts'
import { Recorder } from './recorder.ts'

const PEERS = 8
const PIECES = 20

function run(...settings: string[]) {
  const all = [`topology.peers=${PEERS}`, `torrent.pieces=${PIECES}`, ...settings]
  const read = all.map(parseSetting) as Setting[]
  const scenario = builtInScenario('one-flow', read) as Scenario
  const recorder = new Recorder(scenario)
  const simulation = new Simulation(scenario, 1, recorder)
  simulation.run()
  return { result: simulation.result, recorded: recorder.result(simulation.world.now), scenario }
}

test('pieces come as often as leechers need them, and the last ends the run', () => {
  const { result, recorded } = run()
  expect(recorded.heldMs).toHaveLength((PEERS - 1) * PIECES)
  expect(recorded.heldMs.at(-1)).toBe(result.makespanMs)
  expect(recorded.heldMs).toEqual(recorded.heldMs.toSorted((a, b) => a - b))
  const { pieceGaps, blockGaps, copies } = recorded
  for (const gaps of [pieceGaps, blockGaps])
    for (const percentiles of Object.values(gaps)) expect(percentiles).toHaveLength(101)
  // Twenty pieces have nineteen gaps between them, which add up to less than the run.
  expect(pieceGaps.all[50]).toBeLessThan((result.makespanMs ?? 0) / (PIECES - 1))
  expect(copies.at(-1)).toMatchObject({ least: PEERS, mean: PEERS, most: PEERS })
  expect(copies[0]?.least).toBe(1)
})

test('the seeder has sent once what has left it once, and in the end what its result says', () => {
  const { result, recorded, scenario } = run()
  const inAll = (result.seeders[0]?.uploaded ?? 0) / scenario.torrent.length
  const { copiesUntilAllLeft, copiesUntilFirstWhole } = recorded
  expect(copiesUntilAllLeft).toBeGreaterThanOrEqual(1)
  expect(copiesUntilAllLeft).toBeLessThan(1.3)
  expect(copiesUntilFirstWhole).toBeGreaterThanOrEqual(copiesUntilAllLeft ?? 0)
  expect(copiesUntilFirstWhole).toBeLessThanOrEqual(inAll)
})

test('every pair of leechers has a share of interest from 0 to 1', () => {
  const { recorded } = run()
  expect(recorded.interest.length).toBeGreaterThan(PEERS)
  expect(recorded.interest.length).toBeLessThanOrEqual((PEERS - 1) * (PEERS - 2))
  for (const share of recorded.interest) {
    expect(share).toBeGreaterThanOrEqual(0)
    expect(share).toBeLessThanOrEqual(1)
  }
  expect(Math.max(...recorded.interest)).toBeGreaterThan(0.5)
})

test('watching changes nothing', () => {
  const { result, scenario } = run()
  const unwatched = new Simulation(scenario, 1)
  unwatched.run()
  expect(unwatched.result.fingerprint).toBe(result.fingerprint)
})
