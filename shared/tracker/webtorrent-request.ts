/** Requests of the WebTorrent tracker protocol: our server reads them, our tabs write them. */
import * as v from 'valibot'
import type { InfoHash, PeerId } from '../base/ids.ts'
import type { Parsed } from '../base/parsed.ts'
import { type AnnounceRequest, MAX_NUMWANT } from './announce.ts'
import { KnownIds } from './known-ids.ts'
import { MAX_SDP_LENGTH } from './limits.ts'
import { type Proof, publicKeyHex, signatureHex } from './proof.ts'
import {
  type Description,
  description,
  descriptionOf,
  fieldsOf,
  fromBinary,
  infoHash,
  isBinaryId,
  offerId,
  parseMessage,
  parties,
  peerId,
  toBinary,
} from './webtorrent.ts'

/** Offers of one announce that are passed on, as in aquatic; WebTorrent makes 5. */
export const MAX_OFFERS = 10

/** Swarms in one scrape; aquatic allows 255. */
export const MAX_SCRAPE = 64

/** An offer for whichever member the tracker hands it to. */
export interface OpenOffer {
  readonly offerId: string
  readonly sdp: string
}

/** A length that is not known yet is NaN or Infinity, which JSON writes as null. */
const amount = v.nullish(v.pipe(v.number(), v.minValue(0)), null)

/** A field of ours, which other trackers ignore as they do each other's. */
const proof = v.pipe(
  v.object({ public_key: publicKeyHex, signature: signatureHex }),
  v.transform(({ public_key, signature }): Proof => ({ publicKey: public_key, signature })),
)

/** The events of BEP 3, and others in use, which mean only that the peer is still there. */
const EVENTS = ['started', 'stopped', 'completed', 'paused', 'update', ''] as const

const announce = v.pipe(
  v.object({
    info_hash: infoHash,
    peer_id: peerId,
    uploaded: amount,
    downloaded: amount,
    left: amount,
    numwant: amount,
    event: v.nullish(v.picklist(EVENTS), ''),
    offers: v.nullish(v.array(v.object({ offer_id: offerId, offer: description('offer') })), []),
    tabswarm_proof: v.exactOptional(proof),
  }),
  v.transform(({ info_hash, peer_id, tabswarm_proof, offers, ...message }) => {
    const sent = offers.slice(0, offersTaken(message.numwant))
    return {
      type: 'announce' as const,
      request: requestOf(info_hash, peer_id, message, sent.length),
      ...(tabswarm_proof && { proof: tabswarm_proof }),
      offers: sent.map(({ offer_id, offer }): OpenOffer => ({ offerId: offer_id, sdp: offer.sdp })),
    }
  }),
)

const offersTaken = (numwant: number | null | undefined): number =>
  Math.min(Math.floor(numwant ?? MAX_OFFERS), MAX_OFFERS)

interface Said {
  readonly uploaded?: number | null | undefined
  readonly downloaded?: number | null | undefined
  readonly left?: number | null | undefined
  readonly numwant?: number | null | undefined
  readonly event?: (typeof EVENTS)[number] | null | undefined
}

function requestOf(
  infoHash: InfoHash,
  peerId: PeerId,
  { uploaded, downloaded, left, numwant, event }: Said,
  offers: number,
): AnnounceRequest {
  const request = {
    infoHash,
    peerId,
    uploaded: uploaded ?? 0,
    downloaded: downloaded ?? 0,
    left: left ?? 1, // a leecher of unknown size
    numwant: Math.min(numwant ?? offers, MAX_NUMWANT),
  }
  const isKnown = event === 'started' || event === 'stopped' || event === 'completed'
  return isKnown ? { ...request, event } : request
}

const answer = v.pipe(
  v.object({ ...parties, to_peer_id: peerId, answer: description('answer') }),
  v.transform(message => ({
    type: 'answer' as const,
    to: message.to_peer_id,
    ...descriptionOf(message, message.answer.sdp),
  })),
)

