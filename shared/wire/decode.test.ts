import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import type { InfoHash, PeerId } from '../base/ids.ts'
import { seededRandom } from '../base/random.ts'
import { Decoder } from './decode.ts'
import { encode, encodedLength, encodeInto } from './encode.ts'
import { MAX_EXTENDED_BYTES } from './lengths.ts'
import {
  type Handshake,
  MAX_MESSAGE_BYTES,
  MAX_REQUEST_BYTES,
  type Message,
  ProtocolError,
} from './message.ts'
import { mutate, randomCuts } from './mutate.ts'

const HANDSHAKE: Handshake = {
  type: 'handshake',
  infoHash: '0123456789abcdef0123456789abcdef01234567' as InfoHash,
  peerId: '2d54533031302d8090a0b0c0d0e0f0ff00112233' as PeerId,
  fast: true,
  extended: true,
}

/** One of each, with numbers that show a wrong byte order or a lost sign bit. */
const EVERY_MESSAGE: Message[] = [
  HANDSHAKE,
  { type: 'keepAlive' },
  { type: 'choke' },
  { type: 'unchoke' },
  { type: 'interested' },
  { type: 'notInterested' },
  { type: 'have', piece: 0xfedcba98 },
  { type: 'bitfield', bytes: Uint8Array.of(0xff, 0x80) },
  { type: 'request', piece: 0x01020304, begin: 0x80000000, length: 16384 },
  { type: 'piece', piece: 1, begin: 0xffffffff, block: Uint8Array.of(1, 2, 3, 4, 5) },
  { type: 'cancel', piece: 2, begin: 3, length: 0 },
  { type: 'suggest', piece: 0xfedcba98 },
  { type: 'haveAll' },
  { type: 'haveNone' },
  { type: 'reject', piece: 0x80000000, begin: 0x01020304, length: 16384 },
  { type: 'allowedFast', piece: 0x7fffffff },
  { type: 'extended', id: 3, payload: Uint8Array.of(0, 255) },
]

function encodeAll(messages: readonly Message[]): Uint8Array {
  const bytes = new Uint8Array(messages.reduce((sum, m) => sum + encodedLength(m), 0))
  let at = 0
  for (const message of messages) at = encodeInto(message, bytes, at)
  expect(at).toBe(bytes.length)
  return bytes
}

function greeted(): Decoder {
  const decoder = new Decoder()
  decoder.push(encode(HANDSHAKE))
  return decoder
}

/** Four bytes of length, then the id. */
function header(length: number, id: number): Uint8Array {
  const bytes = new Uint8Array(5)
  new DataView(bytes.buffer).setUint32(0, length)
  bytes[4] = id
  return bytes
}

function faultOf(push: () => unknown): string {
  try {
    push()
  } catch (error) {
    if (error instanceof ProtocolError) return error.code
    throw error
  }
  return 'none'
}

const uint32 = fc.integer({ min: 0, max: 0xffffffff })
const bytes = fc.uint8Array({ maxLength: 300 })
const range = { piece: uint32, begin: uint32, length: uint32 }
const anyMessage: fc.Arbitrary<Message> = fc.oneof(
  fc.constantFrom<Message>({ type: 'keepAlive' }, { type: 'choke' }, { type: 'unchoke' }),
  fc.constantFrom<Message>({ type: 'interested' }, { type: 'notInterested' }),
  fc.record({ type: fc.constant('have' as const), piece: uint32 }),
  fc.record({ type: fc.constant('bitfield' as const), bytes }),
  fc.record({ type: fc.constant('request' as const), ...range }),
  fc.record({ type: fc.constantFrom('cancel' as const, 'reject' as const), ...range }),
  fc.record({
    type: fc.constantFrom('suggest' as const, 'allowedFast' as const),
    piece: uint32,
  }),
  fc.constantFrom<Message>({ type: 'haveAll' }, { type: 'haveNone' }),
  fc.record({ type: fc.constant('piece' as const), piece: uint32, begin: uint32, block: bytes }),
  fc.record({
    type: fc.constant('extended' as const),
    id: fc.integer({ min: 0, max: 255 }),
    payload: bytes,
  }),
)

