/** Replies of the WebTorrent tracker protocol: our server writes them, our tabs read them. */
import * as v from 'valibot'
import type { InfoHash } from '../base/ids.ts'
import type { Parsed } from '../base/parsed.ts'
import { ANNOUNCE_INTERVAL_MS } from './announce.ts'
import { MAX_REASON_LENGTH } from './limits.ts'
import type { SwarmCounts } from './registry.ts'
import {
  type Description,
  description,
  infoHash,
  offerId,
  parseMessage,
  peerId,
  toBinary,
} from './webtorrent.ts'

export type TrackerReply =
  | {
      readonly type: 'announced'
      readonly infoHash: InfoHash
      readonly intervalMs: number
      readonly seeders: number
      readonly leechers: number
    }
  /** From another member of the swarm. */
  | ({ readonly type: 'offer' | 'answer' } & Description)
  /** `infoHash`: of the request that failed, if it could be read. */
  | {
      readonly type: 'failure'
      readonly infoHash: InfoHash | undefined
      readonly reason: string
    }

const count = v.nullish(v.pipe(v.number(), v.safeInteger(), v.minValue(0)), 0)

const announced = v.pipe(
  v.object({
    info_hash: infoHash,
    interval: v.nullish(v.pipe(v.number(), v.minValue(0)), ANNOUNCE_INTERVAL_MS / 1000),
    complete: count,
    incomplete: count,
  }),
  v.transform(
    (message): TrackerReply => ({
      type: 'announced',
      infoHash: message.info_hash,
      intervalMs: 1000 * message.interval,
      seeders: message.complete,
      leechers: message.incomplete,
    }),
  ),
)

const parties = { info_hash: infoHash, offer_id: offerId, peer_id: peerId }

const offer = v.pipe(
  v.object({ ...parties, offer: description('offer') }),
  v.transform(
    (message): TrackerReply => ({ type: 'offer', sdp: message.offer.sdp, ...partiesOf(message) }),
  ),
)

const answer = v.pipe(
  v.object({ ...parties, answer: description('answer') }),
  v.transform(
    (message): TrackerReply => ({ type: 'answer', sdp: message.answer.sdp, ...partiesOf(message) }),
  ),
)

function partiesOf(message: v.InferOutput<ReturnType<typeof v.object<typeof parties, undefined>>>) {
  return { infoHash: message.info_hash, offerId: message.offer_id, from: message.peer_id }
}

const failure = v.pipe(
  v.object({
    info_hash: v.exactOptional(infoHash),
    'failure reason': v.pipe(v.string(), v.maxLength(MAX_REASON_LENGTH)),
  }),
  v.transform(
    (message): TrackerReply => ({
      type: 'failure',
      infoHash: message.info_hash,
      reason: message['failure reason'],
    }),
  ),
)

/** Our tabs never scrape, so the reply to a scrape is unknown here. */
export const parseTrackerReply = (text: string): Parsed<TrackerReply> =>
  parseMessage(text, message => {
    if ('failure reason' in message) return failure
    if (message.action !== 'announce') return undefined
    if (message.offer) return offer
    return message.answer ? answer : announced
  })

export function encodeTrackerReply(reply: TrackerReply): string {
  return JSON.stringify({ action: 'announce', ...fieldsOf(reply) })
}

function fieldsOf(reply: TrackerReply) {
  const infoHash = reply.infoHash && { info_hash: toBinary(reply.infoHash) }
  switch (reply.type) {
    case 'announced':
      return {
        ...infoHash,
        interval: reply.intervalMs / 1000,
        complete: reply.seeders,
        incomplete: reply.leechers,
      }
    case 'failure':
      return { ...infoHash, 'failure reason': reply.reason }
    default:
      return {
        ...infoHash,
        peer_id: toBinary(reply.from),
        offer_id: toBinary(reply.offerId),
        [reply.type]: { type: reply.type, sdp: reply.sdp },
      }
  }
}

export function encodeScrape(swarms: ReadonlyMap<InfoHash, SwarmCounts>): string {
  const files = Object.fromEntries(
    Array.from(swarms, ([infoHash, { seeders, leechers, completed }]) => [
      toBinary(infoHash),
      { complete: seeders, incomplete: leechers, downloaded: completed },
    ]),
  )
  return JSON.stringify({ action: 'scrape', files })
}
