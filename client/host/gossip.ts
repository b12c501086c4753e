/** What may be chosen of how a torrent gossips, in words and checked. */
import {
  DEFAULT_GOSSIP,
  type GossipFidelity,
  type GossipMode,
  GossipStyleError,
  parseGossipStyle,
} from '../../shared/wire/gossip-style.ts'
import { type GossipStyle, HostError } from './api.ts'

export { DEFAULT_GOSSIP }

/** Of each choice what the possible answers mean. */
export const GOSSIP_WORDS = {
  mode: {
    push: 'Gossip, push: in every round each gives a piece to some others.',
    pull: 'Gossip, pull: in every round each asks some others for a piece.',
    'push-pull': 'Gossip, push-pull: both in every round.',
  },
  fidelity: {
    informed: 'Informed: they say what they hold, and agree before they send.',
    intended: 'Intended: blindly, as the gossip report describes it.',
    literal: 'Literal: as the code of that report behaves, its oddities included.',
  },
} as const satisfies {
  readonly mode: Record<GossipMode, string>
  readonly fidelity: Record<GossipFidelity, string>
}

/** Throws a `HostError` that says what to do. */
export function checkGossip(style: GossipStyle): void {
  try {
    const words = Object.entries(style).map(([field, value]) => [field, String(value)])
    parseGossipStyle(Object.fromEntries(words))
  } catch (error) {
    if (!(error instanceof GossipStyleError)) throw error
    throw new HostError('bad-gossip', error.message, { cause: error })
  }
}