describe('what one end encodes, the other decodes', () => {
  test('the bytes are those of BEP 3', () => {
    const request = encode({ type: 'request', piece: 1, begin: 0x4000, length: 0x4000 })
    expect([...request]).toEqual([0, 0, 0, 13, 6, 0, 0, 0, 1, 0, 0, 0x40, 0, 0, 0, 0x40, 0])
    const handshake = encode(HANDSHAKE)
    expect(new TextDecoder().decode(handshake.subarray(0, 20))).toBe('\x13BitTorrent protocol')
    expect([...handshake.subarray(20, 28)]).toEqual([0, 0, 0, 0, 0, 0x10, 0, 0x04])
    expect([...handshake.subarray(28, 30), ...handshake.subarray(48, 50)]).toEqual([
      1, 0x23, 45, 84,
    ])
  })

  test('whole, and cut in two at every byte', () => {
    const stream = encodeAll(EVERY_MESSAGE)
    for (let cut = 0; cut <= stream.length; cut++) {
      const decoder = new Decoder()
      const messages = [...decoder.push(stream.slice(0, cut)), ...decoder.push(stream.slice(cut))]
      expect(messages, `cut at ${cut}`).toEqual(EVERY_MESSAGE)
    }
  })

  test('any messages in any cuts', () => {
    fc.assert(
      fc.property(fc.array(anyMessage), fc.integer(), fc.nat(200), (rest, seed, longest) => {
        const messages = [{ ...HANDSHAKE, fast: seed % 3 === 0, extended: seed % 2 === 0 }, ...rest]
        const cuts = randomCuts(encodeAll(messages), longest + 1, seededRandom(seed))
        const decoder = new Decoder()
        expect(cuts.flatMap(cut => decoder.push(cut))).toEqual(messages)
      }),
      { numRuns: 500 },
    )
  })

  test('handshake bits of extensions we do not know are ignored', () => {
    const deaf = { ...HANDSHAKE, fast: false, extended: false }
    const stream = encode(deaf)
    stream.set([0xff, 0xff, 0xff, 0xff, 0xff, 0xef, 0xff, 0xfb], 20)
    expect(new Decoder().push(stream)).toEqual([deaf])
  })
})

describe('the hot path', () => {
  const block = Uint8Array.from({ length: MAX_REQUEST_BYTES }, (_, i) => i * 7)
  const stream = encode({ type: 'piece', piece: 1, begin: 0, block })

  const blockOf = (messages: Message[]): Uint8Array => {
    const [message] = messages
    if (message?.type !== 'piece') throw new Error('no piece came out')
    return message.block
  }

  test('a block that lies whole in the pushed bytes is not copied', () => {
    expect(blockOf(greeted().push(stream)).buffer).toBe(stream.buffer)
  })

  test('of a larger push nothing is kept but the block', () => {
    const small = encode({ type: 'piece', piece: 1, begin: 0, block: block.subarray(0, 16_384) })
    const padded = new Uint8Array(stream.length + 1)
    padded.set(small)
    expect(blockOf(greeted().push(padded)).buffer.byteLength).toBe(small.length - 4)
  })

  test.each([1191, 65536, 1])(
    'a block in %i-byte cuts is copied once, into its exact size',
    cut => {
      const decoder = greeted()
      const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as Uint8Array
      let copied = 0
      const original = typedArray.set
      const spy = vi.spyOn(typedArray, 'set').mockImplementation(function (
        this: Uint8Array,
        from,
        at,
      ) {
        copied += from.length
        original.call(this, from, at)
      })
      // A tenth of it byte by byte is 13,000 pushes, and enough.
      const bytewise = cut === 1 ? stream.length / 10 : 0
      const messages: Message[] = []
      let at = 0
      while (at < stream.length) {
        const end = at < bytewise || cut > 1 ? at + cut : stream.length
        messages.push(...decoder.push(stream.subarray(at, end)))
        at = end
      }
      spy.mockRestore()
      expect(copied).toBe(stream.length - 4)
      const got = blockOf(messages)
      expect(got.buffer.byteLength).toBe(stream.length - 4)
      expect(Buffer.compare(got, block)).toBe(0)
    },
  )
})

