/**
 * One rumour, against the exact laws of one round: i of n are informed, how many are new after it?
 * Push and push-pull by the mean of what is expected from each state, pull the same.
 */
import { describe, expect, test } from 'vitest'
import type { GossipMode } from '../wire/gossip-style.ts'
import { SwarmStage } from './swarm-stage.ts'

const SEEDS = 1_000
const ROUND_MS = 1_000

/** E[new | i of n informed], with a fan-out of one. */
const LAWS: Record<GossipMode, (n: number, i: number) => number> = {
  push: (n, i) => (n - i) * (1 - (1 - 1 / (n - 1)) ** i),
  pull: (n, i) => (n - i) * (i / (n - 1)),
  'push-pull': (n, i) => (n - i) * (1 - (1 - i / (n - 1)) * (1 - 1 / (n - 1)) ** i),
}

interface Sums {
  count: number
  sum: number
  squares: number
}

/** New minus expected, by round, over many seeds. */
function deviations(mode: GossipMode, n: number): Sums[] {
  const byRound: Sums[] = []
  for (let seed = 1; seed <= SEEDS; seed++) {
    const style = { mode, fidelity: 'intended', fanOut: 1, roundMs: ROUND_MS } as const
    const stage = new SwarmStage({ peers: n, pieces: 1, style, seed })
    let informed = 1
    for (let round = 1; informed < n; round++) {
      stage.run(round * ROUND_MS + ROUND_MS / 2, () => false)
      const now = stage.actors.filter(({ exchange }) => exchange.held.isFull).length
      const deviation = now - informed - LAWS[mode](n, informed)
      byRound[round] ??= { count: 0, sum: 0, squares: 0 }
      const sums = byRound[round] as Sums
      sums.count++
      sums.sum += deviation
      sums.squares += deviation ** 2
      informed = now
    }
  }
  return byRound.filter(sums => sums !== undefined && sums.count >= 100)
}

describe.each(['push', 'pull', 'push-pull'] as const)('%s', mode => {
  test('newly informed in each round, as the law has it: n = 6', () => {
    for (const [round, { count, sum, squares }] of deviations(mode, 6).entries()) {
      const mean = sum / count
      const error = Math.sqrt((squares / count - mean ** 2) / count)
      expect(Math.abs(mean), `round ${round + 1}`).toBeLessThanOrEqual(3 * error + 1e-9)
    }
  })
})
