/** The WebTorrent tracker protocol: what we write we read, what WebTorrent writes we read, and no more. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type InfoHash, isHexId, type PeerId } from '../base/ids.ts'
import { seededRandom } from '../base/random.ts'
import { forSeeds } from '../testing/seeds.ts'
import { mutate } from '../wire/mutate.ts'
import { KnownIds } from './known-ids.ts'
import { MAX_MESSAGE_BYTES, MAX_REASON_LENGTH, MAX_SDP_LENGTH } from './limits.ts'
import { toBinary } from './webtorrent.ts'
import { encodeTrackerReply, parseTrackerReply, type TrackerReply } from './webtorrent-reply.ts'
import {
  encodeAnnounce,
  encodeAnswer,
  MAX_OFFERS,
  MAX_SCRAPE,
  parseBySchema,
  parseTrackerRequest,
} from './webtorrent-request.ts'

/** Bytes of every kind: control characters, quotes, and those that UTF-8 spells with two. */
const INFO_HASH = '00010a0d1f2022275c7f80a0c3e9ff1e2d3c4b5a' as InfoHash
const PEER_ID = '2d5757303330302dffeeddccbbaa998877665544' as PeerId
const OTHER_ID = '2d5457303130302d000102030405060708090a0b' as PeerId
const OFFER_ID = '0123456789abcdef0123456789abcdef01234567'
const SDP = 'v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\n'

const REQUEST = { infoHash: INFO_HASH, peerId: PEER_ID, uploaded: 1, downloaded: 2, left: 3 }
const offers = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    offerId: OFFER_ID.replace(/^../, `0${i % 10}`),
    sdp: SDP,
  }))

/** As it comes out of a socket. */
const overTheWire = (text: string) => new TextDecoder().decode(new TextEncoder().encode(text))
const readRequest = (text: string) => parseTrackerRequest(overTheWire(text))
const readReply = (text: string) => parseTrackerReply(overTheWire(text))
const request = (fields: object) => parseTrackerRequest(JSON.stringify(fields))
const reply = (fields: object) => parseTrackerReply(JSON.stringify(fields))

const IDS = { info_hash: toBinary(INFO_HASH), peer_id: toBinary(PEER_ID) }
const ANNOUNCE = { action: 'announce', ...IDS, left: 5, numwant: 1, offers: [] }
const ANSWER = {
  action: 'announce',
  ...IDS,
  to_peer_id: toBinary(OTHER_ID),
  offer_id: toBinary(OFFER_ID),
  answer: { type: 'answer', sdp: SDP },
}

describe('what we write, we read', () => {
  test.each(['started', 'stopped', 'completed', undefined] as const)('announce: %s', event => {
    const announce = { ...REQUEST, numwant: 2, ...(event && { event }) }
    expect(readRequest(encodeAnnounce(announce, offers(2)))).toEqual({
      ok: true,
      value: { type: 'announce', request: announce, offers: offers(2) },
    })
  })

  test('announce of an id that is proved', () => {
    const announce = { ...REQUEST, numwant: 0 }
    const proof = { publicKey: '0f'.repeat(32), signature: 'a5'.repeat(64) }
    expect(readRequest(encodeAnnounce(announce, [], proof))).toEqual({
      ok: true,
      value: { type: 'announce', request: announce, offers: [], proof },
    })
  })

  test('answer', () => {
    const answer = { infoHash: INFO_HASH, offerId: OFFER_ID, from: PEER_ID, sdp: SDP }
    expect(readRequest(encodeAnswer(OTHER_ID, answer))).toEqual({
      ok: true,
      value: { type: 'answer', to: OTHER_ID, ...answer },
    })
  })

  const parties = { infoHash: INFO_HASH, offerId: OFFER_ID, from: PEER_ID, sdp: SDP }
  test.each<TrackerReply>([
    { type: 'announced', infoHash: INFO_HASH, intervalMs: 30_000, seeders: 2, leechers: 1 },
    { type: 'offer', ...parties },
    { type: 'answer', ...parties },
    { type: 'failure', infoHash: INFO_HASH, reason: 'No.' },
    { type: 'failure', infoHash: undefined, reason: 'No.' },
  ])('$type', value => {
    expect(readReply(encodeTrackerReply(value))).toEqual({ ok: true, value })
  })
})

