/** How a torrent's pieces travel: by gossip as its link says, or as the tab has set it. */

import { type BitTorrentPolicies, DEFAULT_POLICIES } from '../../shared/bittorrent/policies.ts'
import { type ExchangeChoice, swarmOf } from '../../shared/peer/exchange-choice.ts'
import type { GossipStyle, InfoHash } from './api.ts'

export const exchangeOf = (
  gossip: GossipStyle | undefined,
  policies: BitTorrentPolicies = DEFAULT_POLICIES,
): ExchangeChoice => (gossip ? { kind: 'gossip', ...gossip } : { kind: 'bittorrent', policies })

/** Where its members meet: policies are each one's own affair, to gossip or not is the swarm's. */
export const meetingPlace = (infoHash: InfoHash, gossip: GossipStyle | undefined): InfoHash =>
  swarmOf(infoHash, exchangeOf(gossip))
