import { expect, test } from 'vitest'
import type { PeerOutcome } from '../../client/host/emulation/newcomer.ts'
import type { GossipView } from '../../shared/exchange/view.ts'
import { builtInScenario } from '../../shared/simulation/scenarios/built-in.ts'
import type { Scenario } from '../../shared/simulation/scenarios/scenario.ts'
import { DEFAULT_GOSSIP } from '../../shared/wire/gossip-style.ts'
import { emulationTable, summariseEmulation } from './emulation-result.ts'

const settings = [{ path: ['topology', 'peers'], value: 4 }]
const SCENARIO = builtInScenario('asymmetric', settings) as Scenario

const outcome = (node: string, fields: Partial<PeerOutcome> = {}): PeerOutcome => ({
  node,
  peerId: `id of ${node}`,
  isIntact: true,
  finishedMs: 1_000,
  hasLeft: false,
  downloaded: 900,
  uploaded: 300,
  wasted: 0,
  sources: [
    { remote: 'id of peer1', bytes: 600 },
    { remote: 'id of peer2', bytes: 300 },
  ],
  lateness: { messages: 10, p99Ms: 1, worstMs: 2 },
  clockErrorMs: 0.1,
  fault: undefined,
  ...fields,
})

const SIMULATED = { mean: 5_000, n: 1, ci95: 100 }
const SEEDER = outcome('peer1', { finishedMs: undefined, downloaded: 0, sources: [] })

const summary = (...leechers: PeerOutcome[]) =>
  summariseEmulation(SCENARIO, 8, { tabs: 2, outcomes: [SEEDER, ...leechers] }, SIMULATED)

test('all have everything in time: the last counts, and the simulator stands beside it', () => {
  const result = summary(
    outcome('peer2'),
    outcome('peer3', { finishedMs: 4_000 }),
    outcome('peer4', { lateness: { messages: 5, p99Ms: 3, worstMs: 9 } }),
  )
  expect(result).toMatchObject({ ok: true, valid: true, invalidBecause: null, dilation: 8 })
  expect([result.makespanMs, result.meanMs, result.seederShare]).toEqual([4_000, 2_000, 2 / 3])
  expect(result.peers.map(({ id }) => id)).toEqual(['peer2', 'peer3', 'peer4'])
  expect(result.lateness).toEqual({ p99Ms: 3, worstMs: 9, clockErrorMs: 0.1 })
  expect(result.ratioToSimulated).toBe(0.8)
  expect(emulationTable(result)).toMatch(/Last after 4\.000 s.*\nThe run is valid\./)
  expect(emulationTable(result)).toMatch(/simulator says 5\.000 ± 0\.100 s.* 0\.800 of it/)
})

test('late messages make it invalid: the worst tab says why', () => {
  const late = (p99Ms: number) => ({ lateness: { messages: 5, p99Ms, worstMs: 99 } })
  const result = summary(
    outcome('peer2', { ...late(6), fault: 'late' }),
    outcome('peer3', { ...late(9), fault: 'later' }),
    outcome('peer4'),
  )
  expect(result).toMatchObject({ ok: false, valid: false, invalidBecause: 'later' })
  expect(result.makespanMs).toBe(1_000)
})

test('who was made to leave need not finish; who was not must, and with the right bytes', () => {
  const gone = outcome('peer2', { finishedMs: undefined, isIntact: false, hasLeft: true })
  expect(summary(gone, outcome('peer3'), outcome('peer4'))).toMatchObject({ ok: true })
  const stuck = outcome('peer2', { finishedMs: undefined, isIntact: false })
  expect(summary(stuck, outcome('peer3'))).toMatchObject({ ok: false, makespanMs: null })
  const spoilt = summary(outcome('peer2', { isIntact: false }), outcome('peer3'))
  expect(spoilt).toMatchObject({ ok: false, valid: true })
  expect(emulationTable(spoilt)).toContain('FAILED')
})

test('a swarm that gossips tells its mode, and what came of it for each and for all', () => {
  const gossiping = builtInScenario('report', []) as Scenario
  const gossip = (fields: Partial<GossipView>): GossipView => ({
    ...{ ...DEFAULT_GOSSIP, round: 30, rounds: 20, useful: 9, redundant: 3, failed: 0, sent: 9 },
    ...{ rmr: 1 / 3, controlBytes: 100, ...fields },
  })
  const outcomes = [
    outcome('peer1', {
      finishedMs: undefined,
      sources: [],
      gossip: gossip({ rounds: 0, useful: 0 }),
    }),
    ...[2, 3, 4, 5, 6].map(i => outcome(`peer${i}`, { gossip: gossip({ rounds: 10 + i }) })),
  ]
  const result = summariseEmulation(gossiping, 8, { tabs: 2, outcomes }, SIMULATED)
  expect(result).toMatchObject({ ok: true, mode: 'push-pull', fidelity: 'literal', rounds: 16 })
  expect(result).toMatchObject({
    useful: 45,
    redundant: 18,
    rmr: expect.closeTo(0.4),
    controlBytes: 600,
  })
  expect(result.peers[0]).toMatchObject({ id: 'peer2', rounds: 12, useful: 9, redundant: 3 })
  expect(emulationTable(result)).toContain('Done in 16 rounds: 45 pieces came to use, 18 in vain')
})
