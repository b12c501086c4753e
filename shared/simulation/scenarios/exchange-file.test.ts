import { expect, test } from 'vitest'
import { FileError } from '../../base/json-file.ts'
import { builtInScenario } from './built-in.ts'
import { parseSetting, type Setting } from './scenario-file.ts'

const exchangeOf = (kind: string, settings: readonly string[]) =>
  builtInScenario(
    'free-riders',
    [`exchange.kind=${kind}`, ...settings].map(text => parseSetting(text) as Setting),
  )?.exchange
const exchangeWith = (...settings: string[]) => exchangeOf('bittorrent', settings)
const gossipWith = (...settings: string[]) => exchangeOf('gossip', settings)

test.each([
  ['seeding=round-robin', { seeding: 'round-robin' }],
  ['slotRule=by-rate', { slotRule: 'by-rate' }],
  ['uploadSlots=7', { uploadSlots: 7 }],
  ['picking=deadline', { picking: 'deadline' }],
  ['randomFirst=0', { randomFirst: 0 }],
  ['playRate=2Mbps', { playRateBytesPerSec: 250_000 }],
  ['allowedFast=true', { allowedFast: true }],
  ['superSeeding=true', { superSeeding: true }],
])('%s is a policy', (text, policies) => {
  expect(exchangeWith(`exchange.${text}`)).toEqual({ kind: 'bittorrent', policies })
})

test("the thesis's client, as it is or in every way of its own", () => {
  expect(exchangeWith('exchange.fidelity=literal')).toEqual({
    kind: 'bittorrent',
    policies: { fidelity: 'literal' },
  })
  const policies = { fidelity: 'literal', askBy: 'block', piecesAtOnce: 3, picking: 'random' }
  const settings = Object.entries(policies).map(([field, value]) => `exchange.${field}=${value}`)
  expect(exchangeWith(...settings)).toEqual({ kind: 'bittorrent', policies })
})

test.each([
  [
    'what has no slots is told of slots',
    ['fidelity=literal', 'uploadSlots=3'],
    'is for "fidelity": "standard"',
  ],
  ['a queue of requests is told of pieces', ['piecesAtOnce=3'], 'is for "fidelity": "literal"'],
  ['nobody knows such a client', ['fidelity=vague'], 'is one of standard, literal'],
  ['nothing comes', ['fidelity=literal', 'piecesAtOnce=0'], 'from 1 to 1000'],
])('refused with a sentence: %s', (_what, settings, reason) => {
  expect(() => exchangeWith(...settings.map(text => `exchange.${text}`))).toThrow(reason)
})

test('the length of a block is told to either exchange, and makes a piece of blocks shorter', () => {
  const scenario = (...settings: string[]) =>
    builtInScenario(
      'thesis-46',
      settings.map(text => parseSetting(text) as Setting),
    )
  const short = scenario('torrent.blockBytes=4096')
  expect(short?.exchange).toEqual({ kind: 'bittorrent', policies: { blockBytes: 4096 } })
  expect(short?.torrent).toMatchObject({ pieceLength: 5 * 4096, length: 25 * 5 * 4096 })
  const gossip = scenario('torrent.blockBytes=1024', 'exchange.kind=gossip')
  expect(gossip?.exchange).toEqual({ kind: 'gossip', blockBytes: 1024 })
  expect(scenario()?.torrent).toMatchObject({ blockBytes: 16_384, pieceLength: 5 * 16_384 })
  for (const length of [1023, 16_385, 4096.5])
    expect(() => scenario(`torrent.blockBytes=${length}`), `${length}`).toThrow(FileError)
})

test('nothing said is nothing changed', () => {
  expect(exchangeWith()).toEqual({ kind: 'bittorrent', policies: {} })
})

test.each(['picking=best', 'seeding=1', 'playRate=0bps', 'uploadSlots=0', 'haste=1'])(
  '%s is refused',
  text => {
    expect(() => exchangeWith(`exchange.${text}`)).toThrow(FileError)
  },
)

test('gossip, as usual or in every way of its own', () => {
  expect(gossipWith()).toEqual({ kind: 'gossip' })
  const style = { mode: 'pull', fidelity: 'literal', roundMs: 250, fanOut: 1, servedPerRound: 2 }
  const settings = Object.entries(style).map(([field, value]) => `exchange.${field}=${value}`)
  expect(gossipWith(...settings)).toEqual({ kind: 'gossip', ...style })
})

test.each([
  ['mode=shout', 'one of push, pull, push-pull'],
  ['fidelity=vague', 'one of literal, intended, informed'],
  ['roundMs=0', 'from 50 to 60000'],
  ['fanOut=2.5', 'whole number'],
  ['seeding=round-robin', '"exchange" with "kind": "gossip" has no "seeding"'],
])('gossip with %s is refused: %s', (text, reason) => {
  expect(() => gossipWith(`exchange.${text}`)).toThrow(reason)
})

test('what belongs to gossip is refused of BitTorrent', () => {
  expect(() => exchangeWith('exchange.mode=push')).toThrow(
    '"exchange" with "kind": "bittorrent" has no "mode"',
  )
})

test.each(['slots', 'turns'])('choking=%s, of older files, is refused with what to do', way => {
  expect(() => exchangeWith(`exchange.choking=${way}`)).toThrow('leave it out')
})
