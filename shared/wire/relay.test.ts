import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PeerId } from '../base/ids.ts'
import { seededRandom } from '../base/random.ts'
import { type BencodeValue, encodeBencode } from './bencode.ts'
import { ProtocolError } from './message.ts'
import { mutate } from './mutate.ts'
import { encodeRelay, MAX_SIGNAL_BYTES, parseRelay, type RelayMessage } from './relay.ts'

const address = { remote: 'ab'.repeat(20) as PeerId, offerId: '01'.repeat(20) }
const MESSAGES: RelayMessage[] = [
  { type: 'forward', ...address, signal: Uint8Array.of(1, 2, 255) },
  { type: 'forwarded', ...address, signal: new Uint8Array(MAX_SIGNAL_BYTES).fill(9) },
  { type: 'refused', ...address, reason: 'not-linked' },
  { type: 'refused', ...address, reason: 'deaf' },
  { type: 'refused', ...address, reason: 'too-many' },
]

const faultOf = (payload: Uint8Array): string => {
  try {
    parseRelay(payload)
  } catch (error) {
    if (error instanceof ProtocolError) return error.code
    throw error
  }
  return 'none'
}

const fields = (change: Record<string, BencodeValue>): Uint8Array =>
  encodeBencode(
    new Map(
      Object.entries({
        msg_type: 0,
        peer: new Uint8Array(20),
        offer: new Uint8Array(20),
        signal: new Uint8Array(5),
        ...change,
      }),
    ),
  )

describe('a relayed signal', () => {
  test.each(MESSAGES)('$type comes through', message => {
    expect(parseRelay(encodeRelay(message))).toEqual(message)
  })

  test.each<[string, Record<string, BencodeValue>]>([
    ['an unknown type', { msg_type: 3 }],
    ['a type of text', { msg_type: new Uint8Array(1) }],
    ['a peer of 19 bytes', { peer: new Uint8Array(19) }],
    ['a peer of 21 bytes', { peer: new Uint8Array(21) }],
    ['an offer that is a number', { offer: 1 }],
    ['no signal', { signal: [] }],
    ['a signal over 16 KiB', { signal: new Uint8Array(MAX_SIGNAL_BYTES + 1) }],
    ['a refusal without a reason', { msg_type: 2 }],
    ['a refusal for an unknown reason', { msg_type: 2, reason: 3 }],
  ])('is refused: %s', (_what, change) => {
    expect(faultOf(fields({}))).toBe('none')
    expect(faultOf(fields(change))).toBe('bad-extension')
  })

  test('is refused before it is read when it is too long, or is cut', () => {
    expect(faultOf(new Uint8Array(17 * 1024 + 1))).toBe('bad-length')
    const whole = encodeRelay(MESSAGES[0] as RelayMessage)
    for (let cut = 0; cut < whole.length; cut++)
      expect(faultOf(whole.subarray(0, cut)), `${cut}`).toBe('bad-extension')
  })

  test('10,000 damaged messages: a message or a ProtocolError', () => {
    const good = MESSAGES.map(encodeRelay).filter(({ length }) => length < 1_000)
    let refused = 0
    const survives = (seed: number) => {
      const random = seededRandom(seed)
      const payload = good[Math.floor(random() * good.length)] as Uint8Array
      if (faultOf(mutate(payload, random)) !== 'none') refused++
    }
    fc.assert(fc.property(fc.integer(), survives), { numRuns: 10_000 })
    expect(refused).toBeGreaterThan(5_000)
  })
})
