/** Which exchange a peer runs. The only file that knows them all. */
import { sha1 } from '@noble/hashes/legacy.js'
import { type InfoHash, type Millis, toHex } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import { BitTorrentExchange } from '../bittorrent/exchange.ts'
import { type BitTorrentPolicies, policiesOf } from '../bittorrent/policies.ts'
import type { Exchange, ExchangeOutput } from '../exchange/exchange.ts'
import type { Pieces } from '../exchange/pieces.ts'
import { GossipExchange } from '../gossip/exchange.ts'
import { ANNOUNCE_MS } from '../gossip/members.ts'
import type { Info } from '../torrent/info.ts'
import { GOSSIP_EXTENSION, gossipBlockOf } from '../wire/gossip.ts'
import { DEFAULT_GOSSIP, formatGossipKind, type GossipStyle } from '../wire/gossip-style.ts'
import { BLOCK_BYTES } from '../wire/message.ts'
import type { Extension } from './extensions.ts'

export type ExchangeChoice =
  | { readonly kind: 'bittorrent'; readonly policies?: Partial<BitTorrentPolicies> }
  | ({ readonly kind: 'gossip'; readonly blockBytes?: number } & Partial<GossipStyle>)

export interface ExchangeStart {
  readonly infoHash: InfoHash
  readonly info: Info
  readonly pieces: Pieces
  readonly wanted: boolean
}

export const BITTORRENT: ExchangeChoice = { kind: 'bittorrent' }

/** The length of the blocks that it asks for, or sends. */
export const blockBytesOf = (choice: ExchangeChoice): number =>
  (choice.kind === 'gossip' ? choice.blockBytes : choice.policies?.blockBytes) ?? BLOCK_BYTES

/** Blocks are of this length. */
export const inBlocksOf = (blockBytes: number, choice: ExchangeChoice): ExchangeChoice =>
  choice.kind === 'gossip'
    ? { ...choice, blockBytes }
    : { ...choice, policies: { ...choice.policies, blockBytes } }

/** Who is to be linked with everybody dials half of these: in the thesis the swarm is a full mesh. */
const MESH_LINKS = 100

/** How many links it has at most; undefined: as many as any peer. */
export const maxLinksOf = (choice: ExchangeChoice): number | undefined =>
  choice.kind === 'bittorrent' && choice.policies?.fidelity === 'literal' ? MESH_LINKS : undefined

/** The extensions (BEP 10) that carry its messages. */
export const extensionsOf = ({
  kind,
}: ExchangeChoice): readonly Pick<Extension, 'name' | 'kindOf'>[] =>
  kind === 'gossip' ? [GOSSIP] : []

const GOSSIP = {
  name: GOSSIP_EXTENSION,
  kindOf: payload => (gossipBlockOf(payload) ? 'gossipBlock' : 'gossipControl'),
} satisfies Pick<Extension, 'name' | 'kindOf'>

/** The longest announce interval: gossip asks the server for members all the time. */
export const announceIntervalMsOf = ({ kind }: ExchangeChoice): Millis | undefined =>
  kind === 'gossip' ? ANNOUNCE_MS : undefined

/**
 * The swarm that tracker and handshake name: for BitTorrent the info hash. Gossip has another swarm for
 * each style, as its peers can talk only to those that gossip alike.
 */
export function swarmOf(infoHash: InfoHash, choice: ExchangeChoice): InfoHash {
  if (choice.kind === 'bittorrent') return infoHash
  const kind = formatGossipKind({ ...DEFAULT_GOSSIP, ...choice })
  return toHex(sha1(utf8.encode(`gossip ${kind} ${infoHash}`))) as InfoHash
}

const utf8 = new TextEncoder()

/** Whether its pieces travel in BitTorrent's own messages, and so by the fast extension (BEP 6). */
export const speaksFast = (choice: ExchangeChoice): boolean => choice.kind === 'bittorrent'

export function createExchange(
  choice: ExchangeChoice,
  start: ExchangeStart,
  random: Random,
  output: ExchangeOutput,
  now: Millis,
): Exchange {
  if (choice.kind === 'gossip') {
    const { info: layout, pieces, wanted } = start
    const style = { ...DEFAULT_GOSSIP, ...choice }
    const blockBytes = blockBytesOf(choice)
    return new GossipExchange({ layout, pieces, wanted, style, blockBytes }, random, output, now)
  }
  const policies = policiesOf(choice.policies)
  return new BitTorrentExchange({ ...start, policies }, random, output, now)
}
