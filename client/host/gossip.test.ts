import { expect, test } from 'vitest'
import type { GossipStyle } from './api.ts'
import { checkGossip, DEFAULT_GOSSIP } from './gossip.ts'

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
