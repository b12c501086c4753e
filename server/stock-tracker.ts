/** What the tracker answers to a stock client, and how another member's signal is written to one. */
import type { InfoHash, PeerId } from '../shared/base/ids.ts'
import type { Parsed } from '../shared/base/parsed.ts'
import type { IncomingSignal } from '../shared/events.ts'
import type { KnownIds } from '../shared/tracker/known-ids.ts'
import {
  encodeScrape,
  encodeTrackerReply,
  type TrackerReply,
} from '../shared/tracker/webtorrent-reply.ts'
import type { OpenOffer, TrackerRequest } from '../shared/tracker/webtorrent-request.ts'
import { type Awaitable, after } from './awaitable.ts'
import type { Client } from './clients.ts'
import { refusePeerId } from './peer-ids.ts'
import { relay, type SignallingDeps } from './signalling.ts'

export interface StockTrackerDeps extends SignallingDeps {
  /** Of all stock clients. */
  readonly ids: KnownIds
}

/** One message to send back, if any. */
export function answerStock(
  parsed: Parsed<TrackerRequest>,
  client: Client,
  deps: StockTrackerDeps,
  now: number,
): Awaitable<string | undefined> {
  if (!parsed.ok) return failure(`The message is not valid: ${parsed.problem}.`)
  const message = parsed.value
  switch (message.type) {
    case 'announce':
      return after(announce(message, client, deps, now), reply => {
        const name = reply.type === 'failure' ? 'refused announces' : 'announces'
        deps.counts.add(name, 'webtorrent')
        return encodeTrackerReply(reply, deps.ids)
      })
    case 'answer': {
      const { type: kind, infoHash, offerId, to, sdp } = message
      // The socket says who answers; the id in the message is ignored.
      const refusal = relay({ kind, infoHash, offerId, to, sdp }, client, deps, now)
      return after(refusal, refusal => refusal && failure(refusal, infoHash))
    }
    case 'scrape': {
      if (!client.visitor.announces.take(now)) return failure(TOO_OFTEN)
      const counts = message.infoHashes.map(
        async infoHash => [infoHash, await deps.registry.countsOf(infoHash)] as const,
      )
      return Promise.all(counts).then(all => encodeScrape(new Map(all)))
    }
  }
}

type Announce = Extract<TrackerRequest, { type: 'announce' }>

function announce(
  { request, offers, proof }: Announce,
  client: Client,
  deps: SignallingDeps,
  now: number,
): Awaitable<TrackerReply> {
  const { infoHash, peerId } = request
  if (!client.visitor.announces.take(now)) return refused(infoHash, TOO_OFTEN)
  return after(refusePeerId({ peerId, proof }, client, deps, now), refusal => {
    if (refusal) return refused(infoHash, refusal)
    const { uploaded, downloaded, left, event } = request
    const numwant = offers.length
    const wanted = { infoHash, peerId, uploaded, downloaded, left, numwant, stock: true }
    const asked = event ? { ...wanted, event } : wanted
    return after(deps.registry.announce(asked, client.announcer, now), reply => {
      if ('failure' in reply) return refused(infoHash, reply.failure)
      const { peers, intervalMs, seeders, leechers } = reply
      const announced: TrackerReply = { type: 'announced', infoHash, intervalMs, seeders, leechers }
      const handedOut = handOut({ infoHash, offers, peers }, 0, client, deps, now)
      return handedOut instanceof Promise ? handedOut.then(() => announced) : announced
    })
  })
}

interface Offered {
  readonly infoHash: InfoHash
  readonly offers: readonly OpenOffer[]
  /** One for each. */
  readonly peers: readonly PeerId[]
}

/** An offer that cannot be passed on is lost, like one that nobody answers. Undefined: that was at once. */
function handOut(
  offered: Offered,
  first: number,
  ...by: readonly [client: Client, deps: SignallingDeps, now: number]
): Promise<void> | undefined {
  const { infoHash, offers, peers } = offered
  for (let i = first; i < peers.length && i < offers.length; i++) {
    const { offerId, sdp } = offers[i] as OpenOffer
    const to = peers[i] as PeerId
    const done = relay({ kind: 'offer', infoHash, offerId, sdp, whole: true, to }, ...by)
    if (done instanceof Promise) return done.then(() => handOut(offered, i + 1, ...by))
  }
  return undefined
}

const refused = (infoHash: InfoHash, reason: string): TrackerReply => ({
  type: 'failure',
  infoHash,
  reason,
})

/** Undefined: the protocol has no such message. Refusals are not told, and candidates are in the SDP. */
export function toStock(signal: IncomingSignal): TrackerReply | undefined {
  if (signal.kind !== 'offer' && signal.kind !== 'answer') return undefined
  const { kind: type, infoHash, offerId, from, sdp } = signal
  return { type, infoHash, offerId, from, sdp }
}

export const failure = (reason: string, infoHash?: TrackerReply['infoHash']): string =>
  encodeTrackerReply({ type: 'failure', infoHash, reason })

const TOO_OFTEN = 'This client announces too often. It may again in a few seconds.'
