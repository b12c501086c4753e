/** What the tracker answers to a stock client, and how another member's signal is written to one. */
import type { InfoHash } from '../shared/base/ids.ts'
import type { Parsed } from '../shared/base/parsed.ts'
import type { IncomingSignal, OutgoingSignal } from '../shared/events.ts'
import type { KnownIds } from '../shared/tracker/known-ids.ts'
import {
  encodeScrape,
  encodeTrackerReply,
  type TrackerReply,
} from '../shared/tracker/webtorrent-reply.ts'
import type { TrackerRequest } from '../shared/tracker/webtorrent-request.ts'
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
      if (peers.length === 0) return announced
      const signals = peers.flatMap((to, i): OutgoingSignal[] => {
        const offer = offers[i]
        return offer ? [{ kind: 'offer', infoHash, ...offer, to, whole: true }] : []
      })
      return after(handOut(signals, 0, client, deps, now), () => announced)
    })
  })
}

/** An offer that cannot be passed on is lost, like one that nobody answers. */
function handOut(
  signals: readonly OutgoingSignal[],
  from: number,
  ...by: readonly [client: Client, deps: SignallingDeps, now: number]
): Awaitable<void> {
  const signal = signals[from]
  if (signal) return after(relay(signal, ...by), () => handOut(signals, from + 1, ...by))
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
