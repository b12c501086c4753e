import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type BencodeDict,
  BencodeError,
  type BencodeFault,
  type BencodeLimits,
  type BencodeValue,
  decodeBencode,
  decodeBencodePrefix,
  encodeBencode,
  rawEntries,
} from './bencode.ts'

const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'))
const show = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

function faultOf(bytes: Uint8Array, limits?: BencodeLimits): BencodeFault | 'none' {
  try {
    decodeBencode(bytes, limits)
  } catch (error) {
    if (error instanceof BencodeError) return error.code
    throw error
  }
  return 'none'
}

const key = fc.uint8Array({ maxLength: 8 }).map(bytes => String.fromCharCode(...bytes))
const { value: anyValue } = fc.letrec<{ value: BencodeValue }>(tie => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.maxSafeInteger().map(n => (n === 0 ? 0 : n)),
    fc.uint8Array({ maxLength: 20 }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map(e => new Map(e) as BencodeDict),
  ),
}))

describe('bencode', () => {
  test('what is encoded is decoded', () => {
    fc.assert(
      fc.property(anyValue, value => {
        expect(decodeBencode(encodeBencode(value))).toEqual(value)
      }),
      { numRuns: 1000 },
    )
  })

  test('keys are written in the order of their bytes, and read in any', () => {
    expect(
      show(
        encodeBencode(
          new Map([
            ['b', 1],
            ['\xe9', 2],
            ['a', 3],
            ['B', 4],
          ]),
        ),
      ),
    ).toBe('d1:Bi4e1:ai3e1:bi1e1:\xe9i2ee')
    expect(decodeBencode(latin1('d1:bi1e1:ai2ee'))).toEqual(
      new Map([
        ['b', 1],
        ['a', 2],
      ]),
    )
  })

  test('keys that mean something to an object are keys like any other', () => {
    const evil = decodeBencode(
      latin1('d9:__proto__d8:pollutedi1ee11:constructori2ee'),
    ) as BencodeDict
    expect([...evil.keys()]).toEqual(['__proto__', 'constructor'])
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  test('a value in front of other bytes says where it ends', () => {
    expect(decodeBencodePrefix(latin1('d1:ai1eeTAIL'))).toEqual({
      value: new Map([['a', 1]]),
      end: 8,
    })
  })

  test('rawEntries gives each value as it was spelt', () => {
    const entries = rawEntries(latin1('d4:infod1:bi1e1:ai2ee1:xl1:yee'))
    expect([...entries].map(([k, v]) => [k, show(v)])).toEqual([
      ['info', 'd1:bi1e1:ai2ee'],
      ['x', 'l1:ye'],
    ])
  })
})

describe('bencode refuses', () => {
  test.each<[string, BencodeFault]>([
    ['', 'truncated'],
    ['ie', 'bad-integer'],
    ['i-e', 'bad-integer'],
    ['i-0e', 'bad-integer'],
    ['i03e', 'bad-integer'],
    ['i-03e', 'bad-integer'],
    ['i00e', 'bad-integer'],
    ['i+1e', 'bad-integer'],
    ['i1-2e', 'bad-integer'],
    ['i1.5e', 'bad-integer'],
    ['i 1e', 'bad-integer'],
    ['iNaNe', 'bad-integer'],
    ['i9007199254740992e', 'bad-integer'],
    ['i-9007199254740992e', 'bad-integer'],
    ['i9223372036854775808e', 'bad-integer'],
    [`i${'9'.repeat(65)}e`, 'bad-integer'],
    ['-1:a', 'not-bencode'],
    ['+1:a', 'not-bencode'],
    ['01:a', 'bad-length'],
    ['1a', 'bad-length'],
    ['99999999:a', 'truncated'],
    ['99999999999999999999:a', 'bad-length'],
    ['3:ab', 'truncated'],
    ['1:ab', 'trailing-bytes'],
    ['i1ei2e', 'trailing-bytes'],
    ['e', 'not-bencode'],
    ['x', 'not-bencode'],
    ['di1ei2ee', 'bad-key'],
    ['dl1:aei2ee', 'bad-key'],
    ['d1:ae', 'not-bencode'],
    ['d1:ai1e1:ai2ee', 'duplicate-key'],
    ['d0:i1e0:i2ee', 'duplicate-key'],
  ])('%s: %s', (text, fault) => {
    expect(faultOf(latin1(text))).toBe(fault)
  })

  test('a key of 1,025 bytes', () => {
    expect(faultOf(latin1(`d1024:${'k'.repeat(1024)}i1ee`))).toBe('none')
    expect(faultOf(latin1(`d1025:${'k'.repeat(1025)}i1ee`))).toBe('bad-key')
  })

  test('the largest integers are still read, to the last digit (seed 1713808384)', () => {
    expect(decodeBencode(latin1('i-9007199254740971e'))).toBe(-9007199254740971)
    expect(decodeBencode(latin1('i9007199254740991e'))).toBe(Number.MAX_SAFE_INTEGER)
    expect(decodeBencode(latin1('i-9007199254740991e'))).toBe(Number.MIN_SAFE_INTEGER)
  })

  test('a value cut at any byte', () => {
    const whole = latin1('d4:listl3:abci-12ed1:xi0eee3:mapd1:k1:vee')
    expect(faultOf(whole)).toBe('none')
    for (let cut = 0; cut < whole.length; cut++)
      expect(faultOf(whole.subarray(0, cut)), `cut at ${cut}`).toBe('truncated')
  })

  test('a million lists in one another, and one more than allowed', () => {
    expect(faultOf(latin1('l'.repeat(1_000_000)))).toBe('too-deep')
    expect(faultOf(latin1('d1:a'.repeat(1_000_000)))).toBe('too-deep')
    expect(faultOf(latin1('lllleeee'), { depth: 3 })).toBe('none')
    expect(faultOf(latin1('llllleeeee'), { depth: 3 })).toBe('too-deep')
  })

  test('three million empty strings', () => {
    expect(faultOf(latin1(`l${'0:'.repeat(3_000_000)}e`))).toBe('too-many-values')
    expect(faultOf(latin1('d1:ai1e1:bi2ee'), { tokens: 5 })).toBe('none')
    expect(faultOf(latin1('d1:ai1e1:bi2ee'), { tokens: 4 })).toBe('too-many-values')
  })
})