test('ids are 20 characters, one for each byte, on the wire', () => {
  const { info_hash, peer_id } = JSON.parse(encodeAnnounce({ ...REQUEST, numwant: 0 }, []))
  expect(info_hash).toBe(Buffer.from(INFO_HASH, 'hex').toString('latin1'))
  expect(peer_id).toBe('-WW0300-ÿîÝÌ»ª\x99\x88wfUD')
})

test('an announce as WebTorrent writes it before it knows the metadata', () => {
  const announce = {
    numwant: 5,
    uploaded: 0,
    downloaded: 0,
    left: Number.NaN, // null in JSON
    event: 'started',
    action: 'announce',
    ...IDS,
    trackerid: 'x',
    offers: [{ offer: { type: 'offer', sdp: SDP }, offer_id: toBinary(OFFER_ID) }],
  }
  expect(request(announce)).toEqual({
    ok: true,
    value: {
      type: 'announce',
      request: { ...REQUEST, uploaded: 0, downloaded: 0, left: 1, numwant: 5, event: 'started' },
      offers: [{ offerId: OFFER_ID, sdp: SDP }],
    },
  })
})

test('offers: as many as are wanted, and ten at most', () => {
  const count = (numwant: number | null, made: number) => {
    const text = encodeAnnounce({ ...REQUEST, numwant: 0 }, offers(made))
    const parsed = request({ ...JSON.parse(text), numwant })
    return parsed.ok && parsed.value.type === 'announce' ? parsed.value.offers.length : undefined
  }
  expect([count(3, 5), count(50, 5), count(null, 5), count(0, 5)]).toEqual([3, 5, 5, 0])
  expect([count(50, 15), count(null, 15)]).toEqual([MAX_OFFERS, MAX_OFFERS])
})

test('a scrape names the swarms it is about', () => {
  const scrape = (info_hash?: unknown) => request({ action: 'scrape', info_hash })
  const value = { type: 'scrape', infoHashes: [INFO_HASH] }
  expect(scrape(IDS.info_hash)).toEqual({ ok: true, value })
  expect(scrape([IDS.info_hash])).toEqual({ ok: true, value })
  const many = Array(MAX_SCRAPE + 1).fill(IDS.info_hash)
  for (const bad of [undefined, null, 5, [], [5], [null], many, 'short'])
    expect(scrape(bad)).toEqual({ ok: false, problem: 'bad or missing field info_hash' })
})

const BAD_IDS = [
  undefined,
  null,
  5,
  [],
  {},
  '',
  'x'.repeat(19),
  'x'.repeat(21),
  `${'x'.repeat(19)}Ā`,
]
const BAD_AMOUNTS = [-1, '0', [], {}, true]
const BAD_DESCRIPTIONS = [
  5,
  'v=0',
  {},
  { type: 'offer' },
  { type: 'pranswer', sdp: SDP },
  { type: 'offer', sdp: 5 },
  { type: 'offer', sdp: 'x'.repeat(MAX_SDP_LENGTH + 1) },
]

test('a request with a bad field is refused by its name', () => {
  const refused = (fields: object, field: string) =>
    expect(request(fields), JSON.stringify(fields)).toEqual({
      ok: false,
      problem: `bad or missing field ${field}`,
    })
  for (const bad of BAD_IDS) {
    for (const field of ['info_hash', 'peer_id']) refused({ ...ANNOUNCE, [field]: bad }, field)
    for (const field of ['info_hash', 'to_peer_id', 'offer_id'])
      refused({ ...ANSWER, [field]: bad }, field)
    refused(
      { ...ANNOUNCE, offers: [{ offer: { type: 'offer', sdp: SDP }, offer_id: bad }] },
      'offers',
    )
  }
  for (const bad of BAD_AMOUNTS)
    for (const field of ['left', 'uploaded', 'downloaded', 'numwant'])
      refused({ ...ANNOUNCE, [field]: bad }, field)
  for (const bad of ['x', 5, '__proto__', {}]) refused({ ...ANNOUNCE, event: bad }, 'event')
  for (const bad of [null, 5, 'x', [], {}, { public_key: '0', signature: '0' }])
    refused({ ...ANNOUNCE, tabswarm_proof: bad }, 'tabswarm_proof')
  for (const bad of [5, 'x', {}, [null], [[]], [{}]])
    refused({ ...ANNOUNCE, offers: bad }, 'offers')
  for (const bad of BAD_DESCRIPTIONS) {
    refused({ ...ANSWER, answer: bad }, 'answer')
    refused({ ...ANNOUNCE, offers: [{ offer_id: ANSWER.offer_id, offer: bad }] }, 'offers')
  }
})

