import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../base/random.ts'
import { ProtocolError } from './message.ts'
import {
  encodeMetadataMessage,
  MAX_METADATA_BYTES,
  METADATA_PIECE_BYTES,
  type MetadataMessage,
  parseMetadataMessage,
} from './metadata.ts'
import { mutate } from './mutate.ts'

const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'))
const isBadExtension = expect.objectContaining({ code: 'bad-extension' })

const MESSAGES: MetadataMessage[] = [
  { type: 'request', piece: 0 },
  { type: 'reject', piece: 610 },
  {
    type: 'data',
    piece: 0,
    totalSize: 40_000,
    bytes: new Uint8Array(METADATA_PIECE_BYTES).fill(7),
  },
  { type: 'data', piece: 2, totalSize: 40_000, bytes: new Uint8Array(40_000 - 2 * 16384).fill(9) },
  { type: 'data', piece: 0, totalSize: 3, bytes: latin1('eed') },
]

describe('the metadata exchange', () => {
  test.each(MESSAGES)('$type $piece comes through', message => {
    expect(parseMetadataMessage(encodeMetadataMessage(message))).toEqual(message)
  })

  test('the bytes are those of BEP 9', () => {
    const text = (message: MetadataMessage) =>
      Buffer.from(encodeMetadataMessage(message)).toString()
    expect(text({ type: 'request', piece: 0 })).toBe('d8:msg_typei0e5:piecei0ee')
    expect(text({ type: 'data', piece: 0, totalSize: 3, bytes: latin1('xyz') })).toBe(
      'd8:msg_typei1e5:piecei0e10:total_sizei3eexyz',
    )
  })

  test('a kind of message that is not known is ignored, as BEP 9 asks', () => {
    expect(parseMetadataMessage(latin1('d8:msg_typei3e5:piecei0ee'))).toBeUndefined()
  })

  test.each([
    ['nothing', ''],
    ['no dictionary', 'li0ei0ee'],
    ['no type', 'd5:piecei0ee'],
    ['a type of text', 'd8:msg_type1:05:piecei0ee'],
    ['no piece', 'd8:msg_typei0ee'],
    ['piece -1', 'd8:msg_typei0e5:piecei-1ee'],
    ['a piece beyond 10 MB', 'd8:msg_typei0e5:piecei611ee'],
    ['a rejected piece beyond 10 MB', 'd8:msg_typei2e5:piecei611ee'],
    ['data without a total', 'd8:msg_typei1e5:piecei0eexyz'],
    ['data of nothing', 'd8:msg_typei1e5:piecei0e10:total_sizei0ee'],
    ['data with a negative total', 'd8:msg_typei1e5:piecei0e10:total_sizei-3eexyz'],
    [
      'data of more than 10 MB',
      `d8:msg_typei1e5:piecei0e10:total_sizei${MAX_METADATA_BYTES + 1}ee`,
    ],
    ['too few bytes', 'd8:msg_typei1e5:piecei0e10:total_sizei4eexyz'],
    ['too many bytes', 'd8:msg_typei1e5:piecei0e10:total_sizei2eexyz'],
    ['a piece behind the end', 'd8:msg_typei1e5:piecei1e10:total_sizei3eexyz'],
    ['an empty piece at the end', 'd8:msg_typei1e5:piecei1e10:total_sizei16384ee'],
  ])('is refused: %s', (_what, text) => {
    expect(() => parseMetadataMessage(latin1(text))).toThrow(isBadExtension)
  })

  test('cut at any byte of the dictionary or the data', () => {
    const whole = encodeMetadataMessage({
      type: 'data',
      piece: 0,
      totalSize: 3,
      bytes: latin1('xyz'),
    })
    for (let cut = 0; cut < whole.length; cut++)
      expect(() => parseMetadataMessage(whole.subarray(0, cut)), `${cut}`).toThrow(isBadExtension)
  })

  test('1,000 damaged messages: a message or a ProtocolError', () => {
    const survives = (seed: number) => {
      const random = seededRandom(seed)
      const good = MESSAGES[Math.abs(seed) % MESSAGES.length] as MetadataMessage
      try {
        parseMetadataMessage(mutate(encodeMetadataMessage(good).subarray(0, 64), random))
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error
      }
    }
    fc.assert(fc.property(fc.integer(), survives), { numRuns: 1000 })
  })
})
