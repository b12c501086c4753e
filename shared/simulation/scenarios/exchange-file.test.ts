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
