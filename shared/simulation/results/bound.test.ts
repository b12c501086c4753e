/** The bounds against the worked tables of the theory, and against each other. */
import { describe, expect, test } from 'vitest'
import { builtInScenario } from '../scenarios/built-in.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { parseSetting, type Setting } from '../scenarios/scenario-file.ts'
import { boundOf, commonChannelMs, fluidMs, type Line, storeAndForwardMs } from './bound.ts'

const MBPS = 1e6
const line = (up: number, down = up, duplex: 'full' | 'half' = 'full'): Line => ({
  upBitsPerSec: up * MBPS,
  downBitsPerSec: down * MBPS,
  duplex,
})
const lines = (count: number, one: Line): Line[] => Array.from({ length: count }, () => one)

/** In units of F/u, with one slot a piece. */
const slots = (pieces: number, leechers: number, seeders = 1): number =>
  storeAndForwardMs({ length: pieces, pieceLength: 1 }, { seeders, leechers }, 8000)

describe('store and forward', () => {
  test.each([
    [45, 25, 1.2],
    [45, 50, 1.1],
    [45, 100, 1.05],
    [45, 150, 1 + 5 / 150],
    [29, 25, 1.16],
    [19, 50, 1.08],
    [29, 100, 1.04],
    [19, 150, 1 + 4 / 150],
  ])('%d leechers, %d pieces: %d F/u', (leechers, pieces, expected) => {
    expect(slots(pieces, leechers) / pieces).toBeCloseTo(expected, 12)
  })

  test.each([
    [1, 5],
    [2, 4],
    [4, 3],
    [8, 2],
    [16, 1],
    [23, 0],
  ])('46 peers, %d of them seeders: M + %d slots', (seeders, extra) => {
    expect(slots(25, 46 - seeders, seeders)).toBe(25 + extra)
  })

  test('a short last piece is what doubles', () => {
    const shape = { length: 2.5, pieceLength: 1 }
    expect(storeAndForwardMs(shape, { seeders: 1, leechers: 3 }, 8000)).toBe(1.5 + 2 * 0.5)
    expect(storeAndForwardMs(shape, { seeders: 1, leechers: 1 }, 8000)).toBeLessThan(2.5)
  })
})

describe('fluid', () => {
  const F = 1e6
  const seconds = (bound: number) => bound / 1000

  test('the seeder, the slowest and all together, each in its turn the narrowest', () => {
    expect(seconds(fluidMs(F, { seeders: [line(1)], leechers: lines(3, line(10)) }))).toBe(8)
    const withSlow = { seeders: [line(10)], leechers: [line(10), line(10, 0.5)] }
    expect(seconds(fluidMs(F, withSlow))).toBe(16)
    expect(seconds(fluidMs(F, { seeders: [line(4)], leechers: lines(8, line(1, 10)) }))).toBe(
      64 / 12,
    )
  })

  test('helpers upload and need not finish', () => {
    const swarm = { seeders: [line(4)], leechers: lines(8, line(1, 10)) }
    expect(seconds(fluidMs(F, { ...swarm, helpers: lines(4, line(1)) }))).toBe(64 / 16)
  })
})

test('one common channel each: 2 N / (N + S) F / u', () => {
  const half = line(6, 6, 'half')
  const bound = commonChannelMs(6e6, { seeders: [half], leechers: lines(45, half) })
  expect(bound).toBeCloseTo(((2 * 45) / 46) * 8000, 6)
})

describe('of a scenario', () => {
  const scenario = (name: string, ...settings: string[]): Scenario =>
    builtInScenario(
      name,
      settings.map(text => parseSetting(text) as Setting),
    ) as Scenario

  test("the thesis's sample run: 3.277 s", () => {
    const { makespanMs, rule } = boundOf(scenario('thesis-46'))
    expect(makespanMs).toBeCloseTo(3276.8, 9)
    expect(rule).toContain('Mundinger')
  })

  test('half duplex is bound by the channels, homes with cable by their upload', () => {
    expect(boundOf(scenario('half-duplex')).rule).toContain('one common channel')
    expect(boundOf(scenario('asymmetric')).rule).toContain('Kumar')
  })

  test('who is made to leave helps, and is not waited for', () => {
    const plan = scenario('thesis-46')
    const departures = Array.from({ length: 15 }, (_, i) => ({
      kind: 'at' as const,
      peer: `client${i + 2}`,
      atMs: 1,
      goodbye: true,
    }))
    const slotMs = 3276.8 / 30
    expect(boundOf({ ...plan, departures }).makespanMs).toBeCloseTo(29 * slotMs, 9)
  })

  test('time scales as 1/u', () => {
    const at = (rate: string) =>
      boundOf(scenario('thesis-46', `topology.accessRate=${rate}`)).makespanMs
    expect(at('2Mbps') / at('10Mbps')).toBeCloseTo(5, 12)
  })
})
