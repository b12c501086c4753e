/** Whole swarms of gossip exchanges, on the report's scenario: one seeder, five others, nine pieces. */
import { describe, expect, test } from 'vitest'
import { GossipSwarm } from '../testing/gossip-swarm.ts'
import { forSeeds } from '../testing/seeds.ts'
import type { GossipStyle } from '../wire/gossip-style.ts'

const PEERS = 6
const PIECES = 9
const ABOUT = { file: 'shared/gossip/swarm.test.ts', only: undefined }

const spread = (
  style: Partial<GossipStyle>,
  seed: number,
  peers = PEERS,
  pieces = PIECES,
): GossipSwarm => {
  const stage = new GossipSwarm({ peers, pieces, style, seed })
  stage.run(200_000)
  return stage
}

describe.each(['intended', 'informed'] as const)('%s', fidelity => {
  test.each(['push', 'pull', 'push-pull'] as const)('%s reaches everyone', mode => {
    forSeeds(10, ABOUT, seed => expect(spread({ mode, fidelity }, seed).isDone).toBe(true))
  })
})

test.each(['push', 'push-pull'] as const)('as the report coded it, %s reaches everyone', mode => {
  forSeeds(10, ABOUT, seed => expect(spread({ mode, fidelity: 'literal' }, seed).isDone).toBe(true))
})

test('who is informed sends next to nothing twice', () => {
  forSeeds(20, ABOUT, seed => {
    const { useful, redundant } = spread({}, seed).deliveries
    expect(useful).toBe((PEERS - 1) * PIECES)
    expect(redundant / useful).toBeLessThanOrEqual(0.05)
  })
})

test('as the report coded it, pull leaves peers without pieces for good, and none has all in 9 rounds', () => {
  let finished = 0
  forSeeds(20, ABOUT, seed => {
    const stage = spread({ mode: 'pull', fidelity: 'literal' }, seed)
    for (const { finishedAt } of stage.leechers) {
      if (finishedAt === undefined) continue
      finished++
      expect(finishedAt).toBeGreaterThan(9 * stage.style.roundMs - 1)
    }
  })
  // Of a hundred peers: the list it picks from loses pieces that it lacks.
  expect(finished).toBeLessThan(50)
})

test('on lines of any rate blocks are of whole bytes, and everyone finishes', () => {
  forSeeds(3, ABOUT, seed => {
    const line = { upBytesPerSec: 987_654, pieceLength: 81_921, delayMs: 0.3 }
    const stage = new GossipSwarm({ peers: 12, pieces: PIECES, seed, ...line })
    stage.run(60_000)
    expect(stage.isDone).toBe(true)
  })
})
