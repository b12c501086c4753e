import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Parsed } from './base/parsed.ts'
import { parseStunServers } from './events/ice.ts'
import {
  parseAnnounceReply,
  parseAnnounceRequest,
  parseIncomingSignal,
  parseOutgoingSignal,
  parseSignalBySchema,
} from './events.ts'
import { MAX_MESSAGE_BYTES } from './tracker/limits.ts'
import { MAX_CANDIDATE_LENGTH, MAX_SDP_LENGTH } from './wire/signal.ts'

const ID = '0123456789abcdef0123456789abcdef01234567'
const ANNOUNCE = {
  infoHash: ID,
  peerId: ID,
  uploaded: 0,
  downloaded: 0,
  left: 0,
  numwant: 50,
  event: 'started',
}
const PROOF = { publicKey: '0f'.repeat(32), signature: 'a5'.repeat(64) }
const REPLY = { intervalMs: 30_000, peers: [ID], seeders: 1, leechers: 0 }
const TURN = {
  urls: ['turns:turn.example.org:5349?transport=tcp'],
  username: '1:a',
  credential: 'b',
}
const PARTIES = { infoHash: ID, offerId: ID, to: ID }
const OFFER = { kind: 'offer', ...PARTIES, sdp: 'v=0' }
const ANSWER = { ...OFFER, kind: 'answer' }
const CANDIDATE = {
  kind: 'candidate',
  ...PARTIES,
  candidate: 'candidate:1',
  sdpMid: '0',
  sdpMLineIndex: 0,
}
const REFUSE = { kind: 'refuse', ...PARTIES, reason: 'full' }
const incoming = ({ to, ...rest }: typeof PARTIES) => ({ ...rest, from: to })

type Shape = [string, (input: unknown) => Parsed<unknown>, Record<string, unknown>]
const SHAPES: Shape[] = [
  ['announce', parseAnnounceRequest, ANNOUNCE],
  ['proven announce', parseAnnounceRequest, { ...ANNOUNCE, proof: PROOF }],
  ['reply', parseAnnounceReply, REPLY],
  ['reply with stock clients', parseAnnounceReply, { ...REPLY, stock: [ID] }],
  ['reply with relays', parseAnnounceReply, { ...REPLY, turn: TURN }],
  ['STUN servers', parseStunServers, { urls: ['stun:192.0.2.1:3478'] }],
  ['failure', parseAnnounceReply, { failure: 'No.' }],
  ['offer', parseOutgoingSignal, OFFER],
  ['whole offer', parseOutgoingSignal, { ...OFFER, whole: true }],
  ['answer', parseOutgoingSignal, ANSWER],
  ['candidate', parseOutgoingSignal, CANDIDATE],
  ['refuse', parseOutgoingSignal, REFUSE],
  ['incoming offer', parseIncomingSignal, incoming(OFFER)],
  ['incoming answer', parseIncomingSignal, incoming(ANSWER)],
  ['incoming candidate', parseIncomingSignal, incoming(CANDIDATE)],
  ['incoming refuse', parseIncomingSignal, incoming(REFUSE)],
]

/** Wrong for every field there is. */
const BAD_VALUES: unknown[] = [
  undefined,
  true,
  -1,
  0.5,
  Number.NaN,
  Infinity,
  2 ** 53,
  [],
  [null],
  {},
  { toString: 'x' },
  'x'.repeat(1_000_000),
]

const OPTIONAL = ['proof', 'event', 'whole', 'stock', 'turn']
/** What is wrong elsewhere and right here. */
const LAWFUL: Record<string, string> = { peers: '[]', stock: '[]', whole: 'true' }

describe.each(SHAPES)('%s', (_name, parse, good) => {
  const without = (field: string) =>
    Object.fromEntries(Object.entries(good).filter(([key]) => key !== field))

  test('is taken as it is', () => {
    expect(parse(good)).toEqual({ ok: true, value: good })
  })

  test('is refused with any field missing or mistyped', () => {
    for (const field of Object.keys(good)) {
      const missing = parse(without(field))
      expect(missing, field).toMatchObject({ ok: OPTIONAL.includes(field) })
      for (const value of BAD_VALUES) {
        if (LAWFUL[field] === JSON.stringify(value)) continue
        expect(parse({ ...good, [field]: value }), field).toMatchObject({ ok: false })
      }
    }
  })

  test('is refused with a field too many, however it is called', () => {
    for (const field of ['extra', 'constructor', 'toString', 'hasOwnProperty'])
      expect(parse({ ...good, [field]: 1 })).toMatchObject({ ok: false })
    const polluting = JSON.parse(JSON.stringify(good).replace('{', '{"__proto__":{"polluted":1},'))
    expect(parse(polluting)).toMatchObject({ ok: false })
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  test('is refused when it is something else altogether, and the refusal echoes nothing', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), input => {
        const parsed = parse(input)
        expect(parsed.ok ? '' : parsed.problem).toMatch(
          /^(unexpected shape|bad or missing field \w+)$/,
        )
      }),
    )
  })
})

test('ids are 40 lower-case hex digits', () => {
  for (const bad of ['', ID.slice(1), `${ID}0`, ID.toUpperCase(), `g${ID.slice(1)}`, '__proto__'])
    for (const field of ['infoHash', 'peerId'])
      expect(parseAnnounceRequest({ ...ANNOUNCE, [field]: bad })).toEqual({
        ok: false,
        problem: `bad or missing field ${field}`,
      })
})

