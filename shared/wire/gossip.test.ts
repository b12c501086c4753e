import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../base/random.ts'
import { encodeGossip, type GossipMessage, MAX_NEWS_PIECES, parseGossip } from './gossip.ts'
import { gossipBlockOf } from './gossip-block.ts'
import { ProtocolError } from './message.ts'
import { mutate } from './mutate.ts'

/** Ten pieces of 40,000 bytes, the last of 1. */
const LAYOUT = { length: 360_001, pieceLength: 40_000, pieceCount: 10 }
/** Whose bitmap takes two messages. */
const LARGE = { length: 140_000, pieceLength: 1, pieceCount: 140_000 }

const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'))
const isBadExtension = expect.objectContaining({ code: 'bad-extension' })
const bits = (...bytes: number[]) => Uint8Array.from(bytes)

const MESSAGES: GossipMessage[] = [
  { type: 'announce', count: 10, digest: 0xffffffff },
  { type: 'bitmap', begin: 0, reply: true, bytes: bits(0xff, 0xc0) },
  { type: 'news', news: { held: [0, 9], coming: [4] } },
  { type: 'news', news: { held: [], coming: [] } },
  { type: 'offer', piece: 1, offer: 7, news: { held: [2], coming: [] } },
  { type: 'pull', piece: 9 },
  { type: 'offer', piece: 0, offer: 2 ** 40 },
  { type: 'accept', piece: 3, offer: 1 },
  { type: 'decline', piece: 3, offer: 0 },
  { type: 'data', piece: 0, begin: 23_616, block: new Uint8Array(16_384).fill(7) },
  { type: 'data', piece: 9, begin: 0, block: bits(101) },
]

describe('what gossiping peers say', () => {
  test.each(MESSAGES)('$type comes through', message => {
    expect(parseGossip(encodeGossip(message), LAYOUT)).toEqual(message)
  })

  test.each(MESSAGES)('of $type, the log knows which block it carries, if any', message => {
    const { type } = message
    const block = gossipBlockOf(encodeGossip(message))
    if (type !== 'data') expect(block).toBeUndefined()
    else {
      const { piece, begin } = message
      expect(block).toEqual({ piece, begin, length: message.block.length })
    }
  })

  test('words as a dictionary, with the bytes behind it; blocks with a short head', () => {
    const text = (message: GossipMessage) => Buffer.from(encodeGossip(message)).toString('latin1')
    expect(text({ type: 'pull', piece: 12 })).toBe('d1:pi12e1:ti3ee')
    expect(text({ type: 'bitmap', begin: 0, reply: true, bytes: latin1('xy') })).toBe(
      'd1:bi0e1:ri1e1:ti1eexy',
    )
    expect(text({ type: 'data', piece: 1, begin: 258, block: latin1('xyz') })).toBe(
      '\0\0\0\0\x01\0\0\x01\x02xyz',
    )
  })

  test('a large bitmap in parts', () => {
    const first = { type: 'bitmap', begin: 0, reply: false, bytes: new Uint8Array(16_384) } as const
    const second = { ...first, begin: 16_384, bytes: new Uint8Array(17_500 - 16_384).fill(255) }
    for (const part of [first, second]) expect(parseGossip(encodeGossip(part), LARGE)).toEqual(part)
    expect(() => parseGossip(encodeGossip({ ...second, begin: 8 }), LARGE)).toThrow(isBadExtension)
  })

  test('a type that a later version may add is ignored', () => {
    expect(parseGossip(latin1('d1:ti7ee'), LAYOUT)).toBeUndefined()
  })

  test.each([
    ['nothing', ''],
    ['no dictionary', 'li0ee'],
    ['no type', 'd1:pi0ee'],
    ['a type of text', 'd1:pi0e1:t1:3e'],
    ['a negative type', 'd1:pi0e1:ti-1ee'],
    ['no piece', 'd1:ti3ee'],
    ['a piece too many', 'd1:pi10e1:ti3ee'],
    ['a negative piece', 'd1:pi-1e1:ti4ee'],
    ['bytes behind a pull', 'd1:pi0e1:ti3eex'],
    ['an announce without a count', 'd1:di0e1:ti0ee'],
    ['an announce of too many pieces', 'd1:di0e1:ni11e1:ti0ee'],
    ['a digest too long', 'd1:di4294967296e1:ni1e1:ti0ee'],
    ['a short bitmap', 'd1:bi0e1:ri0e1:ti1eex'],
    ['a long bitmap', 'd1:bi0e1:ri0e1:ti1eexyz'],
    ['a bitmap with spare bits set', 'd1:bi0e1:ri0e1:ti1eex\xff'],
    ['a bitmap from beyond the end', 'd1:bi16384e1:ri0e1:ti1eexy'],
    ['news without what is coming', 'd1:hli1ee1:ti2ee'],
    ['news of a piece too many', 'd1:cle1:hli10ee1:ti2ee'],
    ['news of text', 'd1:cle1:hl1:xe1:ti2ee'],
    ['half the news', 'd1:hle1:pi1e1:ti3ee'],
    ['a list in a list', 'd1:cle1:hlleee1:ti2ee'],
    ['an offer without its number', 'd1:pi1e1:ti4ee'],
    ['an acceptance of a negative one', 'd1:oi-1e1:pi1e1:ti5ee'],
    ['data of nothing', '\0\0\0\0\0\0\0\0\0'],
    ['data of no piece', '\0\0\0\0\x0a\0\0\0\0x'],
    ['data beyond the piece', '\0\0\0\0\0\0\0\x9c\x3exyz'],
    ['data beyond the last piece', '\0\0\0\0\x09\0\0\0\0xy'],
    ['data that begins beyond all', '\0\0\0\0\0\xff\xff\xff\xffx'],
    ['a head cut off', '\0\0\0\0\x01\0\0\0'],
  ])('%s is refused', (_, text) => {
    expect(() => parseGossip(latin1(text), LAYOUT)).toThrow(isBadExtension)
  })

  test('a block of more than 16 KiB, and news of more pieces than the limit, are refused', () => {
    const block = new Uint8Array(16_385)
    const long = encodeGossip({ type: 'data', piece: 0, begin: 0, block })
    expect(() => parseGossip(long, LAYOUT)).toThrow(isBadExtension)
    const held = new Array(MAX_NEWS_PIECES + 1).fill(1)
    const news = encodeGossip({ type: 'news', news: { held, coming: [] } })
    expect(() => parseGossip(news, LAYOUT)).toThrow(isBadExtension)
  })

  test('whatever a hostile sender makes of good bytes, nothing but a ProtocolError comes of it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...MESSAGES), fc.nat(), (message, seed) => {
        const bytes = mutate(encodeGossip(message), seededRandom(seed))
        try {
          const parsed = parseGossip(bytes, LAYOUT)
          if (parsed && 'piece' in parsed) expect(parsed.piece).toBeLessThan(LAYOUT.pieceCount)
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError)
        }
      }),
      { numRuns: 10_000 },
    )
  })
})
