import { expect, test } from 'vitest'
import { decodeSignal, encodeSignal, type Signal } from './signal.ts'

test.each([
  ['no JSON', '{'],
  ['no object', '"offer"'],
  ['null', 'null'],
  ['an unknown kind', '{"kind":"renegotiate"}'],
  ['a field too many', '{"kind":"answer","sdp":"","from":"x"}'],
  ['an SDP over 16 KiB', JSON.stringify({ kind: 'answer', sdp: 'x'.repeat(16 * 1024 + 1) })],
  ['a prototype', '{"__proto__":{"kind":"answer","sdp":""}}'],
])('what a remote sends is passed over: %s', (_what, text) => {
  expect(decodeSignal(new TextEncoder().encode(text))).toBeUndefined()
})

test.each<Signal>([
  { kind: 'offer', sdp: 'v=0\r\n' },
  { kind: 'offer', sdp: 'v=0', whole: true },
  { kind: 'answer', sdp: 'v=1' },
  { kind: 'candidate', candidate: 'c', sdpMid: '0', sdpMLineIndex: 0 },
  { kind: 'refuse', reason: 'glare' },
])('$kind comes through', signal => {
  expect(decodeSignal(encodeSignal(signal))).toEqual(signal)
})
