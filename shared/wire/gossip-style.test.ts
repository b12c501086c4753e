import { describe, expect, test } from 'vitest'
import {
  DEFAULT_GOSSIP,
  GOSSIP_FIDELITIES,
  GOSSIP_MODES,
  GossipStyleError,
  parseGossipStyle,
} from './gossip-style.ts'

describe('how to gossip, in words', () => {
  test('of which nothing is said is as usual', () => {
    expect(parseGossipStyle({})).toEqual(DEFAULT_GOSSIP)
  })

  test.each(GOSSIP_MODES)('%s, in each fidelity', mode => {
    for (const fidelity of GOSSIP_FIDELITIES)
      expect(parseGossipStyle({ mode, fidelity })).toEqual({ ...DEFAULT_GOSSIP, mode, fidelity })
  })

  test('with rounds and a fan-out of their own', () => {
    expect(parseGossipStyle({ roundMs: '250', fanOut: '1', servedPerRound: '2' })).toEqual({
      ...DEFAULT_GOSSIP,
      roundMs: 250,
      fanOut: 1,
      servedPerRound: 2,
    })
  })

  test('what a later version may know is named, and what this one knows', () => {
    expect(() => parseGossipStyle({ mode: 'shout' })).toThrow(
      '"shout" is a mode of gossip that this version does not know. It knows push, pull, push-pull.',
    )
  })

  test.each([
    ['mode', ''],
    ['mode', 'PUSH'],
    ['mode', 'x'.repeat(100_000)],
    ['fidelity', 'toString'],
    ['roundMs', '0'],
    ['roundMs', '49'],
    ['roundMs', '1e3'],
    ['roundMs', '60001'],
    ['roundMs', ' 100'],
    ['fanOut', '-3'],
    ['fanOut', '0'],
    ['fanOut', '101'],
    ['servedPerRound', '1.5'],
  ])('%s "%s" is refused in a short sentence', (field, text) => {
    try {
      parseGossipStyle({ [field]: text })
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(GossipStyleError)
      expect((error as Error).message).toMatch(/^.{10,160}\.$/)
    }
  })
})
