/** Against WebTorrent's own wire: what either end writes, the other reads as the same. */
// @ts-expect-error: comes without types
import Protocol from 'bittorrent-protocol'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { InfoHash, PeerId } from '../base/ids.ts'
import { pickOne, type Random, seededRandom } from '../base/random.ts'
import { Decoder } from './decode.ts'
import { encode } from './encode.ts'
import { encodeExtendedHandshake, parseExtendedHandshake } from './extended.ts'
import type { Message } from './message.ts'
import { encodeMetadataMessage } from './metadata.ts'
import { randomCuts } from './mutate.ts'

const infoHash = '0123456789abcdef0123456789abcdef01234567' as InfoHash
const theirId = '2d5757303330302d0000000000000000000000ff' as PeerId
const ourId = '2d54533031302d8090a0b0c0d0e0f0ff00112233' as PeerId
const block = Uint8Array.from({ length: 16384 }, (_, i) => i)

/** Their wire; `heard` is what it wrote, as we read it, and `events` what it read. */
function connect() {
  const theirs = new Protocol()
  onTestFinished(() => theirs.destroy())
  const decoder = new Decoder()
  const heard: Message[] = []
  const events: unknown[][] = []
  theirs.on('data', (bytes: Uint8Array) => heard.push(...decoder.push(bytes)))
  const telling = ['handshake', 'bitfield', 'have', 'request', 'cancel', 'extended']
  telling.push('suggest', 'have-all', 'have-none', 'reject', 'allowed-fast')
  for (const name of telling)
    theirs.on(name, (...values: unknown[]) => events.push([name, ...values.slice(0, 3)]))
  for (const name of ['choke', 'unchoke', 'interested', 'uninterested', 'keep-alive'])
    theirs.on(name, () => events.push([name]))
  theirs.handshake(infoHash, theirId, { fast: true })
  const say = (message: Message) => theirs.write(encode(message))
  say({ type: 'handshake', infoHash, peerId: ourId, fast: true, extended: true })
  return { theirs, heard, events, say }
}

test('WebTorrent writes, we read', async () => {
  const { theirs, heard, say } = connect()
  say({ type: 'unchoke' })
  await vi.waitFor(() => expect(theirs.peerChoking).toBe(false))
  theirs.keepAlive()
  theirs.unchoke()
  theirs.choke()
  theirs.interested()
  theirs.uninterested()
  theirs.bitfield(Uint8Array.of(0xa0))
  theirs.have(2)
  theirs.request(1, 16384, 16384, () => {})
  theirs.piece(3, 0, block)
  theirs.cancel(1, 16384, 16384)
  theirs.suggest(0x01020304)
  theirs.haveAll()
  theirs.haveNone()
  theirs.reject(5, 0, 16384)
  theirs.allowedFast(6)
  theirs.extended(3, Uint8Array.of(1, 2, 3))

  const last: Message = { type: 'extended', id: 3, payload: Uint8Array.of(1, 2, 3) }
  await vi.waitFor(() => expect(heard.at(-1)).toEqual(last))
  const [handshake, hello, ...rest] = heard
  expect(handshake).toEqual({
    type: 'handshake',
    infoHash,
    peerId: theirId,
    fast: true,
    extended: true,
  })
  expect(hello).toMatchObject({ type: 'extended', id: 0 })
  if (hello?.type === 'extended')
    expect(parseExtendedHandshake(hello.payload)).toEqual({ extensions: new Map() })
  expect(rest).toEqual([
    { type: 'keepAlive' },
    { type: 'unchoke' },
    { type: 'choke' },
    { type: 'interested' },
    { type: 'notInterested' },
    { type: 'bitfield', bytes: Uint8Array.of(0xa0) },
    { type: 'have', piece: 2 },
    { type: 'request', piece: 1, begin: 16384, length: 16384 },
    { type: 'piece', piece: 3, begin: 0, block },
    { type: 'cancel', piece: 1, begin: 16384, length: 16384 },
    { type: 'suggest', piece: 0x01020304 },
    { type: 'haveAll' },
    { type: 'haveNone' },
    { type: 'reject', piece: 5, begin: 0, length: 16384 },
    { type: 'allowedFast', piece: 6 },
    last,
  ])
})

