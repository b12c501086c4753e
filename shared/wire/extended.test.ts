import { describe, expect, test } from 'vitest'
import { type BencodeDict, type BencodeValue, encodeBencode } from './bencode.ts'
import {
  type ExtendedHandshake,
  encodeExtendedHandshake,
  parseExtendedHandshake,
} from './extended.ts'
import { ProtocolError } from './message.ts'
import { MAX_METADATA_BYTES } from './metadata.ts'

const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'))
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

/** The fields of a handshake that a remote sent. */
const parse = (fields: Record<string, BencodeValue>): ExtendedHandshake =>
  parseExtendedHandshake(encodeBencode(new Map(Object.entries(fields))))

const m = (entries: Record<string, BencodeValue>): BencodeDict => new Map(Object.entries(entries))

const isBadExtension = expect.objectContaining({ code: 'bad-extension' })

describe('the extended handshake', () => {
  test('comes through whole', () => {
    const handshake: ExtendedHandshake = {
      extensions: new Map([
        ['ut_metadata', 1],
        ['ut_pex', 255],
      ]),
      client: 'tabswarm 0.1.0 Firefox',
      metadataSize: 31235,
      requestQueue: 500,
      uploadOnly: true,
    }
    expect(parseExtendedHandshake(encodeExtendedHandshake(handshake))).toEqual(handshake)
    expect(parseExtendedHandshake(encodeExtendedHandshake({ extensions: new Map() }))).toEqual({
      extensions: new Map(),
    })
  })

  test('is read as uTorrent sends it (the example of BEP 10), unknown keys ignored', () => {
    const bytes = latin1('d1:md11:LT_metadatai1e6:\xb5T_PEXi2ee1:pi6881e1:v13:\xc2\xb5Torrent 1.2e')
    expect(parseExtendedHandshake(bytes)).toEqual({
      extensions: new Map([
        ['LT_metadata', 1],
        ['\xb5T_PEX', 2],
      ]),
      client: 'µTorrent 1.2',
    })
  })

  test('leaves out what is disabled or not known yet', () => {
    expect(
      parse({ m: m({ ut_metadata: 0, lt_donthave: 7 }), metadata_size: 0, v: utf8('') }),
    ).toEqual({
      extensions: new Map([['lt_donthave', 7]]),
    })
    expect(parse({})).toEqual({ extensions: new Map() })
  })

  test('holds prototype keys as names', () => {
    const { extensions } = parse({ m: m({ constructor: 4 }) })
    expect([...extensions]).toEqual([['constructor', 4]])
  })

  test('clamps the request queue', () => {
    expect(parse({ reqq: 0 }).requestQueue).toBe(1)
    expect(parse({ reqq: -1 }).requestQueue).toBe(1)
    expect(parse({ reqq: 250 }).requestQueue).toBe(250)
    expect(parse({ reqq: 1e9 }).requestQueue).toBe(8192)
    expect(parse({ reqq: utf8('many') }).requestQueue).toBeUndefined()
  })

  test('makes the client name harmless: short, visible, in reading order', () => {
    expect(parse({ v: utf8('a\u0000b\u202Ec\nd\u0085\u2066') }).client).toBe('abcd')
    expect(parse({ v: utf8('x'.repeat(5_000)) }).client).toBe('x'.repeat(64))
    expect(parse({ v: Uint8Array.of(0x41, 0xff) }).client).toBe('A\ufffd')
    expect(parse({ v: 5 }).client).toBeUndefined()
  })

  test('keeps at most 64 extensions', () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`x${i}`, 1 + (i % 255)]))
    expect(parse({ m: m(many) }).extensions.size).toBe(64)
  })

  test.each<[string, Record<string, BencodeValue>]>([
    ['m is a list', { m: [] }],
    ['m is a number', { m: 1 }],
    ['an id of 256', { m: m({ ut_metadata: 256 }) }],
    ['an id of -1', { m: m({ ut_metadata: -1 }) }],
    ['an id that is a string', { m: m({ ut_metadata: utf8('1') }) }],
    ['metadata_size -1', { metadata_size: -1 }],
    ['metadata_size 2^40', { metadata_size: 2 ** 40 }],
    ['metadata_size over 10 MB', { metadata_size: MAX_METADATA_BYTES + 1 }],
    ['metadata_size as text', { metadata_size: utf8('12') }],
  ])('is refused: %s', (_what, fields) => {
    expect(() => parse(fields)).toThrow(isBadExtension)
  })

  test('is refused: not a dictionary, not bencode, cut at any byte', () => {
    for (const bytes of [latin1('le'), latin1('i1e'), latin1('junk'), latin1('de1')])
      expect(() => parseExtendedHandshake(bytes)).toThrow(isBadExtension)
    const whole = encodeExtendedHandshake({
      extensions: new Map([['ut_metadata', 1]]),
      client: 'c',
    })
    for (let cut = 0; cut < whole.length; cut++)
      expect(() => parseExtendedHandshake(whole.subarray(0, cut))).toThrow(ProtocolError)
  })
})
