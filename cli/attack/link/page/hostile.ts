/**
 * A page that is linked with a tab as a stock client is, and says what no honest one would. It writes
 * the wire's bytes by hand: nothing of our peer is in it.
 */

import type { InfoHash, PeerId } from '../../../../shared/base/ids.ts'
import { toHex } from '../../../../shared/base/ids.ts'
import { swarmOf } from '../../../../shared/peer/exchange-choice.ts'
import { parseTrackerReply } from '../../../../shared/tracker/webtorrent-reply.ts'
import { encodeAnnounce } from '../../../../shared/tracker/webtorrent-request.ts'
import { Decoder } from '../../../../shared/wire/decode.ts'
import { encode } from '../../../../shared/wire/encode.ts'
import { parseExtendedHandshake } from '../../../../shared/wire/extended.ts'
import type { Message } from '../../../../shared/wire/message.ts'
import { chunkOf, extendedHandshake, type KindName } from './kinds.ts'
import { describe, filled, newLink, until } from './rtc.ts'

export interface Victim {
  readonly tracker: string
  readonly infoHash: string
  readonly peerId: string
  readonly pieceCount: number
  readonly pieceLength: number
  readonly gossips: boolean
}

export interface LinkFlooded {
  readonly bytes: number
  readonly links: number
  /** From a link's first bytes of flood until it was dropped, the longest; null: it never was. */
  readonly droppedMs: number | null
}

interface Linked {
  readonly channel: RTCDataChannel
  readonly connection: RTCPeerConnection
  readonly extensions: ReadonlyMap<string, number>
}

/** One to each member of a small swarm: the tracker hands them out by chance. */
const OFFERS = 5
const LINK_LIMIT_MS = 8_000
const RELINK_MS = 1_000

/** Of answers to what the victim asks for. */
let answeredBytes = 0

const newId = (): string => toHex(crypto.getRandomValues(new Uint8Array(20)))

const swarm = ({ infoHash, gossips }: Victim): InfoHash =>
  swarmOf(infoHash as InfoHash, gossips ? { kind: 'gossip' } : { kind: 'bittorrent' })

/** Undefined if the victim does not take it in time. */
async function link(victim: Victim, kind: KindName): Promise<Linked | undefined> {
  const peerId = newId() as PeerId
  const socket = new WebSocket(victim.tracker)
  const offers = new Map<string, RTCPeerConnection>()
  try {
    await until(LINK_LIMIT_MS, resolve => (socket.onopen = resolve))
    const met = until<Linked>(LINK_LIMIT_MS, resolve => {
      socket.onmessage = ({ data }) => {
        const reply = parseTrackerReply(data)
        if (!reply.ok || reply.value.type !== 'answer') return
        const { offerId, sdp } = reply.value
        void offers.get(offerId)?.setRemoteDescription({ type: 'answer', sdp })
      }
      for (let i = 0; i < OFFERS; i++) {
        const connection = newLink()
        const channel = connection.createDataChannel('hostile')
        offers.set(newId(), connection)
        channel.binaryType = 'arraybuffer'
        channel.onopen = () => {
          greet(channel, peerId, victim, kind, extensions =>
            resolve({ channel, connection, extensions }),
          )
        }
      }
    })
    const described = await Promise.all(
      [...offers].map(async ([offerId, connection]) => {
        const { sdp = '' } = await describe(connection, await connection.createOffer())
        return { offerId, sdp }
      }),
    )
    const request = { infoHash: swarm(victim), peerId, uploaded: 0, downloaded: 0, left: 1 }
    socket.send(encodeAnnounce({ ...request, numwant: OFFERS }, described))
    const linked = await met
    for (const connection of offers.values()) {
      if (connection !== linked?.connection) connection.close()
    }
    return linked
  } finally {
    socket.close()
  }
}

/** Handshakes both ways; `onMet` if the other end is the victim. */
function greet(
  channel: RTCDataChannel,
  peerId: PeerId,
  victim: Victim,
  kind: KindName,
  onMet: (extensions: ReadonlyMap<string, number>) => void,
): void {
  const decoder = new Decoder()
  const say = (message: Message) => channel.readyState === 'open' && channel.send(encode(message))
  const infoHash = swarm(victim)
  say({ type: 'handshake', infoHash, peerId, fast: !victim.gossips, extended: true })
  say(extendedHandshake())
  if (!victim.gossips) say({ type: kind === 'withheld-blocks' ? 'haveAll' : 'haveNone' })
  say({ type: 'interested' })
  say({ type: 'unchoke' })
  channel.onmessage = ({ data }) => {
    for (const message of decoder.push(new Uint8Array(data))) {
      if (message.type === 'handshake' && message.peerId !== victim.peerId) channel.close()
      else if (message.type === 'extended' && message.id === 0)
        onMet(parseExtendedHandshake(message.payload).extensions)
      else if (message.type === 'request' && kind === 'withheld-blocks') {
        const { piece, begin, length } = message
        const isLast = begin + length >= victim.pieceLength
        if (isLast) continue
        say({ type: 'piece', piece, begin, block: new Uint8Array(length) })
        answeredBytes += length
      }
    }
  }
}

const api = {
  /** Until the time is over; dropped, it comes again under another name. */
  async flood(victim: Victim, kind: KindName, durationMs: number): Promise<LinkFlooded> {
    const endAt = performance.now() + durationMs
    const total = { bytes: 0, links: 0 }
    answeredBytes = 0
    let droppedMs: number | null = null
    while (performance.now() < endAt) {
      const linked = await link(victim, kind)
      if (linked) {
        const { channel, connection, extensions } = linked
        total.links++
        const chunk = chunkOf(kind, { ...victim, extensions })
        const startedAt = performance.now()
        total.bytes += await filled(channel, chunk, endAt)
        if (channel.readyState !== 'open')
          droppedMs = Math.max(droppedMs ?? 0, performance.now() - startedAt)
        connection.close()
      }
      const leftMs = endAt - performance.now()
      await new Promise(resolve => setTimeout(resolve, Math.min(RELINK_MS, leftMs)))
    }
    return { ...total, bytes: total.bytes + answeredBytes, droppedMs }
  },
}

export type HostilePage = typeof api
Object.assign(globalThis, { hostile: api })
