import type { AllowedFast } from '../bittorrent/allowed-fast.ts'
import { BitTorrentExchange } from '../bittorrent/exchange.ts'
import { type BitTorrentPolicies, policiesOf } from '../bittorrent/policies.ts'
import type { ExchangeFactory } from './exchange-factory.ts'

/** Who is to be linked with everybody dials half of these: in the thesis the swarm is a full mesh. */
const MESH_LINKS = 100

/** Pieces travel as BitTorrent has it. Without `allowedFast` that policy does nothing. */
export function byBitTorrent(
  given: Partial<BitTorrentPolicies> = {},
  allowedFast?: AllowedFast,
): ExchangeFactory {
  const policies = policiesOf(given)
  return {
    speaksFast: true,
    extensions: [],
    announceIntervalMs: undefined,
    blockBytes: policies.blockBytes,
    maxLinks: policies.fidelity === 'literal' ? MESH_LINKS : undefined,
    swarmOf: infoHash => infoHash,
    create: (start, random, output, now) =>
      new BitTorrentExchange({ ...start, policies, allowedFast }, random, output, now),
  }
}
