/** How much is sent in vain, and how long it takes: gossip against what theory says of many pieces. */
import { describe, expect, test } from 'vitest'
import { GossipSwarm } from '../testing/gossip-swarm.ts'
import { forSeeds } from '../testing/seeds.ts'

const ABOUT = { file: 'shared/gossip/redundancy.test.ts', only: process.env.SEED }

/** A seeder that pushes blindly collects coupons for its receiver: H_M pushes for each useful one. */
test.each([
  [9, 600],
  [25, 300],
  [100, 100],
])(
  'blind push of %i pieces comes in vain H_M - 1 times for each of use, within a tenth',
  (pieces, seeds) => {
    let inVain = 0
    forSeeds(seeds, ABOUT, seed => {
      const style = { mode: 'push', fidelity: 'intended', fanOut: 1, roundMs: 100 } as const
      const swarm = new GossipSwarm({ peers: 2, pieces, style, onlySeederSends: true, seed })
      swarm.run(1_000_000)
      expect(swarm.isDone).toBe(true)
      inVain += swarm.deliveries.redundant
    })
    const harmonic = Array.from({ length: pieces }, (_, i) => 1 / (i + 1)).reduce((a, b) => a + b)
    expect(Math.abs(inVain / (seeds * pieces) / (harmonic - 1) - 1)).toBeLessThan(0.1)
  },
)

describe('informed push-pull, at one transfer for each peer and round', () => {
  /** `ALL=1 npx vitest run shared/gossip/redundancy.test.ts`: the larger swarms, too. */
  const large: [number, number][] = [
    [100, 46],
    [9, 200],
    [25, 200],
    [100, 200],
  ]
  const TIMEOUT_MS = 1_800_000

  test.each([[9, 6], [25, 6], [100, 6], [9, 46], [25, 46], ...(process.env.ALL ? large : [])])(
    '%i pieces to %i peers',
    (pieces, peers) => {
      const roundMs = 1_000
      const pieceLength = 128 * 1024
      // The words between two pieces take their part of the line, and of the round.
      const upBytesPerSec = pieceLength * 1.02
      const line = { pieceLength, upBytesPerSec, style: { roundMs } }
      forSeeds(peers > 6 ? 1 : 5, ABOUT, seed => {
        // As many links as a peer has.
        const swarm = new GossipSwarm({ peers, pieces, degree: 30, seed, ...line })
        swarm.run(10_000_000)
        expect(swarm.isDone).toBe(true)
        expect(swarm.rounds).toBeLessThanOrEqual(1.25 * (pieces + Math.log2(peers)))
        const slots = pieces - 1 + Math.ceil(Math.log2(peers))
        expect(swarm.now).toBeGreaterThanOrEqual((slots * pieceLength * 1000) / upBytesPerSec)
        const { useful, redundant } = swarm.deliveries
        expect(useful).toBe(pieces * (peers - 1))
        expect(redundant / useful).toBeLessThanOrEqual(0.05)
      })
    },
    TIMEOUT_MS,
  )
})