test('a reply with a bad field is refused by its name', () => {
  const refused = (fields: object, field: string) =>
    expect(reply(fields), JSON.stringify(fields)).toEqual({
      ok: false,
      problem: `bad or missing field ${field}`,
    })
  const announced = { action: 'announce', ...IDS, interval: 120, complete: 1, incomplete: 1 }
  for (const bad of BAD_AMOUNTS)
    for (const field of ['interval', 'complete', 'incomplete'])
      refused({ ...announced, [field]: bad }, field)
  for (const bad of BAD_DESCRIPTIONS) refused({ ...ANSWER, answer: bad }, 'answer')
  for (const bad of BAD_IDS) refused({ ...ANSWER, offer_id: bad }, 'offer_id')
  const reason = 'x'.repeat(MAX_REASON_LENGTH + 1)
  refused({ ...announced, 'failure reason': reason }, 'failure reason')
})

test.each([
  ['', 'not JSON'],
  ['{', 'not JSON'],
  ['null', 'not an object'],
  ['5', 'not an object'],
  ['[]', 'not an object'],
  ['{}', 'unknown action'],
  ['{"action":"__proto__"}', 'unknown action'],
  ['{"action":["announce"]}', 'unknown action'],
  ['['.repeat(30_000), 'not JSON'],
  [' '.repeat(MAX_MESSAGE_BYTES + 1), 'too long'],
])('what is no message at all is called by its name: %#', (text, problem) => {
  expect(parseTrackerRequest(text)).toEqual({ ok: false, problem })
  expect(parseTrackerReply(text)).toEqual({ ok: false, problem })
})

const PROBLEM =
  /^(not JSON|not an object|unknown action|unexpected shape|too long|bad or missing field [a-z_ ]+)$/

/** Whatever came in: a message within its limits, or a problem that echoes nothing of it. */
function check(text: string): 'read' | 'refused' {
  const asRequest = parseTrackerRequest(text)
  if (!asRequest.ok) expect(asRequest.problem).toMatch(PROBLEM)
  else if (asRequest.value.type === 'announce') {
    expect(asRequest.value.offers.length).toBeLessThanOrEqual(MAX_OFFERS)
    expect(asRequest.value.offers.every(({ offerId }) => isHexId(offerId))).toBe(true)
    expect(isHexId(asRequest.value.request.infoHash)).toBe(true)
  }
  const asReply = parseTrackerReply(text)
  if (!asReply.ok) expect(asReply.problem).toMatch(PROBLEM)
  else if ('infoHash' in asReply.value)
    expect(isHexId(asReply.value.infoHash ?? OFFER_ID)).toBe(true)
  return asRequest.ok || asReply.ok ? 'read' : 'refused'
}

test('ten thousand mutated messages: read or refused, never thrown at', () => {
  const where = { file: 'shared/tracker/webtorrent.test.ts', only: process.env.SEED }
  const originals = [
    encodeAnnounce({ ...REQUEST, numwant: 2, event: 'started' }, offers(2)),
    JSON.stringify(ANSWER),
    JSON.stringify({ action: 'scrape', info_hash: [IDS.info_hash] }),
    encodeTrackerReply({
      type: 'announced',
      infoHash: INFO_HASH,
      intervalMs: 30_000,
      seeders: 2,
      leechers: 1,
    }),
    encodeTrackerReply({ type: 'failure', infoHash: INFO_HASH, reason: 'No.' }),
  ].map(text => new TextEncoder().encode(text))
  const seen = { read: 0, refused: 0 }
  forSeeds(2_000, where, seed => {
    const random = seededRandom(seed)
    for (const original of originals)
      seen[check(new TextDecoder().decode(mutate(original, random)))]++
  })
  // Else the mutations are all of one kind.
  if (!where.only) expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(500)
})

test('any value in any field: read or refused', () => {
  const fields = fc.dictionary(
    fc.constantFrom(...Object.keys({ ...ANNOUNCE, ...ANSWER }), 'failure reason', '__proto__'),
    fc.oneof(fc.anything(), fc.constantFrom(IDS.info_hash, 'announce', ANSWER.answer)),
  )
  fc.assert(
    fc.property(fields, change => void check(JSON.stringify({ ...ANSWER, ...change }))),
    { numRuns: 2_000 },
  )
})