test('numbers and events have bounds', () => {
  for (const change of [{ numwant: 1001 }, { numwant: '5' }, { left: '0' }, { event: 'paused' }])
    expect(parseAnnounceRequest({ ...ANNOUNCE, ...change })).toMatchObject({ ok: false })
})

/** With a proof the schema decides, without one often the reader of the usual shape: both must say the same. */
test('an announce is taken for the same with and without a proof', () => {
  const odd = fc.anything({ withNullPrototype: true })
  const mostly = (good: readonly unknown[], bad: readonly unknown[]) =>
    fc.oneof(
      { arbitrary: fc.constantFrom(...good), weight: 10 },
      { arbitrary: fc.constantFrom(...bad), weight: 1 },
      { arbitrary: odd, weight: 1 },
    )
  const id = mostly([ID, 'ab'.repeat(20)], [ID.toUpperCase(), ID.slice(1), `${ID}0`])
  const count = mostly([0, 1, 50, 1000], [1001, 2 ** 53, -1, 0.5, Number.NaN])
  const fields = {
    infoHash: id,
    peerId: id,
    uploaded: count,
    downloaded: count,
    left: count,
    numwant: count,
    event: mostly(['started', 'stopped', 'completed'], ['paused', undefined]),
    brisk: mostly([true], [false, undefined]),
    other: odd,
  }
  const announce = fc.record(fields, {
    requiredKeys: ['infoHash', 'peerId', 'uploaded', 'downloaded', 'left', 'numwant'],
  })
  fc.assert(
    fc.property(announce, bare => {
      const parsed = parseAnnounceRequest(bare)
      const proven = parseAnnounceRequest({ ...bare, proof: PROOF })
      expect(parsed.ok).toBe(proven.ok)
      if (parsed.ok) expect({ ...parsed.value, proof: PROOF }).toEqual(proven.ok && proven.value)
      else expect(parsed).toEqual(proven)
    }),
    { numRuns: 5_000 },
  )
})

test('a signal that is parsed without the schema is what the schema makes of it, and never more', () => {
  const odd = fc.anything({ withNullPrototype: true })
  const id = mostly(
    fc.constant(ID),
    fc.constantFrom(ID.toUpperCase(), `${ID}0`, '', `${ID}\n`),
    odd,
  )
  const fields = {
    kind: mostly(fc.constantFrom('offer', 'answer'), fc.constantFrom('refuse', 'Offer'), odd),
    infoHash: id,
    offerId: id,
    to: id,
    sdp: mostly(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('x'.repeat(MAX_SDP_LENGTH), 'x'.repeat(MAX_SDP_LENGTH + 1)),
      odd,
    ),
  }
  const signal = fc.oneof(
    { arbitrary: fc.record(fields), weight: 4 },
    { arbitrary: fc.record(fields, { requiredKeys: [] }), weight: 1 },
  )
  const more = mostly(
    fc.constant({}),
    fc.dictionary(fc.constantFrom('whole', 'from', 'reason', 'other', '__proto__'), odd),
    fc.constant({ whole: true }),
  )
  const cases = fc.tuple(signal, more, fc.constantFrom('own', 'inherited', 'text'))
  let passed = 0
  fc.assert(
    fc.property(cases, ([bare, added, way]) => {
      const input = came(way, { ...bare, ...added })
      const parsed = parseOutgoingSignal(input)
      expect(parsed).toStrictEqual(parseSignalBySchema(input))
      if (parsed.ok) {
        expect(parsed.value).not.toBe(input)
        passed++
      }
    }),
    { numRuns: 3_000 },
  )
  expect(passed).toBeGreaterThan(300)
})

function came(way: string, fields: Record<string, unknown>): unknown {
  if (way === 'text') return JSON.parse(JSON.stringify(fields))
  if (way === 'own') return fields
  const { sdp, ...own } = fields
  return Object.assign(Object.create({ sdp }), own, { other: sdp })
}

/** Mostly right, so that more than the first field counts. */
function mostly<T, U, V>(
  good: fc.Arbitrary<T>,
  bad: fc.Arbitrary<U>,
  odd: fc.Arbitrary<V>,
): fc.Arbitrary<T | U | V> {
  return fc.oneof(
    { arbitrary: good, weight: 20 },
    { arbitrary: bad, weight: 1 },
    { arbitrary: odd, weight: 1 },
  )
}

test('a failure carries nothing else', () => {
  expect(parseAnnounceReply({ ...REPLY, failure: 'No.' })).toMatchObject({ ok: false })
})

test('what is lawful at its longest fits a message, what is longer is refused', () => {
  const sdp = 'é€'.repeat(MAX_SDP_LENGTH / 2)
  const longest = { ...OFFER, sdp }
  expect(parseOutgoingSignal(longest)).toMatchObject({ ok: true })
  const bytes = new TextEncoder().encode(JSON.stringify(['signal', longest])).length
  expect(bytes).toBeLessThan(MAX_MESSAGE_BYTES - 1024)
  expect(parseOutgoingSignal({ ...OFFER, sdp: `${sdp}x` })).toMatchObject({ ok: false })
  const candidate = 'x'.repeat(MAX_CANDIDATE_LENGTH + 1)
  expect(parseOutgoingSignal({ ...CANDIDATE, candidate })).toMatchObject({ ok: false })
})

test('a candidate may come without its place', () => {
  const bare = { ...CANDIDATE, sdpMid: null, sdpMLineIndex: null }
  expect(parseOutgoingSignal(bare)).toEqual({ ok: true, value: bare })
})
