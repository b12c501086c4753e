/** What a hostile remote says without end: each kind as bytes that many messages fill. */

import { type PeerId, toHex } from '../../../../shared/base/ids.ts'
import { randomInt, seededRandom } from '../../../../shared/base/random.ts'
import { encode } from '../../../../shared/wire/encode.ts'
import { encodeExtendedHandshake } from '../../../../shared/wire/extended.ts'
import {
  encodeGossip,
  type GossipMessage,
  MAX_NEWS_PIECES,
} from '../../../../shared/wire/gossip.ts'
import { encodeLanes, MAX_LANE_NUMBER, MAX_LOST_BLOCKS } from '../../../../shared/wire/lanes.ts'
import { BLOCK_BYTES, type Message } from '../../../../shared/wire/message.ts'
import { encodeMetadataMessage, METADATA_PIECE_BYTES } from '../../../../shared/wire/metadata.ts'
import { encodePex, MAX_PEX_PEERS } from '../../../../shared/wire/pex.ts'
import { encodeRelay } from '../../../../shared/wire/relay.ts'

export interface Situation {
  readonly pieceCount: number
  readonly pieceLength: number
  /** The victim's ids of its extensions. */
  readonly extensions: ReadonlyMap<string, number>
}

const random = seededRandom(1)
const someId = () => toHex(Uint8Array.from({ length: 20 }, () => randomInt(random, 256))) as PeerId
const own = new Map([
  ['ut_metadata', 1],
  ['ts_pex', 2],
  ['ts_relay', 3],
  ['ts_gossip', 4],
  ['lt_donthave', 5],
  ['ts_lanes', 6],
])

export const extendedHandshake = (): Message => ({
  type: 'extended',
  id: 0,
  payload: encodeExtendedHandshake({ extensions: own, requestQueue: 2_000 }),
})

const extension = ({ extensions }: Situation, name: string, payload: Uint8Array): Message => ({
  type: 'extended',
  id: extensions.get(name) ?? 255,
  payload,
})

const piece = ({ pieceCount }: Situation) => randomInt(random, pieceCount)
const block = (at: Situation) => ({ piece: piece(at), begin: 0, length: BLOCK_BYTES })
const news = (at: Situation) => Array.from({ length: MAX_NEWS_PIECES }, () => piece(at))
const gossip = (at: Situation, message: GossipMessage) =>
  extension(at, 'ts_gossip', encodeGossip(message))

type Kind = (at: Situation) => readonly Message[]

/** One round of each; it is repeated until the channel is full. */
export const KINDS = {
  'keep-alives': () => [{ type: 'keepAlive' }],
  'choke-unchoke': () => [{ type: 'choke' }, { type: 'unchoke' }],
  'interested-not': () => [{ type: 'interested' }, { type: 'notInterested' }],
  haves: at => [{ type: 'have', piece: piece(at) }],
  'extended-handshakes': () => [extendedHandshake()],
  pex: at => {
    const added = Array.from({ length: MAX_PEX_PEERS }, () => ({ id: someId(), isSeed: true }))
    return [extension(at, 'ts_pex', encodePex({ added, dropped: [] }))]
  },
  relays: at => {
    const signal = new TextEncoder().encode('{"kind":"offer","sdp":"v=0"}')
    const forward = { type: 'forward', remote: someId(), offerId: someId(), signal } as const
    return [extension(at, 'ts_relay', encodeRelay(forward))]
  },
  'lanes-lost': at => {
    const blocks = Array.from({ length: MAX_LOST_BLOCKS }, () => ({ piece: piece(at), begin: 0 }))
    const lane = randomInt(random, MAX_LANE_NUMBER)
    return [extension(at, 'ts_lanes', encodeLanes({ type: 'lost', lane, blocks }))]
  },
  'requests-cancels': at => {
    const asked = block(at)
    return [
      { type: 'request', ...asked },
      { type: 'cancel', ...asked },
    ]
  },
  rejects: at => [{ type: 'reject', ...block(at) }],
  'allowed-fast': at => [{ type: 'allowedFast', piece: piece(at) }],
  suggests: at => [{ type: 'suggest', piece: piece(at) }],
  'dont-haves': at => {
    const payload = new Uint8Array(4)
    new DataView(payload.buffer).setUint32(0, piece(at))
    return [{ type: 'have', piece: piece(at) }, extension(at, 'lt_donthave', payload)]
  },
  'metadata-requests': at => [
    extension(at, 'ut_metadata', encodeMetadataMessage({ type: 'request', piece: 0 })),
  ],
  'metadata-data': at => {
    const bytes = new Uint8Array(METADATA_PIECE_BYTES)
    const data = { type: 'data', piece: 0, totalSize: 9_000_000, bytes } as const
    return [extension(at, 'ut_metadata', encodeMetadataMessage(data))]
  },
  'gossip-news': at => [gossip(at, { type: 'news', news: { held: news(at), coming: news(at) } })],
  'gossip-offers': at => [
    gossip(at, { type: 'offer', piece: piece(at), offer: randomInt(random, 1e9) }),
  ],
  'gossip-pulls': at => [gossip(at, { type: 'pull', piece: piece(at) })],
  'gossip-announces': at => [
    gossip(at, { type: 'announce', count: piece(at), digest: randomInt(random, 1e9) }),
  ],
  /** Nothing by itself: it answers requests for all blocks but the last of a piece. */
  'withheld-blocks': () => [],
} satisfies Record<string, Kind>

export type KindName = keyof typeof KINDS

/** What fits one message of a data channel everywhere. */
const CHUNK_BYTES = 64 * 1024

export function chunkOf(kind: KindName, at: Situation): Uint8Array<ArrayBuffer> | undefined {
  const say: Kind = KINDS[kind]
  const parts: Uint8Array[] = []
  for (let bytes = 0; ; ) {
    const part = joined(say(at).map(encode))
    if (part.length === 0) return undefined
    bytes += part.length
    if (bytes > CHUNK_BYTES) return joined(parts)
    parts.push(part)
  }
}

export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
