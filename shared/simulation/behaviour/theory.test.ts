/** What theory says of whole runs. */
import { describe, expect, test } from 'vitest'
import { pickOne, randomInt, seededRandom } from '../../base/random.ts'
import { forSeeds } from '../../testing/seeds.ts'
import { encodedLength } from '../../wire/encode.ts'
import { boundOf } from '../results/bound.ts'
import { builtInScenario } from '../scenarios/built-in.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { parseScenario, parseSetting, type Setting } from '../scenarios/scenario-file.ts'
import { type Run, Simulation } from '../simulation.ts'

const scenario = (name: string, ...settings: string[]): Scenario =>
  builtInScenario(
    name,
    settings.map(text => parseSetting(text) as Setting),
  ) as Scenario

function run(plan: Scenario, seed = 1): Run {
  const simulation = new Simulation(plan, seed)
  simulation.run()
  expect(simulation.result.failures).toEqual([])
  return simulation.result
}

describe('one flow, real peers, stored and forwarded', () => {
  test('ends, to a word of 9 bytes, when the line has carried every block, one after the other', () => {
    const sent: { atMs: number; bytes: number; isBlock: boolean }[] = []
    const plan = scenario('one-flow', 'overhead=none')
    const simulation = new Simulation(plan, 1, {
      sent(atMs, { from, message }) {
        if (from.name !== 'peer1') return
        sent.push({ atMs, bytes: encodedLength(message), isBlock: message.type === 'piece' })
      },
    })
    simulation.run()
    const rateBytesPerMs = 6e6 / 8000
    const blocks = sent.filter(({ isBlock }) => isBlock)
    const { atMs: startMs } = blocks[0] as { atMs: number }
    // Words share the line, but for those before the first block and those after the last.
    const last = sent.findLastIndex(({ isBlock }) => isBlock)
    const carried = sent
      .slice(0, last + 1)
      .filter(({ atMs }) => atMs >= startMs)
      .reduce((sum, { bytes }) => sum + bytes, 0)
    const lastBlock = (sent[last] as { bytes: number }).bytes
    const expected = startMs + (carried + lastBlock) / rateBytesPerMs + 2 * 0.1
    expect(blocks).toHaveLength(250)
    expect(Math.abs((simulation.result.makespanMs as number) - expected)).toBeLessThan(
      (9 + 1) / rateBytesPerMs,
    )
  })
})

test('no run beats its bound, whatever the swarm', () => {
  const about = { file: 'shared/simulation/behaviour/theory.test.ts', only: process.env.SEED }
  forSeeds(25, about, seed => {
    const random = seededRandom(seed)
    const one = <T>(...of: T[]): T => pickOne(random, of) as T
    const peers = 2 + randomInt(random, 14)
    const plan = parseScenario(
      JSON.stringify({
        name: 'any',
        about: 'A swarm by chance.',
        topology: {
          builtIn: one('star', 'ring', 'tree', 'grid', 'random'),
          peers,
          access: one('thesis', 'cable', 'dsl', 'fibre', '4g'),
          duplex: one('full', 'half'),
        },
        granularity: one('message', 'packet', 'fluid'),
        overhead: 'none',
        torrent: { pieces: 1 + randomInt(random, 20), blocksPerPiece: 1 + randomInt(random, 4) },
        seeders: 1 + randomInt(random, peers - 1),
      }),
    )
    const { makespanMs } = run(plan, seed)
    expect(makespanMs).toBeGreaterThanOrEqual(boundOf(plan).makespanMs)
  })
})

test('the makespan scales with 1/rate, within 2 % from 2 to 10 Mbps', () => {
  // In packets: a block that waits whole at every router of the backbone waits as long at any rate
  // of the access lines, and that is another 2 % at 10 Mbps.
  const normalised = (mbps: number): number => {
    const plan = scenario(
      'thesis-20',
      'granularity=packet',
      'exchange.kind=gossip',
      'exchange.mode=push-pull',
      'exchange.fidelity=informed',
      `topology.accessRate=${mbps}Mbps`,
    )
    const seeds = [1, 2, 3, 4, 5]
    return (seeds.reduce((sum, seed) => sum + (run(plan, seed).makespanMs ?? 0), 0) * mbps) / 5
  }
  expect(Math.abs(normalised(10) / normalised(2) - 1)).toBeLessThan(0.02)
}, 60_000)
