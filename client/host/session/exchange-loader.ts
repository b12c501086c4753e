/** How the pieces of one torrent travel: by gossip, as its link says, or by BitTorrent, as the tab has it. */
import type { BitTorrentPolicies } from '../../../shared/bittorrent/policies.ts'
import { byBitTorrent } from '../../../shared/peer/by-bittorrent.ts'
import type { ExchangeFactory } from '../../../shared/peer/exchange-factory.ts'
import type { GossipStyle } from '../api.ts'
import { later } from '../later.ts'

/** For a run that begins while the tab has these policies. */
export type ExchangeOf = (policies: BitTorrentPolicies) => ExchangeFactory

const loadGossip = later(() => import('../../../shared/peer/by-gossip.ts'))

/** Rejects with a `HostError`. */
export async function loadExchange(gossip: GossipStyle | undefined): Promise<ExchangeOf> {
  if (!gossip) return byBitTorrent
  const { byGossip } = await loadGossip()
  const factory = byGossip(gossip)
  return () => factory
}
