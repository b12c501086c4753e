/** What strangers send a tab by the server. In the attacker's process; see `Flood`. */
import type { Socket } from 'node:net'
import type { AnnounceRequest } from '../../../shared/tracker/announce.ts'
import { encodeAnnounce, MAX_OFFERS } from '../../../shared/tracker/webtorrent-request.ts'
import { announcement, event, frame, offer, request, stockClient, tab } from '../server/doors.ts'
import type { Flood } from '../server/flood.ts'
import { offerSdp, tcpCandidate, udpCandidate } from './sdp.ts'

/** Whom they are meant for. */
export interface Target {
  readonly infoHash: string
  readonly peerIds: readonly string[]
  /** Of listeners that count what comes. */
  readonly hosts?: readonly string[]
  readonly udpPorts?: readonly number[]
  readonly tcpPorts?: readonly number[]
}

/** 5,000 a minute. */
const OFFERS_PER_SEC = 5_000 / 60
const LINES = 20
/** Then it comes again under another name. */
const OFFERS_PER_NAME = 20
const RETRY_MS = 20
/** Side by side, so that one of them is there before the owner. */
const SQUATTERS = 8
const OFFER_AGAIN_MS = 1_000
/** One SDP and its candidates: below what one message may hold. */
const CANDIDATES_PER_OFFER = 24

async function member(flood: Flood, infoHash: string, peerId: string): Promise<Socket | undefined> {
  const socket = await tab(flood)
  if (!socket) return undefined
  const told = flood.hear(socket, heard => heard.includes('431['))
  await flood.send(socket, request('announce', announcement(infoHash, peerId)))
  const reply = await told
  if (reply !== undefined && !reply.includes('"failure"')) return socket
  socket.destroy()
  return undefined
}

/** All lines together keep to the rate: what one is late with, the others send. */
async function paced(flood: Flood): Promise<void> {
  while (!flood.isOver && flood.count >= (flood.elapsedMs / 1000) * OFFERS_PER_SEC)
    await flood.pause(RETRY_MS)
}

function offersOf(sdp: () => string) {
  return (flood: Flood, { infoHash, peerIds }: Target): Promise<void> =>
    flood.many(LINES, async () => {
      const socket = await member(flood, infoHash, flood.newId())
      for (let i = 0; socket && i < OFFERS_PER_NAME; i++) {
        await paced(flood)
        const to = peerIds[i % peerIds.length] as string
        const body = offer(infoHash, flood.newId(), to, sdp())
        flood.count++
        if (!(await flood.send(socket, event('signal', body)))) break
      }
      socket?.destroy()
    })
}

/** The tracker hands them to members by chance: the attackers' own leave at once, so that few are among them. */
async function stockOffers(flood: Flood, { infoHash }: Target): Promise<void> {
  await flood.many(LINES, async () => {
    await paced(flood)
    const socket = await stockClient(flood)
    if (!socket) return
    const offers = Array.from({ length: MAX_OFFERS }, () => ({
      offerId: flood.newId(),
      sdp: offerSdp(),
    }))
    const request = { ...announcement(infoHash, flood.newId()), numwant: MAX_OFFERS }
    flood.count += MAX_OFFERS
    const answered = flood.hear(socket, heard => heard.includes('"interval"'))
    const text = encodeAnnounce(request as unknown as AnnounceRequest, offers)
    await flood.send(socket, frame(text))
    await answered
    socket.destroy()
  })
}

export const TAB_FLOODS = {
  'garbage-offers': offersOf(() => `v=0 ${'x'.repeat(180)}`),
  offers: offersOf(offerSdp),
  'stock-offers': stockOffers,

  /** As soon as the server is there: the name of the first, and offers in it to the others. */
  squatting: (flood: Flood, { infoHash, peerIds: [own = '', ...others] }: Target) =>
    flood.many(SQUATTERS, async () => {
      const socket = await member(flood, infoHash, own)
      if (!socket) return flood.pause(RETRY_MS)
      flood.count++
      while (!socket.destroyed && !flood.isOver) {
        for (const to of others) {
          const body = offer(infoHash, flood.newId(), to, offerSdp())
          await flood.send(socket, event('signal', body))
        }
        await flood.pause(OFFER_AGAIN_MS)
      }
    }),

  candidates: (flood: Flood, target: Target) => {
    const { hosts = [], udpPorts = [], tcpPorts = [], infoHash, peerIds } = target
    let n = 0
    const all = hosts.flatMap(host => [
      ...udpPorts.map(port => udpCandidate(host, port, ++n)),
      ...tcpPorts.map(port => tcpCandidate(host, port, ++n)),
    ])
    return flood.many(LINES, async index => {
      const socket = await member(flood, infoHash, flood.newId())
      if (!socket) return
      const some = Array.from(
        { length: CANDIDATES_PER_OFFER },
        (_, i) => all[(index * CANDIDATES_PER_OFFER + i) % all.length] as string,
      )
      for (const to of peerIds) {
        const offerId = flood.newId()
        // Half of them in the offer, half after it.
        const half = some.length / 2
        const body = offer(infoHash, offerId, to, offerSdp(some.slice(0, half)))
        await flood.send(socket, event('signal', body))
        for (const candidate of some.slice(half)) {
          const parties = { kind: 'candidate', infoHash, offerId, to }
          const place = { sdpMid: '0', sdpMLineIndex: 0 }
          await flood.send(socket, event('signal', { ...parties, candidate, ...place }))
        }
        flood.count++
      }
      await flood.pause(5_000)
      socket.destroy()
    })
  },
} satisfies Record<string, (flood: Flood, target: Target) => Promise<void>>

export type TabFloodName = keyof typeof TAB_FLOODS