describe('what is not the protocol is refused', () => {
  // id, shortest and longest lawful body, the id included.
  const LAWFUL: [id: number, name: string, min: number, max: number][] = [
    [0, 'choke', 1, 1],
    [1, 'unchoke', 1, 1],
    [2, 'interested', 1, 1],
    [3, 'notInterested', 1, 1],
    [4, 'have', 5, 5],
    [5, 'bitfield', 1, MAX_MESSAGE_BYTES],
    [6, 'request', 13, 13],
    [7, 'piece', 9, 9 + 128 * 1024],
    [8, 'cancel', 13, 13],
    [13, 'suggest', 5, 5],
    [14, 'haveAll', 1, 1],
    [15, 'haveNone', 1, 1],
    [16, 'reject', 13, 13],
    [17, 'allowedFast', 5, 5],
    [20, 'extended', 2, MAX_EXTENDED_BYTES],
  ]

  test.each(LAWFUL)('id %i (%s): a length other than %i to %i', (id, _name, min, max) => {
    const verdict = (length: number) => faultOf(() => greeted().push(header(length, id)))
    expect(verdict(min)).toBe('none')
    expect(verdict(max)).toBe('none')
    if (min > 1) expect(verdict(min - 1)).toBe('bad-length')
    expect(verdict(max + 1)).toBe('bad-length')
  })

  test('every other id, as soon as it is seen', () => {
    const known = new Set(LAWFUL.map(([id]) => id))
    for (let id = 0; id < 256; id++) {
      if (known.has(id)) continue
      const verdict = faultOf(() => greeted().push(header(3, id)))
      expect(verdict, `id ${id}`).toBe('unknown-message')
    }
  })

  test.each([MAX_MESSAGE_BYTES + 1, 2 ** 31, 2 ** 32 - 1])('a length of %i, by its prefix', n => {
    expect(faultOf(() => greeted().push(header(n, 5).subarray(0, 4)))).toBe('bad-length')
  })

  test('a first byte of another protocol, at that byte', () => {
    for (let wrong = 0; wrong < 20; wrong++) {
      const stream = encode(HANDSHAKE)
      stream[wrong] = (stream[wrong] as number) ^ 1
      const decoder = new Decoder()
      expect(decoder.push(stream.subarray(0, wrong))).toEqual([])
      const verdict = faultOf(() => decoder.push(stream.subarray(wrong, wrong + 1)))
      expect(verdict, `byte ${wrong}`).toBe('bad-handshake')
    }
  })

  test('a second handshake', () => {
    expect(faultOf(() => greeted().push(encode(HANDSHAKE)))).toBe('bad-length')
  })

  test('for good: what follows is not read', () => {
    const decoder = greeted()
    expect(faultOf(() => decoder.push(header(3, 99)))).toBe('unknown-message')
    expect(faultOf(() => decoder.push(encode({ type: 'choke' })))).toBe('unknown-message')
    expect(faultOf(() => decoder.push(new Uint8Array(0)))).toBe('unknown-message')
  })

  test('4,000 damaged streams: messages or a ProtocolError, nothing else', () => {
    const good = encodeAll([...EVERY_MESSAGE, ...EVERY_MESSAGE.slice(1)])
    let refused = 0
    const survives = (seed: number) => {
      const random = seededRandom(seed)
      const damaged = mutate(good, random)
      const decoder = new Decoder()
      let bytesOut = 0
      const fault = faultOf(() => {
        for (const cut of randomCuts(damaged, 64, random))
          for (const message of decoder.push(cut)) bytesOut += encodedLength(message)
      })
      if (fault !== 'none') refused++
      expect(bytesOut).toBeLessThanOrEqual(damaged.length)
    }
    fc.assert(fc.property(fc.integer(), survives), { numRuns: 4000 })
    expect(refused).toBeGreaterThan(1000)
  })
})
