/** How the pieces of one torrent travel: by gossip, as its link says, or by BitTorrent, as the tab has it. */
import type { AllowedFast } from '../../../shared/bittorrent/allowed-fast.ts'
import type { BitTorrentPolicies } from '../../../shared/bittorrent/policies.ts'
import { byBitTorrent } from '../../../shared/peer/by-bittorrent.ts'
import type { ExchangeFactory } from '../../../shared/peer/exchange-factory.ts'
import type { GossipStyle } from '../api.ts'
import { later } from '../later.ts'

/** For a run that begins while the tab has these policies. */
export type ExchangeOf = (policies: BitTorrentPolicies) => ExchangeFactory

const loadGossip = later(() => import('../../../shared/peer/by-gossip.ts'))

/** With it comes a SHA-1 that does not wait. */
let allowedFast: AllowedFast | undefined
const loadAllowedFast = later(async () => {
  const { allowedFastSet } = await import('../../../shared/bittorrent/allowed-fast.ts')
  allowedFast = allowedFastSet
})

export const byPolicies: ExchangeOf = policies => byBitTorrent(policies, allowedFast)

/** Rejects with a `HostError`. */
export async function loadGossipOf(gossip: GossipStyle): Promise<ExchangeOf> {
  const { byGossip } = await loadGossip()
  const factory = byGossip(gossip)
  return () => factory
}

/** Resolves once runs can begin by these policies; undefined: they can now. */
export function loadPolicies(policies: BitTorrentPolicies): Promise<void> | undefined {
  return policies.allowedFast && !allowedFast ? loadAllowedFast() : undefined
}
