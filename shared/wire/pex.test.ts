import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PeerId } from '../base/ids.ts'
import { seededRandom } from '../base/random.ts'
import { type BencodeValue, encodeBencode } from './bencode.ts'
import { ProtocolError } from './message.ts'
import { mutate } from './mutate.ts'
import { encodePex, MAX_PEX_PEERS, type PexMessage, parsePex } from './pex.ts'

const id = (n: number) => n.toString(16).padStart(40, '0') as PeerId
const ids = (count: number) => Array.from({ length: count }, (_, n) => id(n))
const full: PexMessage = {
  added: ids(MAX_PEX_PEERS).map((peer, n) => ({ id: peer, isSeed: n % 3 === 0 })),
  dropped: ids(MAX_PEX_PEERS),
}

const faultOf = (payload: Uint8Array): string => {
  try {
    parsePex(payload)
  } catch (error) {
    if (error instanceof ProtocolError) return error.code
    throw error
  }
  return 'none'
}

describe('peer exchange', () => {
  test.each<[string, PexMessage]>([
    ['nobody', { added: [], dropped: [] }],
    ['one of each', { added: [{ id: id(7), isSeed: true }], dropped: [id(9)] }],
    ['as many as may be', full],
  ])('%s comes through', (_what, message) => {
    expect(parsePex(encodePex(message))).toEqual(message)
  })

  test('what is left out is nobody', () => {
    expect(parsePex(encodeBencode(new Map()))).toEqual({ added: [], dropped: [] })
  })

  test.each<[string, Record<string, BencodeValue>]>([
    ['51 peers', { added: new Uint8Array(51 * 20), 'added.f': new Uint8Array(51) }],
    ['51 dropped', { dropped: new Uint8Array(51 * 20) }],
    ['half an id', { added: new Uint8Array(30), 'added.f': new Uint8Array(1) }],
    ['a flag too few', { added: new Uint8Array(40), 'added.f': new Uint8Array(1) }],
    ['a flag too many', { added: new Uint8Array(20), 'added.f': new Uint8Array(2) }],
    ['peers in a list', { added: [] }],
    ['a number of them', { dropped: 5 }],
  ])('is refused: %s', (_what, fields) => {
    expect(faultOf(encodeBencode(new Map(Object.entries(fields))))).toBe('bad-extension')
  })

  test('is refused before it is read when it is too long, or is cut', () => {
    expect(faultOf(new Uint8Array(4 * 1024 + 1))).toBe('bad-length')
    const whole = encodePex(full)
    for (let cut = 0; cut < whole.length; cut++)
      expect(faultOf(whole.subarray(0, cut)), `${cut}`).toBe('bad-extension')
  })

  test('10,000 damaged messages: at most fifty peers, or a ProtocolError', () => {
    const good = encodePex({ added: full.added.slice(0, 3), dropped: full.dropped.slice(0, 2) })
    let refused = 0
    const survives = (seed: number) => {
      const damaged = mutate(good, seededRandom(seed))
      if (faultOf(damaged) !== 'none') refused++
      else expect(parsePex(damaged).added.length).toBeLessThanOrEqual(MAX_PEX_PEERS)
    }
    fc.assert(fc.property(fc.integer(), survives), { numRuns: 10_000 })
    expect(refused).toBeGreaterThan(5_000)
  })
})