/** A scrape must name its swarms: nobody may list who shares what. */
const scrape = v.pipe(
  v.object({
    info_hash: v.union([
      infoHash,
      v.pipe(v.array(infoHash), v.minLength(1), v.maxLength(MAX_SCRAPE)),
    ]),
  }),
  v.transform(message => ({ type: 'scrape' as const, infoHashes: [message.info_hash].flat() })),
)

export type TrackerRequest = v.InferOutput<typeof announce | typeof answer | typeof scrape>

/** `ids`: those of earlier requests, so that they are known here. */
export const parseTrackerRequest = (text: string, ids = new KnownIds()): Parsed<TrackerRequest> =>
  parseMessage<TrackerRequest>(text, schemaOf, message => usualAnnounce(message, ids))

export const parseBySchema = (text: string): Parsed<TrackerRequest> =>
  parseMessage<TrackerRequest>(text, schemaOf)

function schemaOf({ action, answer: answered }: Record<string, unknown>) {
  if (action === 'scrape') return scrape
  if (action !== 'announce') return undefined
  return answered ? answer : announce
}

/**
 * What the schema makes of an announce without a proof, at a tenth of its cost. Undefined: the schema decides, and
 * says what is wrong.
 */
function usualAnnounce(
  message: Record<string, unknown>,
  ids: KnownIds,
): Extract<TrackerRequest, { type: 'announce' }> | undefined {
  const { action, answer, info_hash, peer_id, offers = null, tabswarm_proof } = message
  if (action !== 'announce' || answer || tabswarm_proof !== undefined || !isSaid(message))
    return undefined
  const infoHash = ids.hexOf(info_hash) as InfoHash | undefined
  const peerId = ids.hexOf(peer_id) as PeerId | undefined
  if (infoHash === undefined || peerId === undefined) return undefined
  const sent = offers === null ? [] : usualOffers(offers, offersTaken(message.numwant))
  if (!sent) return undefined
  return {
    type: 'announce',
    request: requestOf(infoHash, peerId, message, sent.length),
    offers: sent,
  }
}

const isAmount = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'number' && value >= 0)

function isSaid(message: Record<string, unknown>): message is Record<string, unknown> & Said {
  const { uploaded, downloaded, left, numwant, event } = message
  const areAmounts = isAmount(uploaded) && isAmount(downloaded) && isAmount(left)
  if (!areAmounts || !isAmount(numwant)) return false
  return event === undefined || event === null || EVENTS.includes(event as (typeof EVENTS)[number])
}

/** All must be right, though no more than `count` are taken. */
function usualOffers(offers: unknown, count: number): OpenOffer[] | undefined {
  if (!Array.isArray(offers)) return undefined
  const taken: OpenOffer[] = []
  for (const item of offers as (Partial<SentOffer> | null)[]) {
    const { offer_id: id, offer } = item ?? {}
    if (!isBinaryId(id) || offer?.type !== 'offer') return undefined
    const { sdp } = offer
    if (typeof sdp !== 'string' || sdp.length > MAX_SDP_LENGTH) return undefined
    if (taken.length < count) taken.push({ offerId: fromBinary(id), sdp })
  }
  return taken
}

interface SentOffer {
  readonly offer_id: unknown
  readonly offer: { readonly type?: unknown; readonly sdp?: unknown } | null
}

export function encodeAnnounce(
  request: AnnounceRequest,
  offers: readonly OpenOffer[],
  proof?: Proof,
): string {
  const { uploaded, downloaded, left, event } = request
  return JSON.stringify({
    action: 'announce',
    info_hash: toBinary(request.infoHash),
    peer_id: toBinary(request.peerId),
    uploaded,
    downloaded,
    left,
    numwant: offers.length,
    ...(event && { event }),
    offers: offers.map(({ offerId, sdp }) => ({
      offer_id: toBinary(offerId),
      offer: { type: 'offer', sdp },
    })),
    ...(proof && {
      tabswarm_proof: { public_key: proof.publicKey, signature: proof.signature },
    }),
  })
}

export const encodeAnswer = (to: PeerId, answer: Description): string =>
  JSON.stringify({
    action: 'announce',
    to_peer_id: toBinary(to),
    ...fieldsOf('answer', answer),
  })
