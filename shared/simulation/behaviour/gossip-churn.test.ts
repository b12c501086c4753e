/**
 * Gossip while peers come and go, the network parts and the tracker is gone: whoever is there in the
 * end has everything, nothing of it spoilt, and no invariant was broken on the way.
 */
import { describe, expect, test } from 'vitest'
import { randomInt, seededStream, shuffle } from '../../base/random.ts'
import { forSeeds } from '../../testing/seeds.ts'
import type { GossipFidelity, GossipMode } from '../../wire/gossip-style.ts'
import { checkRun } from '../invariants/checked-run.ts'
import { parseScenario } from '../scenarios/scenario-file.ts'

const ABOUT = { file: 'shared/simulation/behaviour/gossip-churn.test.ts', only: process.env.SEED }
/** `ALL=1 npx vitest run shared/simulation/behaviour/gossip-churn.test.ts`: more peers, modes and seeds. */
const ALL = process.env.ALL !== undefined
const SEEDS = ALL ? 3 : 1
const TIMEOUT_MS = ALL ? 600_000 : 30_000
const PEERS = Array.from({ length: ALL ? 20 : 10 }, (_, i) => `peer${i + 1}`)
const [SEEDER, ...LEECHERS] = PEERS

type Trouble = (seed: number) => object[]

/** A fifth of them, each at its time, for a while of its own; half of them lose what they had. */
const churn: Trouble = seed => {
  const random = seededStream(seed, 'churn')
  return shuffle(random, [...LEECHERS])
    .slice(0, PEERS.length / 5)
    .map((peer, i) => ({
      kind: 'crash',
      peer,
      at: `${1_000 + randomInt(random, 9_000)}ms`,
      back: `${1_000 + randomInt(random, 20_000)}ms`,
      store: i % 2 === 0 ? 'kept' : 'lost',
    }))
}

const partition: Trouble = seed => {
  const half = shuffle(seededStream(seed, 'sides'), [...LEECHERS]).slice(0, PEERS.length / 2)
  return [{ kind: 'partition', peers: half, at: '2s', for: '10s' }]
}

const noTracker: Trouble = () => [{ kind: 'trackerDown', at: '1100ms' }]

function run(mode: GossipMode, fidelity: GossipFidelity, faults: object[], seed: number) {
  const scenario = parseScenario(
    JSON.stringify({
      name: 'troubled-gossip',
      about: 'Gossip in troubled times.',
      topology: { builtIn: 'star', peers: PEERS.length, access: 'dsl' },
      overhead: 'webrtc',
      torrent: { pieces: 20, blocksPerPiece: 2, joinWith: 'link' },
      seeders: [SEEDER],
      exchange: { kind: 'gossip', mode, fidelity },
      faults,
      limit: '15min',
    }),
  )
  return checkRun(scenario, seed)
}

describe.each<[string, Trouble]>([
  ['a fifth leaves and returns', churn],
  ['a partition of ten seconds heals', partition],
  ['the tracker is gone after the first round', noTracker],
])('%s', (_, trouble) => {
  const others: [GossipMode, GossipFidelity][] = [
    ['push', 'informed'],
    ['pull', 'informed'],
    ['push-pull', 'literal'],
  ]
  test.each<[GossipMode, GossipFidelity]>([
    ['push-pull', 'informed'],
    ['push-pull', 'intended'],
    ...(ALL ? others : []),
  ])(
    '%s, %s: everyone who is there finishes',
    (mode, fidelity) => {
      forSeeds(SEEDS, ABOUT, seed => {
        const { failure, fired } = run(mode, fidelity, trouble(seed), seed)
        expect(failure).toBeUndefined()
        expect(fired.length).toBeGreaterThan(0)
      })
    },
    TIMEOUT_MS,
  )
})
