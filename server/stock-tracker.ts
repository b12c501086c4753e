/** What the tracker answers to a stock client, and how another member's signal is written to one. */
import type { Parsed } from '../shared/base/parsed.ts'
import type { IncomingSignal } from '../shared/events.ts'
import {
  encodeScrape,
  encodeTrackerReply,
  type TrackerReply,
} from '../shared/tracker/webtorrent-reply.ts'
import type { TrackerRequest } from '../shared/tracker/webtorrent-request.ts'
import type { Client } from './clients.ts'
import { refusePeerId } from './peer-ids.ts'
import { relay, type SignallingDeps } from './signalling.ts'

/** One message to send back, if any. */
export async function answerStock(
  parsed: Parsed<TrackerRequest>,
  client: Client,
  deps: SignallingDeps,
  now: number,
): Promise<string | undefined> {
  if (!parsed.ok) return failure(`The message is not valid: ${parsed.problem}.`)
  const message = parsed.value
  switch (message.type) {
    case 'announce':
      return encodeTrackerReply(await countedAnnounce(message, client, deps, now))
    case 'answer': {
      const { type: kind, infoHash, offerId, to, sdp } = message
      // The socket says who answers; the id in the message is ignored.
      const refusal = await relay({ kind, infoHash, offerId, to, sdp }, client, deps, now)
      return refusal && failure(refusal, infoHash)
    }
    case 'scrape': {
      if (!client.visitor.announces.take(now)) return failure(TOO_OFTEN)
      const counts = message.infoHashes.map(
        async infoHash => [infoHash, await deps.registry.countsOf(infoHash)] as const,
      )
      return encodeScrape(new Map(await Promise.all(counts)))
    }
  }
}

async function countedAnnounce(...of: Parameters<typeof announce>): Promise<TrackerReply> {
  const [, , { counts }] = of
  const reply = await announce(...of)
  counts.add(reply.type === 'failure' ? 'refused announces' : 'announces', 'webtorrent')
  return reply
}

async function announce(
  { request, offers, proof }: Extract<TrackerRequest, { type: 'announce' }>,
  client: Client,
  deps: SignallingDeps,
  now: number,
): Promise<TrackerReply> {
  const { infoHash } = request
  if (!client.visitor.announces.take(now)) return { type: 'failure', infoHash, reason: TOO_OFTEN }
  const refusal = await refusePeerId({ peerId: request.peerId, proof }, client, deps, now)
  if (refusal) return { type: 'failure', infoHash, reason: refusal }
  const wanted = { ...request, stock: true, numwant: offers.length }
  const reply = await deps.registry.announce(wanted, client.announcer, now)
  if ('failure' in reply) return { type: 'failure', infoHash, reason: reply.failure }
  for (const [i, to] of reply.peers.entries()) {
    const { offerId, sdp } = offers[i] as (typeof offers)[number]
    // An offer that cannot be passed on is lost, like one that nobody answers.
    await relay({ kind: 'offer', infoHash, offerId, to, sdp, whole: true }, client, deps, now)
  }
  const { intervalMs, seeders, leechers } = reply
  return { type: 'announced', infoHash, intervalMs, seeders, leechers }
}

/** Undefined: the protocol has no such message. Refusals are not told, and candidates are in the SDP. */
export function toStock(signal: IncomingSignal): TrackerReply | undefined {
  if (signal.kind !== 'offer' && signal.kind !== 'answer') return undefined
  const { kind: type, infoHash, offerId, from, sdp } = signal
  return { type, infoHash, offerId, from, sdp }
}

export const failure = (reason: string, infoHash?: TrackerReply['infoHash']): string =>
  encodeTrackerReply({ type: 'failure', infoHash, reason })

const TOO_OFTEN = 'This client announces too often. It may again in a few seconds.'
