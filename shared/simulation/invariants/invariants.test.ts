/** That the invariants see what they are to see: a build that breaks one is caught by that one. */
import { describe, expect, test } from 'vitest'
import { BROKEN_BUILDS } from '../../testing/broken-builds.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { parseScenario } from '../scenarios/scenario-file.ts'
import { checkRun } from './checked-run.ts'
import { INVARIANTS, type InvariantName } from './invariant.ts'

const SEED = 1
const HEAL = {
  at: '2s',
  core: ['peer1', 'peer4', 'peer5', 'peer6', 'peer7', 'peer8', 'peer9'],
  within: '3min',
}

/**
 * Three that have everything: one that keeps the rules, one that spoils all, one that sends nothing. One
 * who answers no offers, and makes some in the names of the others. Files that cannot be read. A server
 * that is away for a moment, and takes a stranger for one of them.
 */
const scenario = (exchange: object, more: object = {}): Scenario =>
  parseScenario(
    JSON.stringify({
      name: 'something of everything',
      about: 'Enough goes wrong for whoever is broken to show it.',
      topology: { builtIn: 'star', peers: 10, access: 'dsl' },
      torrent: { pieces: 12, blocksPerPiece: 2 },
      seeders: ['peer1', 'peer2', 'peer3'],
      exchange,
      maxLinks: 5,
      faults: [
        { kind: 'liar', peer: 'peer2' },
        { kind: 'staller', peer: 'peer3' },
        { kind: 'breakLink', peer: 'peer1', at: '1s' },
        { kind: 'withholder', peer: 'peer10' },
        { kind: 'impostor', peer: 'peer10', share: '100%' },
        { kind: 'trackerDown', at: '1s', for: '100ms' },
        { kind: 'squatter', peer: 'peer4', at: '500ms' },
        { kind: 'readsFail', peer: 'peer1', at: '1s', for: '2s', share: '50%' },
      ],
      heal: HEAL,
      ...more,
    }),
  )

/** By the time that the server brings two together, somebody else has used their names. */
const MEETING = {
  maxLinks: 30,
  otherTracker: true,
  faults: [
    { kind: 'impostor', peer: 'peer10', share: '20%' },
    { kind: 'trackerSlow', at: '0s', by: '3s' },
  ],
  heal: { ...HEAL, at: '10s' },
}

/** One brings offers of nobody after everything that it says. */
const FLOODED = {
  torrent: { pieces: 150, blocksPerPiece: 1 },
  maxLinks: 100,
  faults: [{ kind: 'flooder', peer: 'peer10', share: '100%' }],
  heal: { ...HEAL, at: '1min' },
}

/** One keeps back the last blocks of pieces, of which two may be begun; one floods its links. */
const EXCESS = {
  faults: [
    { kind: 'hoarder', peer: 'peer2', block: 'last' },
    { kind: 'spammer', peer: 'peer10', message: 'keepAlive' },
  ],
}
const roomForTwo = (exchange: object) => ({ exchange: { ...exchange, maxBegunBytes: 0 } })

const ALL = Object.keys(INVARIANTS) as InvariantName[]
/** Gossip knows no requests, slots, or bitfields of BitTorrent. */
const OF_NO_GOSSIP = ['claimed', 'asked', 'copied', 'awaited', 'sent', 'bounded', 'begun']
/** The thesis's client serves everybody and has no endgame: a build that does too much of it is lawful. */
const OF_SLOTS = ['copied', 'bounded']
const OF_MEETING = ['timely', 'vouched']
/** Peers meet alike, whatever they exchange then: these are broken once. */
const BROKEN_ONCE = [...OF_MEETING, 'thrifty', 'kept']

describe.each([
  ['BitTorrent', { kind: 'bittorrent', uploadSlots: 1, slotRule: 'fixed' }, ALL],
  [
    'literal BitTorrent',
    { kind: 'bittorrent', fidelity: 'literal' },
    ALL.filter(name => ![...OF_SLOTS, ...BROKEN_ONCE].includes(name)),
  ],
  [
    'gossip',
    { kind: 'gossip' },
    ALL.filter(name => ![...OF_NO_GOSSIP, ...BROKEN_ONCE].includes(name)),
  ],
])('by %s', (_exchange, exchange, names) => {
  const plan = scenario(exchange)
  const meeting = scenario(exchange, MEETING)
  const flooded = scenario(exchange, FLOODED)
  const isGossip = exchange.kind === 'gossip'
  const excess = scenario(exchange, { ...EXCESS, ...(isGossip ? {} : roomForTwo(exchange)) })

  test('of a build that is not broken all invariants hold', () => {
    const { failure, fired } = checkRun(plan, SEED)
    expect(failure).toBeUndefined()
    expect(checkRun(meeting, SEED).failure).toBeUndefined()
    expect(checkRun(excess, SEED)).toMatchObject({ failure: undefined })
    expect(checkRun(excess, SEED).fired).toContain('spammer')
    const always = [
      'breakLink',
      'impostor',
      'liar',
      'readsFail',
      'squatter',
      'staller',
      'trackerDown',
    ]
    expect(fired).toEqual(expect.arrayContaining(always))
  })

  test.each(names.map(name => [INVARIANTS[name], BROKEN_BUILDS[name].what, name] as const))(
    '"%s" catches: %s',
    (_sentence, _what, name) => {
      const isExcess = name === 'begun' || name === 'flooded'
      const isOfMeeting = OF_MEETING.includes(name)
      const where = name === 'thrifty' ? flooded : isExcess ? excess : isOfMeeting ? meeting : plan
      expect(checkRun(where, SEED, BROKEN_BUILDS[name].doubles).failure?.invariant).toBe(name)
    },
  )
})

test('who waits for another piece does not wait for a lost one, however long blocks are', () => {
  const readsFail = { kind: 'readsFail', peer: 'peer1', for: '500ms', share: '30%' }
  const faults = ['1s', '2s', '3s', '4s', '5s', '6s'].map(at => ({ ...readsFail, at }))
  const torrent = { pieces: 12, blocksPerPiece: 16, blockBytes: 4096 }
  const { failure, fired } = checkRun(
    scenario({ kind: 'bittorrent' }, { torrent, faults, heal: { ...HEAL, at: '20s' } }),
    SEED,
  )
  expect(failure).toBeUndefined()
  expect(fired).toContain('readsFail')
})
