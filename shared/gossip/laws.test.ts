/**
 * One rumour, against the exact laws of one round: i of n are informed, and the law says how many more will be after it.
 * A swarm of the product's own exchanges hears a rumour for each seed, and forgets it again.
 */
import { describe, expect, test } from 'vitest'
import { GossipSwarm } from '../testing/gossip-swarm.ts'
import type { GossipMode } from '../wire/gossip-style.ts'

/** `RUMOURS=1000 npx vitest run shared/gossip/laws.test.ts`: every swarm by a thousand seeds. */
const RUMOURS = process.env.RUMOURS
const ROUND_MS = 100
/** For a thousand. */
const TIMEOUT_MS = 120_000

/** E[new | i of n informed]: each speaks to `f` others, drawn without repetition. */
const LAWS: Record<GossipMode, (n: number, i: number, f: number) => number> = {
  push: (n, i, f) => (n - i) * (1 - (1 - f / (n - 1)) ** i),
  pull: (n, i, f) => (n - i) * (1 - choose(n - 1 - i, f) / choose(n - 1, f)),
  // With a fan-out of one.
  'push-pull': (n, i) => (n - i) * (1 - (1 - i / (n - 1)) * (1 - 1 / (n - 1)) ** i),
}

const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k)

describe.each([
  ['push', 1],
  ['push', 3],
  ['pull', 1],
  ['pull', 3],
  ['push-pull', 1],
] as const)('%s to %i', (mode, fanOut) => {
  test.each([
    [6, 1_000],
    [20, 200],
    [46, 60],
  ])(
    'newly informed in each round, as the law has it: n = %i',
    (n, few) => {
      const seeds = RUMOURS ? Number(RUMOURS) : few
      const byRound = deviations(mode, n, fanOut, seeds)
      for (const [round, sample] of byRound.entries()) {
        const count = sample.length
        // Of the few that take longest, the spread says nothing.
        if (count < seeds / 4) continue
        const mean = sum(sample) / count
        const spread = Math.sqrt(sum(sample.map(value => (value - mean) ** 2)) / (count - 1))
        const limit = (3 * spread) / Math.sqrt(count) + 1e-9
        expect(Math.abs(mean), `round ${round + 1}, ${count} seeds`).toBeLessThanOrEqual(limit)
      }
    },
    TIMEOUT_MS,
  )
})

/** New minus expected, by round, a value for each seed whose rumour was still on its way. */
function deviations(mode: GossipMode, n: number, fanOut: number, seeds: number): number[][] {
  const style = { mode, fidelity: 'intended', fanOut, roundMs: ROUND_MS } as const
  const swarm = new GossipSwarm({ peers: n, pieces: 1, style, seed: 1 })
  const informed = () => swarm.members.filter(({ pieces }) => pieces.held.isFull).length
  const byRound: number[][] = []
  let midRoundAt = ROUND_MS / 2
  for (let seed = 1; seed <= seeds; seed++) {
    swarm.reseed(seed)
    swarm.run(midRoundAt, () => false)
    for (const leecher of swarm.leechers) if (leecher.pieces.held.has(0)) leecher.lose(0, swarm.now)
    for (let round = 1, before = 1; before < n; round++) {
      midRoundAt += ROUND_MS
      swarm.run(midRoundAt, () => false)
      const after = informed()
      byRound[round - 1] ??= []
      byRound[round - 1]?.push(after - before - LAWS[mode](n, before, fanOut))
      before = after
    }
  }
  return byRound
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
