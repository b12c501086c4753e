import { beforeEach, expect, test } from 'vitest'
import type { InfoHash, PeerId } from '../base/ids.ts'
import {
  MAX_CANDIDATES_PER_OFFER,
  MAX_LIVE_OFFERS_PER_SOCKET,
  OFFER_TTL_MS,
  OfferBook,
  type SignalAddress,
} from './offers.ts'

const INFO_HASH = 'a'.repeat(40) as InfoHash
const OFFER = '0'.repeat(40)

let book: OfferBook
let now = 0
beforeEach(() => {
  book = new OfferBook()
  now = 0
})

/** `say('ann', 'offer', 'bob')`: Ann's socket is called as she is. */
function say(
  from: string,
  kind: SignalAddress['kind'],
  to: string,
  offerId = OFFER,
  swarm = INFO_HASH,
) {
  const address = { kind, infoHash: swarm, offerId, from: from as PeerId, to: to as PeerId }
  return book.admit(address, { by: from, target: to }, now)
}

test('an offer, candidates both ways before and after, one answer', () => {
  expect(say('ann', 'offer', 'bob')).toBeUndefined()
  expect(say('ann', 'candidate', 'bob')).toBeUndefined()
  expect(say('bob', 'candidate', 'ann')).toBeUndefined()
  expect(say('bob', 'answer', 'ann')).toBeUndefined()
  expect(say('ann', 'candidate', 'bob')).toBeUndefined()
  expect(say('bob', 'candidate', 'ann')).toBeUndefined()
  expect(say('bob', 'answer', 'ann')).toBe('already-answered')
  expect(say('bob', 'refuse', 'ann')).toBe('already-answered')
})

test('nothing follows an offer that was never made', () => {
  for (const kind of ['answer', 'candidate', 'refuse'] as const)
    expect(say('bob', kind, 'ann')).toBe('unknown-offer')
  expect(book.size).toBe(0)
})

test('only the two of an offer speak in it, each in their part', () => {
  say('ann', 'offer', 'bob')
  for (const kind of ['answer', 'candidate', 'refuse'] as const) {
    expect(say('eve', kind, 'ann')).toBe('unknown-offer')
    expect(say('eve', kind, 'bob')).toBe('unknown-offer')
    expect(say('bob', kind, 'ann', '1'.repeat(40))).toBe('unknown-offer')
    expect(say('bob', kind, 'ann', OFFER, 'b'.repeat(40) as InfoHash)).toBe('unknown-offer')
  }
  expect(say('ann', 'answer', 'bob')).toBe('unknown-offer')
  expect(say('ann', 'refuse', 'bob')).toBe('unknown-offer')
  expect(say('bob', 'answer', 'ann')).toBeUndefined()
})

test('a copied offer id is another offer', () => {
  say('ann', 'offer', 'bob')
  expect(say('ann', 'offer', 'bob')).toBe('duplicate-offer')
  expect(say('eve', 'offer', 'bob')).toBeUndefined()
  expect(say('bob', 'answer', 'eve')).toBeUndefined()
  expect(say('bob', 'answer', 'ann')).toBeUndefined()
})

test('offers that race each other live side by side', () => {
  say('ann', 'offer', 'bob', OFFER)
  expect(say('bob', 'offer', 'ann', '1'.repeat(40))).toBeUndefined()
  expect(say('ann', 'refuse', 'bob', '1'.repeat(40))).toBeUndefined()
  expect(say('bob', 'answer', 'ann', OFFER)).toBeUndefined()
})

test('a refused offer is over', () => {
  say('ann', 'offer', 'bob')
  expect(say('bob', 'refuse', 'ann')).toBeUndefined()
  expect(say('bob', 'answer', 'ann')).toBe('unknown-offer')
  expect(say('ann', 'candidate', 'bob')).toBe('unknown-offer')
  expect(book.size).toBe(0)
})

test('an offer expires at its time, not before', () => {
  say('ann', 'offer', 'bob')
  now = OFFER_TTL_MS - 1
  expect(say('bob', 'candidate', 'ann')).toBeUndefined()
  now = OFFER_TTL_MS
  expect(say('bob', 'answer', 'ann')).toBe('unknown-offer')
  expect(book.size).toBe(0)
})

test('the offers of a closed socket go with it, and those made to it', () => {
  say('ann', 'offer', 'bob')
  say('bob', 'offer', 'ann')
  book.socketClosed('ann')
  expect(say('bob', 'answer', 'ann')).toBe('unknown-offer')
  expect(say('ann', 'answer', 'bob')).toBe('unknown-offer')
})

test('the live offers of a socket and the candidates of an offer are limited', () => {
  const offerId = (n: number) => n.toString(16).padStart(40, '0')
  for (let i = 0; i < MAX_LIVE_OFFERS_PER_SOCKET; i++)
    expect(say('ann', 'offer', 'bob', offerId(i))).toBeUndefined()
  expect(say('ann', 'offer', 'bob', 'f'.repeat(40))).toBe('too-many-offers')
  expect(say('bob', 'offer', 'ann', 'f'.repeat(40))).toBeUndefined()
  for (let i = 0; i < MAX_CANDIDATES_PER_OFFER; i++) say('ann', 'candidate', 'bob', offerId(0))
  expect(say('bob', 'candidate', 'ann', offerId(0))).toBe('too-many-candidates')
  now = OFFER_TTL_MS
  expect(say('ann', 'offer', 'bob', 'f'.repeat(40))).toBeUndefined()
})

test('an offer that was handed to a connection that is gone is named to be refused, unless it was answered', () => {
  say('ann', 'offer', 'bob')
  say('eve', 'offer', 'bob', '1'.repeat(40))
  say('bob', 'answer', 'eve', '1'.repeat(40))
  say('bob', 'offer', 'ann', '2'.repeat(40))
  expect(book.socketClosed('bob')).toMatchObject([{ by: 'ann', from: 'ann', to: 'bob' }])
  expect(book.socketClosed('bob')).toEqual([])
  expect(say('bob', 'answer', 'ann')).toBe('unknown-offer')
})

test('after any number of offers that have ended those that live are as they were', () => {
  const offerId = (n: number) => n.toString(16).padStart(40, '0')
  say('ann', 'offer', 'bob')
  for (let i = 1; i <= 1_000; i++) {
    now = i
    expect(say('ann', 'offer', 'bob', offerId(i))).toBeUndefined()
    if (i % 100 > 0) expect(say('bob', 'refuse', 'ann', offerId(i))).toBeUndefined()
  }
  expect(book.size).toBe(11)
  now = OFFER_TTL_MS + 500
  expect(say('bob', 'answer', 'ann', offerId(500))).toBe('unknown-offer')
  expect(say('bob', 'answer', 'ann', offerId(600))).toBeUndefined()
  expect(book.size).toBe(5)
  expect(book.socketClosed('bob').map(({ offerId }) => offerId)).toEqual(
    [700, 800, 900, 1_000].map(offerId),
  )
  book.socketClosed('ann')
  expect(book.size).toBe(0)
})