test('an SDP is passed on as it came, in whichever way the announce is written', () => {
  const sdp = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      SDP,
      '"',
      '\\',
      '\\"',
      '"sdp":"',
      'a\\"sdp":"b',
      'é\u2028😀',
      'x'.repeat(MAX_SDP_LENGTH),
    ),
  )
  const decoy = fc.constantFrom(
    {},
    { other: { sdp: 'decoy' } },
    { other: '"sdp":"decoy"' },
    { 'x"sdp': 'decoy' },
    { sdp: 5, other: ['sdp', 'decoy'] },
  )
  const parsed = fc.tuple(fc.array(sdp, { maxLength: 3 }), decoy, fc.boolean(), fc.nat(3))
  fc.assert(
    fc.property(parsed, ([sdps, others, isFirst, spaces]) => {
      const offers = sdps.map(text => ({
        offer_id: toBinary(OFFER_ID),
        offer: { type: 'offer', sdp: text },
      }))
      const named = { action: 'announce', info_hash: IDS.info_hash, peer_id: IDS.peer_id, offers }
      const message = isFirst ? { ...others, ...named } : { ...named, ...others }
      const ids = new KnownIds()
      const request = parseTrackerRequest(JSON.stringify(message, null, spaces), ids)
      if (!request.ok || request.value.type !== 'announce') throw new Error('not read')
      const { infoHash, peerId: from } = request.value.request
      const replies = request.value.offers.map(offer =>
        parseTrackerReply(encodeTrackerReply({ type: 'offer', infoHash, from, ...offer }, ids)),
      )
      expect(replies.map(reply => reply.ok && 'sdp' in reply.value && reply.value.sdp)).toEqual(
        sdps,
      )
    }),
  )
})

test('what is parsed without the schema is what the schema makes of it, and never more', () => {
  const amount = fc.oneof(
    fc.constantFrom(undefined, null, 0, 1, 2.5, -1, -0, 1e6, Infinity, '1', NaN),
    fc.anything(),
  )
  const id = fc.oneof(
    fc.constantFrom(IDS.info_hash, IDS.peer_id, '', 'x'.repeat(21), `${'x'.repeat(19)}\u0100`),
    fc.anything(),
  )
  const sent = fc.record(
    {
      offer_id: id,
      offer: fc.oneof(
        fc.record({
          type: fc.constantFrom('offer', 'answer', null),
          sdp: fc.oneof(fc.constantFrom(SDP, 'x'.repeat(MAX_SDP_LENGTH + 1), 5), fc.string()),
        }),
        fc.anything(),
      ),
    },
    { requiredKeys: [] },
  )
  const message = fc.record(
    {
      action: fc.constantFrom('announce', 'announce', 'scrape', null),
      info_hash: id,
      peer_id: id,
      uploaded: amount,
      downloaded: amount,
      left: amount,
      numwant: amount,
      event: fc.oneof(fc.constantFrom('started', 'paused', '', null, 'empty'), fc.anything()),
      offers: fc.oneof(fc.array(sent, { maxLength: 12 }), fc.anything()),
      answer: fc.constantFrom(undefined, null, false, {}, ANSWER.answer),
      tabswarm_proof: fc.constantFrom(undefined, null, {}),
      other: fc.anything(),
    },
    { requiredKeys: [] },
  )
  /** Mostly right, so that more than the first field counts. */
  const nearly = fc
    .tuple(
      message,
      fc.array(fc.constantFrom(...Object.keys({ ...ANNOUNCE, uploaded: 0, event: 0 }))),
    )
    .map(([odd, kept]) => ({
      ...ANNOUNCE,
      offers: [{ offer_id: ANSWER.offer_id, offer: { type: 'offer', sdp: SDP } }],
      ...Object.fromEntries(Object.entries(odd).filter(([key]) => kept.includes(key))),
    }))
  let passed = 0
  fc.assert(
    fc.property(fc.oneof(message, nearly), fields => {
      const text = JSON.stringify(fields)
      const parsed = parseTrackerRequest(text)
      expect(parsed).toEqual(parseBySchema(text))
      if (parsed.ok) passed++
    }),
    { numRuns: 3_000 },
  )
  expect(passed).toBeGreaterThan(100)
})
