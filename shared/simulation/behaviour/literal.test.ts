/** The thesis's client in virtual time: among clients of other kinds, and what its thesis found. */
import { describe, expect, test } from 'vitest'
import { holds, isAbove, isBelow, isNear } from '../../experiments/comparison.ts'
import { exponent, ratio } from '../../experiments/rules.ts'
import { direction } from '../../network/presets.ts'
import type { ExchangeChoice } from '../../peer/exchange-choice.ts'
import { starOf } from '../../testing/star.ts'
import { builtInScenario } from '../scenarios/built-in.ts'
import { parseSetting, type Setting } from '../scenarios/scenario-file.ts'
import { Simulation } from '../simulation.ts'
import { SimulatedTorrent } from '../torrent.ts'
import { World } from '../world.ts'

describe('beside others', () => {
  const torrent = new SimulatedTorrent({ length: 2_000_123, pieceLength: 60_000 }, 7)
  const client = (policies: object): ExchangeChoice => ({ kind: 'bittorrent', policies })
  /** Blocks that divide a piece and that do not, slots and none. */
  const CLIENTS = [
    client({}),
    client({ fidelity: 'literal' }),
    client({ fidelity: 'literal', askBy: 'block', blockBytes: 4096 }),
    client({ blockBytes: 1024, uploadSlots: 1 }),
    client({ fidelity: 'literal', piecesAtOnce: 3, blockBytes: 10_000 }),
    client({ allowedFast: true, picking: 'rarest-first' }),
  ]
  const names = CLIENTS.flatMap((_, i) => [`client${i}a`, `client${i}b`])
  const LITERAL = new Set([1, 2, 4].flatMap(i => [`client${i}a`, `client${i}b`]))

  test.each(CLIENTS.map((_, i) => i))(
    'everyone finishes, and no block is asked for twice: seeder %i',
    i => {
      let finished = 0
      const world = new World({
        topology: starOf(['seeder', ...names], () => direction(4e6, 5)),
        granularity: 'message',
        overhead: 'tcp',
        torrent,
        delays: { connectMs: 30, trackerMs: 1, hashMs: 1, readMs: 2, writeMs: 2 },
        seed: i + 1,
        onFinished: () => finished++,
      })
      world.add({ name: 'seeder', holds: 'everything', exchange: CLIENTS[i] as ExchangeChoice })
      for (const [at, name] of names.entries())
        world.add({ name, holds: 'nothing', exchange: CLIENTS[at >> 1] as ExchangeChoice })
      world.run(600_000, () => finished === names.length)
      expect(finished).toBe(names.length)
      for (const { name, peer, storage } of world.peers) {
        expect(storage.isWhole && storage.isIntact, name).toBe(true)
        // In the endgame, which only the others have, a block may come twice.
        if (LITERAL.has(name)) expect(peer.inspect().wasted, name).toBe(0)
      }
    },
  )
})

/**
 * Each seed's makespan on the thesis's swarm, in seconds. With `ALL=1` also the points that take minutes.
 */
describe('what the thesis found', () => {
  const isAll = process.env.ALL === '1'
  const SEEDS = Array.from({ length: isAll ? 10 : 4 }, (_, i) => i + 1)
  const makespans = (...settings: string[]): number[] => {
    const all = ['kind=bittorrent', 'fidelity=literal'].map(text => `exchange.${text}`)
    const read = [...all, 'torrent.blockBytes=4096', ...settings].map(parseSetting) as Setting[]
    return SEEDS.map(seed => {
      const simulation = new Simulation(builtInScenario('thesis-46', read) as never, seed)
      simulation.run()
      expect(simulation.result.failures).toEqual([])
      return (simulation.result.makespanMs ?? Number.NaN) / 1000
    })
  }
  const along = (settings: readonly (readonly [number, string])[], by: string) =>
    settings.map(([at, setting]) => ({
      x: { label: `${at}`, at, set: {} },
      values: makespans(`exchange.askBy=${by}`, setting),
    }))

  test.each(
    (isAll ? [25, 50, 100] : [25]).flatMap(pieces =>
      (isAll ? ['piece', 'block'] : ['block']).map(by => [pieces, by] as const),
    ),
  )(
    'rarest first is slower than random: %i pieces, by %s',
    (pieces, by) => {
      const [random, rarest] = ['random', 'rarest-first'].map(picking =>
        makespans(
          `torrent.pieces=${pieces}`,
          `exchange.askBy=${by}`,
          `exchange.picking=${picking}`,
        ),
      ) as [number[], number[]]
      expect(holds(isAbove(ratio(rarest, random), 1))).toBe('yes')
    },
    600_000,
  )

  test.runIf(isAll).each(['piece', 'block'])(
    'more seeders are sooner at every step: by %s',
    by => {
      const seeders = [1, 2, 4, 8, 16, 23].map(count => [count, `seeders=${count}`] as const)
      const points = along(seeders, by)
      for (const [i, { values }] of points.slice(1).entries())
        expect(holds(isBelow(ratio(values, points[i]?.values ?? []), 1))).toBe('yes')
    },
    600_000,
  )

  test.runIf(isAll).each(['piece', 'block'])(
    'time times rate is constant: by %s',
    by => {
      const rates = [2, 4, 6, 8, 10].map(rate => [rate, `topology.accessRate=${rate}Mbps`] as const)
      const points = along(rates, by)
      expect(holds(isNear(exponent(points), -1, 0.1))).toBe('yes')
      const products = points.map(({ x, values }) => x.at * mean(values))
      for (const product of products) {
        expect(product).toBeGreaterThan(0.95 * mean(products))
        expect(product).toBeLessThan(1.05 * mean(products))
      }
    },
    600_000,
  )
})

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
