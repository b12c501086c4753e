/** Requests of the WebTorrent tracker protocol: our server reads them, our tabs write them. */
import * as v from 'valibot'
import type { PeerId } from '../base/ids.ts'
import type { Parsed } from '../base/parsed.ts'
import { type AnnounceRequest, MAX_NUMWANT } from './announce.ts'
import { type Proof, publicKeyHex, signatureHex } from './proof.ts'
import {
  type Description,
  description,
  descriptionOf,
  fieldsOf,
  infoHash,
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
  v.transform(message => {
    const { event } = message
    const offers = message.offers.slice(0, message.numwant ?? MAX_OFFERS).slice(0, MAX_OFFERS)
    const isKnown = event === 'started' || event === 'stopped' || event === 'completed'
    const request: AnnounceRequest = {
      infoHash: message.info_hash,
      peerId: message.peer_id,
      uploaded: message.uploaded ?? 0,
      downloaded: message.downloaded ?? 0,
      left: message.left ?? 1, // a leecher of unknown size
      numwant: Math.min(message.numwant ?? offers.length, MAX_NUMWANT),
      ...(isKnown && { event }),
    }
    const { tabswarm_proof } = message
    return {
      type: 'announce' as const,
      request,
      ...(tabswarm_proof && { proof: tabswarm_proof }),
      offers: offers.map(({ offer_id, offer }) => ({ offerId: offer_id, sdp: offer.sdp })),
    }
  }),
)

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

export const parseTrackerRequest = (text: string): Parsed<TrackerRequest> =>
  parseMessage<TrackerRequest>(text, ({ action, answer: answered }) => {
    if (action === 'scrape') return scrape
    if (action !== 'announce') return undefined
    return answered ? answer : announce
  })

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
