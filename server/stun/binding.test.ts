import { isIPv4 } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeBindingResponse, MAX_REQUEST_BYTES, parseBindingRequest } from './binding.ts'

/** RFC 5769, section 2.1: with SOFTWARE, PRIORITY, ICE-CONTROLLED, USERNAME, integrity and fingerprint. */
const SAMPLE_REQUEST = Buffer.from(
  '000100582112a442b7e7a701bc34d686fa87dfae' +
    '802200105354554e207465737420636c69656e74' +
    '002400046e0001ff80290008932ff9b151263b36' +
    '000600096576746a3a68367659202020' +
    '000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2' +
    '80280004e57a3bcf',
  'hex',
)
const PRIORITY = 0x0024
const CHANGE_REQUEST = 0x0003

const bare = Buffer.from('000100002112a442b7e7a701bc34d686fa87dfae', 'hex')
const withAttributes = (...attributes: Buffer[]) => {
  const request = Buffer.concat([bare, ...attributes])
  request.writeUInt16BE(request.length - 20, 2)
  return request
}
const empty = (type: number) => Buffer.from([type >> 8, type & 0xff, 0, 0])

describe('a Binding request', () => {
  it('is read in the shortest form, which browsers send', () => {
    expect(parseBindingRequest(bare)).toEqual({
      transactionId: bare.subarray(8),
      hasFingerprint: false,
      unknown: [],
    })
  })

  it('is read with all its attributes (RFC 5769), its fingerprint checked', () => {
    expect(parseBindingRequest(SAMPLE_REQUEST)).toMatchObject({
      hasFingerprint: true,
      unknown: [PRIORITY],
    })
    const damaged = Buffer.from(SAMPLE_REQUEST)
    damaged[30] = 0
    expect(parseBindingRequest(damaged)).toBeUndefined()
  })

  it.each([
    ['empty', Buffer.alloc(0)],
    ['cut', bare.subarray(0, 19)],
    ['of RFC 3489, without the cookie', Buffer.concat([bare.subarray(0, 4), Buffer.alloc(16)])],
    ['an indication', Buffer.concat([Buffer.from([0x00, 0x11]), bare.subarray(2)])],
    ['an answer', Buffer.concat([Buffer.from([0x01, 0x01]), bare.subarray(2)])],
    ['an Allocate request', Buffer.concat([Buffer.from([0x00, 0x03]), bare.subarray(2)])],
    ['longer than it says', Buffer.concat([bare, Buffer.alloc(4)])],
    ['with an attribute beyond its end', withAttributes(Buffer.from([0x80, 0x22, 0, 8]))],
    ['with something behind its fingerprint', Buffer.concat([SAMPLE_REQUEST, empty(0x8022)])],
    ['too long', withAttributes(Buffer.alloc(MAX_REQUEST_BYTES))],
  ])('is nothing that is %s', (_, datagram) => {
    expect(parseBindingRequest(datagram)).toBeUndefined()
  })
})

describe('the answer', () => {
  const answerTo = (datagram: Buffer, address: string, port: number) => {
    const request = parseBindingRequest(datagram)
    if (request === undefined) throw new Error('not a request')
    return encodeBindingResponse(request, { address, port })
  }

  it('names the address as RFC 5769 has it, IPv4 and IPv6', () => {
    expect(answerTo(bare, '192.0.2.1', 32_853).toString('hex')).toBe(
      '0101000c2112a442b7e7a701bc34d686fa87dfae002000080001a147e112a643',
    )
    const mapped6 = '002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9'
    const v6 = answerTo(bare, '2001:db8:1234:5678:11:2233:4455:6677', 32_853)
    expect(v6.toString('hex')).toBe(`010100182112a442b7e7a701bc34d686fa87dfae${mapped6}`)
  })

  it.each([
    ['::', '0'.repeat(32)],
    ['fe80::1%eth0', 'fe80000000000000000000000000' + '0001'],
    ['::ffff:192.0.2.1', '00000000000000000000ffffc0000201'],
  ])('reads %s as the system spells it', (address, hex) => {
    const answer = answerTo(bare, address, 1)
    const mask = Buffer.concat([Buffer.from('2112a442', 'hex'), bare.subarray(8)])
    const bytes = answer.subarray(28).map((byte, i) => byte ^ (mask[i] as number))
    expect(Buffer.from(bytes).toString('hex')).toBe(hex)
  })

  it('refuses what must be understood and is not, such as to answer elsewhere (RFC 5780)', () => {
    const answer = answerTo(withAttributes(empty(CHANGE_REQUEST)), '192.0.2.1', 1)
    expect(answer.readUInt16BE(0)).toBe(0x0111)
    expect(answer.subarray(20).toString('hex')).toBe(
      '000900040000' + '0414' + '000a00020003' + '0000',
    )
  })

  it('ends with a fingerprint where the request did', () => {
    const request = { transactionId: bare.subarray(8), hasFingerprint: true, unknown: [] }
    const answer = encodeBindingResponse(request, { address: '192.0.2.1', port: 32_853 })
    answer.writeUInt16BE(0x0001) // Read as a request, its fingerprint is wrong, as it covers the type.
    expect(parseBindingRequest(answer)).toBeUndefined()
    expect(answer.readUInt16BE(2)).toBe(answer.length - 20)
    expect(answer.readUInt16BE(32)).toBe(0x8028)
  })

  it('is never more than 24 bytes longer than the question, whatever that is', () => {
    const attribute = fc
      .tuple(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0, max: 40 }))
      .map(([type, words]) => {
        const bytes = Buffer.alloc(4 + 4 * words)
        bytes.writeUInt16BE(type)
        bytes.writeUInt16BE(4 * words, 2)
        return bytes
      })
    const address = fc.oneof(fc.ipV4(), fc.ipV6())
    fc.assert(
      fc.property(fc.array(attribute, { maxLength: 12 }), address, (attributes, from) => {
        const datagram = withAttributes(...attributes)
        const request = parseBindingRequest(datagram)
        if (request === undefined) return
        const answer = encodeBindingResponse(request, { address: from, port: 9 })
        expect(answer.length - datagram.length).toBeLessThanOrEqual(isIPv4(from) ? 16 : 24)
      }),
    )
  })

  it('comes to no random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), bytes => {
        expect(parseBindingRequest(Buffer.from(bytes))).toBeUndefined()
      }),
    )
  })
})