test('we write, WebTorrent reads', async () => {
  const { theirs, events, say } = connect()
  const payload = encodeExtendedHandshake({
    extensions: new Map([['ut_metadata', 7]]),
    client: 'tabswarm',
    metadataSize: 1234,
    requestQueue: 500,
  })
  say({ type: 'extended', id: 0, payload })
  say({ type: 'bitfield', bytes: Uint8Array.of(0xa0) })
  for (const type of ['keepAlive', 'interested', 'notInterested', 'unchoke'] as const) say({ type })
  say({ type: 'have', piece: 5 })
  await vi.waitFor(() => expect(theirs.peerChoking).toBe(false))
  const received = new Promise((resolve, reject) =>
    theirs.request(1, 16384, 16384, (error: Error | null, bytes: Uint8Array) =>
      error ? reject(error) : resolve(Buffer.compare(bytes, block)),
    ),
  )
  say({ type: 'piece', piece: 1, begin: 16384, block })
  expect(await received).toBe(0)

  theirs.unchoke()
  say({ type: 'request', piece: 2, begin: 0, length: 16384 })
  say({ type: 'cancel', piece: 2, begin: 0, length: 16384 })
  const metadata = encodeMetadataMessage({ type: 'request', piece: 0 })
  say({ type: 'extended', id: 9, payload: metadata })
  say({ type: 'suggest', piece: 0x01020304 })
  say({ type: 'allowedFast', piece: 6 })
  const rejected = new Promise(resolve => theirs.request(7, 0, 16384, resolve))
  say({ type: 'reject', piece: 7, begin: 0, length: 16384 })
  expect(await rejected).toMatchObject({ message: 'request was rejected' })
  say({ type: 'choke' })

  await vi.waitFor(() => expect(events.at(-1)).toEqual(['choke']))
  expect(events.map(([name]) => name)).toEqual([
    'handshake',
    'extended',
    'bitfield',
    'keep-alive',
    'interested',
    'uninterested',
    'unchoke',
    'have',
    'request',
    'cancel',
    'extended',
    'suggest',
    'allowed-fast',
    'reject',
    'choke',
  ])
  expect(events[0]).toMatchObject([
    'handshake',
    infoHash,
    ourId,
    { extended: true, fast: true, dht: false },
  ])
  expect(theirs.peerExtendedHandshake).toMatchObject({
    m: { ut_metadata: 7 },
    metadata_size: 1234,
    reqq: 500,
  })
  expect([0, 1, 2, 5].map(piece => theirs.peerPieces.get(piece))).toEqual([true, false, true, true])
  expect(events[7]).toEqual(['have', 5])
  expect(events[8]).toEqual(['request', 2, 0, 16384])
  expect(events[9]).toEqual(['cancel', 2, 0, 16384])
  expect(events.slice(11, 14)).toEqual([
    ['suggest', 0x01020304],
    ['allowed-fast', 6],
    ['reject', 7, 0, 16384],
  ])
})

/** Our word for a message, and theirs for the event or the call. */
const WORDS = {
  keepAlive: ['keep-alive', 'keepAlive'],
  choke: ['choke', 'choke'],
  unchoke: ['unchoke', 'unchoke'],
  interested: ['interested', 'interested'],
  notInterested: ['uninterested', 'uninterested'],
  have: ['have', 'have'],
  request: ['request', 'request'],
  cancel: ['cancel', 'cancel'],
  suggest: ['suggest', 'suggest'],
  reject: ['reject', 'reject'],
  allowedFast: ['allowed-fast', 'allowedFast'],
} as const

/** Flags change each time, haves rise: each message is an event. Numbers stay below their sign bit. */
function anyMessages(random: Random): Message[] {
  const flags = [true, true, true, true]
  const flip = (flag: number) => {
    flags[flag] = !flags[flag]
    return flags[flag]
  }
  let have = 0
  const number = () => Math.floor(random() ** 4 * 2 ** 31)
  return Array.from({ length: 200 }, (): Message => {
    const range = { piece: number(), begin: number(), length: number() }
    return pickOne<() => Message>(random, [
      () => ({ type: 'keepAlive' }),
      () => ({ type: flip(0) ? 'choke' : 'unchoke' }),
      () => ({ type: flip(1) ? 'notInterested' : 'interested' }),
      () => ({ type: 'have', piece: ++have }),
      () => ({ type: 'request', ...range }),
      () => ({ type: 'cancel', ...range }),
      () => ({ type: 'suggest', piece: number() }),
      () => ({ type: 'reject', ...range }),
      () => ({ type: 'allowedFast', piece: number() }),
    ])!()
  })
}

const valuesOf = ({ type: _, ...values }: Message) => Object.values(values)
const wordsOf = (message: Message) => WORDS[message.type as keyof typeof WORDS]

test('any messages in any cuts: what we write, WebTorrent reads', async () => {
  for (let seed = 1; seed <= 10; seed++) {
    const random = seededRandom(seed)
    const { theirs, events } = connect()
    theirs.unchoke()
    const messages = anyMessages(random)
    for (const message of messages)
      for (const cut of randomCuts(encode(message), 9, random)) theirs.write(cut)
    await vi.waitFor(() => expect(events.length).toBe(1 + messages.length))
    const expected = messages.map(message => [wordsOf(message)[0], ...valuesOf(message)])
    expect(events.slice(1), `seed ${seed}`).toEqual(expected)
  }
})

test('any messages: what WebTorrent writes, we read', async () => {
  for (let seed = 1; seed <= 10; seed++) {
    const { theirs, heard, say } = connect()
    say({ type: 'unchoke' })
    await vi.waitFor(() => expect(theirs.peerChoking).toBe(false))
    const messages = anyMessages(seededRandom(seed))
    for (const message of messages) theirs[wordsOf(message)[1]](...valuesOf(message))
    await vi.waitFor(() => expect(heard.length).toBe(2 + messages.length))
    expect(heard.slice(2), `seed ${seed}`).toEqual(messages)
  }
})

test.each([
  { say: 'haveAll' as const, heard: 'have-all', has: true },
  { say: 'haveNone' as const, heard: 'have-none', has: false },
])('we write $say, WebTorrent reads it', async ({ say: type, heard, has }) => {
  const { theirs, events, say } = connect()
  say({ type })
  await vi.waitFor(() => expect(events.at(-1)).toEqual([heard]))
  expect(theirs.peerPieces.get(123_456)).toBe(has)
})

test('WebTorrent hangs up on a fast message that was not agreed on', async () => {
  const theirs = new Protocol()
  onTestFinished(() => theirs.destroy())
  theirs.handshake(infoHash, theirId, { fast: true })
  theirs.write(encode({ type: 'handshake', infoHash, peerId: ourId, fast: false, extended: false }))
  theirs.write(encode({ type: 'haveAll' }))
  await vi.waitFor(() => expect(theirs.destroyed || theirs.destroying).toBe(true))
})
