import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hello, readHello, readStamped, STAMP_BYTES, type Stamp, withStamp } from './stamp.ts'

const NOW = 1_000_000
const stamp: Stamp = {
  order: 7,
  wireBytes: 200,
  firstMs: NOW + 1.25,
  lastButOneMs: NOW + 2.5,
  lastMs: NOW + 3.125,
}

test('a stamp and its message are read as they were written', () => {
  const payload = Uint8Array.from([1, 2, 3])
  expect(readStamped(withStamp(stamp, payload), NOW)).toEqual({ stamp, payload })
  expect(readStamped(withStamp(stamp, new Uint8Array()), NOW)?.payload).toHaveLength(0)
})

test.each([
  ['the last before the first', { lastMs: NOW + 1 }],
  ['no number', { firstMs: Number.NaN }],
  ['an hour ahead', { lastMs: NOW + 3_600_001 }],
  ['an hour ago', { firstMs: NOW - 3_600_001 }],
  ['endless', { lastMs: Number.POSITIVE_INFINITY }],
  ['fewer bytes on the wire than in the message', { wireBytes: 2 }],
  ['more bytes than any message', { wireBytes: 2 ** 30 }],
])('refused: %s', (_, fields) => {
  const bytes = withStamp({ ...stamp, ...fields }, Uint8Array.from([1, 2, 3]))
  expect(readStamped(bytes, NOW)).toBeUndefined()
})

test('whatever comes is read or refused, and never throws', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3 * STAMP_BYTES }), noise => {
      const read = readStamped(Uint8Array.from(noise), NOW)
      const [first, last] = [read?.stamp.firstMs ?? NOW, read?.stamp.lastMs ?? NOW]
      expect(first <= last && Math.abs(last - NOW) < 3_600_001).toBe(true)
      readHello(Uint8Array.from(noise))
    }),
  )
})

test('a hello says where its tab stands; anything else is none', () => {
  expect(readHello(hello('client7'))).toBe('client7')
  expect(readHello(Uint8Array.from([19, 66, 105, 116]))).toBeUndefined()
})
