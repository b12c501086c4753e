/** Pieces travel by gossip. Tabs load this file with the first torrent that gossips. */
import { sha1 } from '@noble/hashes/legacy.js'
import { type InfoHash, toHex } from '../base/ids.ts'
import { GossipExchange } from '../gossip/exchange.ts'
import { ANNOUNCE_MS } from '../gossip/members.ts'
import { GOSSIP_EXTENSION, isGossipBlock } from '../wire/gossip-block.ts'
import { DEFAULT_GOSSIP, formatGossipKind, type GossipStyle } from '../wire/gossip-style.ts'
import { BLOCK_BYTES } from '../wire/message.ts'
import type { ExchangeFactory } from './exchange-factory.ts'

export function byGossip({
  blockBytes = BLOCK_BYTES,
  ...given
}: Partial<GossipStyle> & { readonly blockBytes?: number } = {}): ExchangeFactory {
  const style = { ...DEFAULT_GOSSIP, ...given }
  return {
    speaksFast: false,
    extensions: [
      {
        name: GOSSIP_EXTENSION,
        kindOf: payload => (isGossipBlock(payload) ? 'gossipBlock' : 'gossipControl'),
      },
    ],
    // It asks the server for members all the time.
    announceIntervalMs: ANNOUNCE_MS,
    blockBytes,
    maxLinks: undefined,
    swarmOf: infoHash => swarmOf(infoHash, style),
    create: ({ info: layout, pieces, wanted }, random, output, now) =>
      new GossipExchange({ layout, pieces, wanted, style, blockBytes }, random, output, now),
  }
}

/** Another swarm for each style, as its peers can talk only to those that gossip alike. */
function swarmOf(infoHash: InfoHash, style: GossipStyle): InfoHash {
  const kind = formatGossipKind(style)
  return toHex(sha1(utf8.encode(`gossip ${kind} ${infoHash}`))) as InfoHash
}

const utf8 = new TextEncoder()
