import { expect, test } from 'vitest'
import { builtInScenario } from './built-in-scenarios.ts'
import { ScenarioError } from './scenario-file.ts'
import { parseSetting, type Setting } from './settings.ts'

const exchangeWith = (...settings: string[]) =>
  builtInScenario(
    'free-riders',
    ['exchange.kind=bittorrent', ...settings].map(text => parseSetting(text) as Setting),
  )?.exchange

test.each([
  ['choking=turns', { choking: 'turns' }],
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
    expect(() => exchangeWith(`exchange.${text}`)).toThrow(ScenarioError)
  },
)
