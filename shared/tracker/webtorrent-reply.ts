/** Replies of the WebTorrent tracker protocol: our server writes them, our tabs read them. */
import * as v from 'valibot'
import type { InfoHash } from '../base/ids.ts'
import type { Parsed } from '../base/parsed.ts'
import { refusalReason } from '../wire/signal.ts'
import { ANNOUNCE_INTERVAL_MS } from './announce.ts'
import { KnownIds } from './known-ids.ts'
import type { SwarmCounts } from './registry.ts'
import {
  description,
  descriptionOf,
  infoHash,
  parseMessage,
  parties,
  toBinary,
} from './webtorrent.ts'

const count = v.nullish(v.pipe(v.number(), v.safeInteger(), v.minValue(0)), 0)

const announced = v.pipe(
  v.object({
    info_hash: infoHash,
    interval: v.nullish(v.pipe(v.number(), v.minValue(0)), ANNOUNCE_INTERVAL_MS / 1000),
    complete: count,
    incomplete: count,
  }),
  v.transform(message => ({
    type: 'announced' as const,
    infoHash: message.info_hash,
    intervalMs: 1000 * message.interval,
    seeders: message.complete,
    leechers: message.incomplete,
  })),
)

/** From another member of the swarm, like an answer. */
const offer = v.pipe(
  v.object({ ...parties, offer: description('offer') }),
  v.transform(message => ({
    type: 'offer' as const,
    ...descriptionOf(message, message.offer.sdp),
  })),
)

const answer = v.pipe(
  v.object({ ...parties, answer: description('answer') }),
  v.transform(message => ({
    type: 'answer' as const,
    ...descriptionOf(message, message.answer.sdp),
  })),
)

/** `info_hash`: of the request that failed, if it could be read. */
const failure = v.pipe(
  v.object({
    info_hash: v.exactOptional(infoHash),
    'failure reason': refusalReason,
  }),
  v.transform(message => ({
    type: 'failure' as const,
    infoHash: message.info_hash,
    reason: message['failure reason'],
  })),
)

export type TrackerReply = v.InferOutput<
  typeof announced | typeof offer | typeof answer | typeof failure
>

/** Our tabs never scrape, so the reply to a scrape is unknown here. */
export const parseTrackerReply = (text: string): Parsed<TrackerReply> =>
  parseMessage<TrackerReply>(text, message => {
    if ('failure reason' in message) return failure
    if (message.action !== 'announce') return undefined
    if (message.offer) return offer
    return message.answer ? answer : announced
  })

/** `ids`: those of swarms, so that they are written once. */
export function encodeTrackerReply(reply: TrackerReply, ids = new KnownIds()): string {
  const action = 'announce'
  switch (reply.type) {
    case 'announced': {
      const { infoHash, intervalMs, seeders, leechers } = reply
      const named = `"action":"${action}","info_hash":${ids.writtenOf(infoHash)}`
      return `{${named},"interval":${intervalMs / 1000},"complete":${seeders},"incomplete":${leechers}}`
    }
    case 'failure': {
      const { infoHash, reason } = reply
      const named = infoHash && { info_hash: toBinary(infoHash) }
      return JSON.stringify({ action, ...named, 'failure reason': reason })
    }
    default: {
      const { type, infoHash, offerId, from, sdp } = reply
      const named = `"action":"${action}","info_hash":${ids.writtenOf(infoHash)}`
      const parties = `"offer_id":${JSON.stringify(toBinary(offerId))},"peer_id":${ids.writtenOf(from)}`
      return `{${named},${parties},"${type}":{"type":"${type}","sdp":${JSON.stringify(sdp)}}}`
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
