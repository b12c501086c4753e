/** That the invariants see what they are to see: a build that breaks one is caught by that one. */
import { describe, expect, test } from 'vitest'
import { BROKEN_BUILDS } from '../../testing/broken-builds.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { parseScenario } from '../scenarios/scenario-file.ts'
import { checkRun } from './checked-run.ts'
import { INVARIANTS, type InvariantName } from './invariant.ts'

const SEED = 1

/** Three that have everything: one that keeps the rules, one that spoils all, one that sends nothing. */
const scenario = (exchange: object): Scenario =>
  parseScenario(
    JSON.stringify({
      name: 'something of everything',
      about: 'Enough goes wrong for whoever is broken to show it.',
      topology: { builtIn: 'star', peers: 9, access: 'dsl' },
      torrent: { pieces: 12, blocksPerPiece: 2 },
      seeders: ['peer1', 'peer2', 'peer3'],
      exchange,
      maxLinks: 5,
      faults: [
        { kind: 'liar', peer: 'peer2' },
        { kind: 'staller', peer: 'peer3' },
        { kind: 'breakLink', peer: 'peer1', at: '1s' },
      ],
      heal: {
        at: '2s',
        core: ['peer1', 'peer4', 'peer5', 'peer6', 'peer7', 'peer8', 'peer9'],
        within: '3min',
      },
    }),
  )

const ALL = Object.keys(INVARIANTS) as InvariantName[]
/** Gossip knows no requests, slots, or bitfields of BitTorrent. */
const OF_NO_GOSSIP = ['claimed', 'asked', 'copied', 'awaited', 'sent', 'bounded']

describe.each([
  ['BitTorrent', { kind: 'bittorrent', uploadSlots: 1 }, ALL],
  ['gossip', { kind: 'gossip' }, ALL.filter(name => !OF_NO_GOSSIP.includes(name))],
])('by %s', (_exchange, exchange, names) => {
  const plan = scenario(exchange)

  test('of a build that is not broken all invariants hold', () => {
    const { failure, fired } = checkRun(plan, SEED)
    expect(failure).toBeUndefined()
    expect([...fired].sort()).toEqual(['breakLink', 'liar', 'staller'])
  })

  test.each(names.map(name => [INVARIANTS[name], BROKEN_BUILDS[name].what, name] as const))(
    '"%s" catches: %s',
    (_sentence, _what, name) => {
      expect(checkRun(plan, SEED, BROKEN_BUILDS[name].doubles).failure?.invariant).toBe(name)
    },
  )
})
