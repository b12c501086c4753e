/**
 * The `literal` fidelity against the gossip report's own code, written out anew below: on its scenario
 * (5 peers, 1 seed, 9 pieces) the pieces held after each round must be the same on average.
 */
import { describe, expect, test } from 'vitest'
import { pickOne, type Random, seededRandom, shuffle } from '../base/random.ts'
import { GossipSwarm } from '../testing/gossip-swarm.ts'
import type { GossipMode } from '../wire/gossip-style.ts'

const PEERS = 6
const PIECES = 9
const SAMPLED = 3
const ROUNDS = 30
const SEEDS = 200

/** Its names: `data` is what a peer holds, `falten` what it believes to be missing. */
interface ReportedPeer {
  readonly data: Set<number>
  readonly falten: number[]
}

/** Pieces that the five hold together, after each round. */
function reportedCurve(mode: GossipMode, random: Random): number[] {
  const all = Array.from({ length: PIECES }, (_, piece) => piece)
  const peers: ReportedPeer[] = Array.from({ length: PEERS }, (_, i) => ({
    data: new Set(i === 0 ? all : []),
    falten: [...all],
  }))
  return Array.from({ length: ROUNDS }, () => {
    // What all do in a round they do at once: it shows in the next.
    const done = peers.map(peer => ACTIONS[mode](peer, getPeers(peers, random), random))
    for (const action of done.flat()) action()
    return peers.slice(1).reduce((sum, { data }) => sum + data.size, 0)
  })
}

type Action = () => void

const ACTIONS: Record<
  GossipMode,
  (self: ReportedPeer, sampled: readonly ReportedPeer[], random: Random) => Action[]
> = {
  push: (self, sampled, random) => sampled.flatMap(peer => push(self, peer, random)),
  pull: (self, sampled, random) =>
    self.data.size < PIECES && sampled[0] ? pull(self, sampled[0], random) : [],
  // Who lacks something pulls from the first, and the loop ends there.
  'push-pull': (self, sampled, random) =>
    (self.data.size < PIECES ? sampled.slice(0, 1) : sampled).flatMap(peer => [
      ...push(self, peer, random),
      ...(self.data.size < PIECES ? pull(self, peer, random) : []),
    ]),
}

/** `sample(keys, 3)`: the one who asks may be among them. */
const getPeers = (peers: readonly ReportedPeer[], random: Random): ReportedPeer[] =>
  shuffle(random, [...peers]).slice(0, SAMPLED)

function push(self: ReportedPeer, peer: ReportedPeer, random: Random): Action[] {
  const chunk = pickOne(random, [...self.data])
  return chunk === undefined ? [] : [() => peer.data.add(chunk)]
}

function pull(self: ReportedPeer, peer: ReportedPeer, random: Random): Action[] {
  const chunk = pickOne(random, self.falten)
  // A call to oneself never returns.
  if (chunk === undefined || peer === self || !peer.data.has(chunk)) return []
  return [
    () => {
      self.data.add(chunk)
      // `falten.pop(chunk_id)`: what stands at that place, if there is one.
      if (chunk < self.falten.length) self.falten.splice(chunk, 1)
    },
  ]
}

function ourCurve(mode: GossipMode, seed: number): number[] {
  const style = { mode, fidelity: 'literal', fanOut: SAMPLED, roundMs: 1_000 } as const
  const swarm = new GossipSwarm({ peers: PEERS, pieces: PIECES, style, seed })
  return Array.from({ length: ROUNDS }, (_, round) => {
    swarm.run((round + 1.5) * style.roundMs, () => false)
    return swarm.leechers.reduce((sum, { pieces }) => sum + pieces.held.count, 0)
  })
}

describe.each(['push', 'pull', 'push-pull'] as const)('%s', mode => {
  const seeds = Array.from({ length: SEEDS }, (_, i) => i + 1)
  const reported = seeds.map(seed => reportedCurve(mode, seededRandom(seed)))
  const ours = seeds.map(seed => ourCurve(mode, seed))

  test('as many pieces are held after each round as by the code of the report', () => {
    for (let round = 0; round < ROUNDS; round++) {
      const [a, b] = [reported, ours].map(curves =>
        momentsOf(curves.map(curve => curve[round] ?? 0)),
      )
      const error = Math.sqrt(((a?.variance ?? 0) + (b?.variance ?? 0)) / SEEDS)
      const difference = Math.abs((a?.mean ?? 0) - (b?.mean ?? 0))
      expect(difference, `round ${round + 1}`).toBeLessThanOrEqual(3 * error + 1e-9)
    }
  })
})

test('its pull cannot end: what it takes from its list is not what came', () => {
  const curves = Array.from({ length: 20 }, (_, i) => reportedCurve('pull', seededRandom(i + 1)))
  for (const curve of curves) expect(curve.at(-1)).toBeLessThan((PEERS - 1) * PIECES)
})

function momentsOf(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, variance: squares / (values.length - 1) }
}
