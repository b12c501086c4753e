/** Which exchange a peer runs, as scenario files say it. The only file that knows them all. */
import type { InfoHash } from '../base/ids.ts'
import { allowedFastSet } from '../bittorrent/allowed-fast.ts'
import type { BitTorrentPolicies } from '../bittorrent/policies.ts'
import type { GossipStyle } from '../wire/gossip-style.ts'
import { byBitTorrent } from './by-bittorrent.ts'
import { byGossip } from './by-gossip.ts'
import type { ExchangeFactory } from './exchange-factory.ts'

export type ExchangeChoice =
  | { readonly kind: 'bittorrent'; readonly policies?: Partial<BitTorrentPolicies> }
  | ({ readonly kind: 'gossip'; readonly blockBytes?: number } & Partial<GossipStyle>)

export function factoryOf(choice: ExchangeChoice): ExchangeFactory {
  if (choice.kind === 'bittorrent') return byBitTorrent(choice.policies, allowedFastSet)
  const { kind: _, ...style } = choice
  return byGossip(style)
}

/** Blocks are of this length. */
export const inBlocksOf = (blockBytes: number, choice: ExchangeChoice): ExchangeChoice =>
  choice.kind === 'gossip'
    ? { ...choice, blockBytes }
    : { ...choice, policies: { ...choice.policies, blockBytes } }

/** The swarm that tracker and handshake name. */
export const swarmOf = (infoHash: InfoHash, choice: ExchangeChoice): InfoHash =>
  factoryOf(choice).swarmOf(infoHash)
