import { expect, test } from 'vitest'
import { type BitTorrentPolicies, DEFAULT_POLICIES } from '../../shared/bittorrent/policies.ts'
import { checkPolicies } from './policies.ts'

test('what is the default may be chosen', () => {
  checkPolicies(DEFAULT_POLICIES)
})

test.each<[string, object]>([
  ['no slots', { uploadSlots: 0 }],
  ['half a slot', { uploadSlots: 2.5 }],
  ['slots without end', { uploadSlots: 1_000 }],
  ['a film that stands still', { playRateBytesPerSec: 0 }],
  ['no number', { randomFirst: Number.NaN }],
  ['less than nothing', { randomFirst: -1 }],
  ['an unknown way of picking', { picking: 'always' }],
  ['text for a number', { randomFirst: '4' }],
])('%s is refused with a sentence', (_what, change) => {
  const policies = { ...DEFAULT_POLICIES, ...change } as BitTorrentPolicies
  expect(() => checkPolicies(policies)).toThrow(expect.objectContaining({ code: 'bad-policy' }))
})
