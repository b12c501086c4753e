import { expect, test } from 'vitest'
import { type BitTorrentPolicies, DEFAULT_POLICIES } from '../../../shared/bittorrent/policies.ts'
import type { GossipStyle } from '../api.ts'
import { checkGossip, checkPolicies, DEFAULT_GOSSIP } from './exchange-settings.ts'

test('the default policies may be chosen', () => {
  checkPolicies(DEFAULT_POLICIES)
})

test.each<[string, object]>([
  ['no slots', { uploadSlots: 0 }],
  ['half a slot', { uploadSlots: 2.5 }],
  ['slots without end', { uploadSlots: 1_000 }],
  ['a film that stands still', { playRateBytesPerSec: 0 }],
  ['no number', { randomFirst: Number.NaN }],
  ['less than nothing', { randomFirst: -1 }],
  ['blocks of crumbs', { blockBytes: 512 }],
  ['blocks that many refuse', { blockBytes: 32_768 }],
  ['no piece at once', { piecesAtOnce: 0 }],
  ['a client of nobody', { fidelity: 'vague' }],
  ['an unknown way of asking', { askBy: 'luck' }],
  ['an unknown way of picking', { picking: 'always' }],
  ['text for a number', { randomFirst: '4' }],
])('%s is refused with a sentence', (_what, change) => {
  const policies = { ...DEFAULT_POLICIES, ...change } as BitTorrentPolicies
  expect(() => checkPolicies(policies)).toThrow(expect.objectContaining({ code: 'bad-policy' }))
})

test('what is usual may be chosen, and how much one serves in a round', () => {
  checkGossip(DEFAULT_GOSSIP)
  checkGossip({ ...DEFAULT_GOSSIP, servedPerRound: 1 })
})

test.each<[string, object]>([
  ['an unknown mode', { mode: 'shout' }],
  ['an unknown fidelity', { fidelity: 'hearsay' }],
  ['rounds of nothing', { roundMs: 0 }],
  ['no number', { roundMs: Number.NaN }],
  ['half a neighbour', { fanOut: 1.5 }],
  ['more neighbours than anybody has', { fanOut: 1_000 }],
])('%s is refused with a sentence', (_what, change) => {
  const style = { ...DEFAULT_GOSSIP, ...change } as GossipStyle
  expect(() => checkGossip(style)).toThrow(expect.objectContaining({ code: 'bad-gossip' }))
})
