/** One peer against scripted remotes: every fault by name, and that it goes on with the others. */
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../base/random.ts'
import { sdpOf } from '../testing/descriptions.ts'
import {
  type Actor,
  blockOf,
  INFO,
  INFO_HASH,
  idOf,
  PeerStage,
  SELF,
} from '../testing/peer-stage.ts'
import { parseDontHave } from '../wire/dont-have.ts'
import { BLOCK_BYTES, type Message } from '../wire/message.ts'
import { METADATA_PIECE_BYTES } from '../wire/metadata.ts'
import type { Input } from './input.ts'
import { Peer } from './peer.ts'

const ALL = '******'
const leecher = () => new PeerStage({ info: INFO })
const seeder = () => new PeerStage({ info: INFO, stored: ALL })

/** The link is closed for this fault, its remote banned, and another remote serves everything. */
function expectDropped(actor: Actor, fault: string): void {
  const { stage } = actor
  expect(actor.fault).toBe(fault)
  expect(stage.eventsOf('banned')).toMatchObject([{ remote: actor.id, reason: fault }])
  expect(stage.eventsOf('unlinked').map(event => event.remote)).toContain(actor.id)
  expect(stage.view.links).toEqual([])
  stage.tell({
    type: 'carried',
    tracker: 'server',
    from: actor.id,
    offerId: 'again',
    signal: { kind: 'offer', sdp: sdpOf('again') },
  })
  expect(stage.carried().at(-1)).toMatchObject({ offerId: 'again', signal: { reason: 'banned' } })
  if (stage.view.phase !== 'downloading') return
  const other = stage.greet(50)
  other.serves(ALL)
  other.answerAll()
  expect(stage.view.phase).toBe('seeding')
}

describe('a remote is dropped, and only it', () => {
  const say =
    (...messages: Message[]) =>
    (actor: Actor) => {
      for (const message of messages) actor.say(message)
    }
  const bitfield = (...bytes: number[]): Message => ({
    type: 'bitfield',
    bytes: Uint8Array.from(bytes),
  })
  const handshake: Message = {
    type: 'handshake',
    infoHash: INFO_HASH,
    peerId: idOf(1),
    fast: false,
    extended: true,
  }

  test.each<[string, string, (actor: Actor) => void]>([
    [
      'a handshake for another torrent',
      'wrong-torrent',
      a => a.shake({ infoHash: '0'.repeat(40) as typeof INFO_HASH }),
    ],
    ['a handshake of another peer', 'wrong-peer', a => a.shake({ peerId: idOf(2) })],
    ['our own id', 'own-id', a => a.shake({ peerId: SELF })],
    ['a have before the handshake', 'out-of-order', say({ type: 'have', piece: 0 })],
    [
      'a request before the handshake',
      'out-of-order',
      say({ type: 'request', piece: 0, begin: 0, length: 9 }),
    ],
    ['an extended message before the handshake', 'out-of-order', a => a.offersMetadata()],
  ])('for %s', (_what, fault, misbehave) => {
    const actor = leecher().call(1)
    misbehave(actor)
    expectDropped(actor, fault)
  })

  test.each<[string, string, (actor: Actor) => void]>([
    ['a second handshake', 'out-of-order', say(handshake)],
    ['a bitfield too short', 'bad-bitfield', say(bitfield())],
    ['a bitfield too long', 'bad-bitfield', say(bitfield(0, 0))],
    ['a bitfield with spare bits', 'bad-bitfield', say(bitfield(0b10))],
    ['a bitfield twice', 'out-of-order', say(bitfield(0), bitfield(0))],
    ['a bitfield after a have', 'out-of-order', say({ type: 'have', piece: 0 }, bitfield(0))],
    ['a have out of range', 'bad-range', say({ type: 'have', piece: 6 })],
    [
      'a request out of range',
      'bad-range',
      say({ type: 'request', piece: 6, begin: 0, length: 1 }),
    ],
    [
      'a request too long',
      'bad-range',
      say({ type: 'request', piece: 0, begin: 0, length: 2 ** 20 }),
    ],
    ['a request of nothing', 'bad-range', say({ type: 'request', piece: 0, begin: 0, length: 0 })],
    [
      'a block of the wrong length',
      'bad-range',
      say({ type: 'piece', piece: 0, begin: 0, block: new Uint8Array(9) }),
    ],
    [
      'an extension we never offered',
      'bad-extension',
      say({ type: 'extended', id: 9, payload: new Uint8Array(2) }),
    ],
    [
      'an extended handshake of nonsense',
      'bad-extension',
      say({ type: 'extended', id: 0, payload: new Uint8Array(9) }),
    ],
    [
      'a metadata message of nonsense',
      'bad-extension',
      a => {
        a.offersMetadata()
        a.say({ type: 'extended', id: 1, payload: new Uint8Array(9) })
      },
    ],
    [
      'metadata asked for without a word of it',
      'not-agreed',
      a => a.saysMetadata({ type: 'request', piece: 0 }),
    ],
    ['metadata of 10 MB and a byte', 'bad-extension', a => a.offersMetadata(10_000_001)],
  ])('for %s', (_what, fault, misbehave) => {
    const actor = leecher().greet(1)
    misbehave(actor)
    expectDropped(actor, fault)
  })

  test('for the 101st block that nobody asked for', () => {
    const actor = leecher().greet(1)
    const block = blockOf({ piece: 0, begin: 0, length: BLOCK_BYTES })
    for (let i = 0; i < 100; i++) actor.say({ type: 'piece', piece: 0, begin: 0, block })
    expect(actor.isClosed).toBe(false)
    actor.say({ type: 'piece', piece: 0, begin: 0, block })
    expectDropped(actor, 'flood')
  })

  test('for extended handshakes without end, and not for one a minute', () => {
    const stage = new PeerStage()
    const [honest, flooding] = [stage.greet(1), stage.greet(2)]
    for (let minute = 0; minute < 60; minute++) {
      honest.speaks('ts_pex')
      stage.pass(60_000)
      if (flooding.isClosed) continue
      for (let i = 0; i < 100; i++) flooding.speaks('ts_pex')
    }
    expect(flooding.fault).toBe('flood')
    expect(honest.isClosed).toBe(false)
  })

  test('for bytes that are not the protocol', () => {
    const stage = leecher()
    const actor = stage.greet(1)
    const error = Object.assign(new Error('nonsense'), { code: 'bad-length' as const })
    stage.tell({ type: 'garbled', link: actor.link, error })
    expectDropped(actor, 'bad-length')
  })

  test('for a handshake that never comes; it may try again', () => {
    const stage = leecher()
    const actor = stage.call(1)
    stage.pass(9_000)
    expect(actor.isClosed).toBe(false)
    stage.pass(2_000)
    expect(actor.fault).toBe('silent')
    expect(stage.eventsOf('banned')).toEqual([])
    expect(stage.greet(1).isClosed).toBe(false)
  })

  test('for a long silence, not while it says keep-alive; we say it too', () => {
    const stage = leecher()
    const silent = stage.greet(1)
    const alive = stage.greet(2)
    for (let minute = 0; minute < 4; minute++) {
      stage.pass(60_000)
      alive.say({ type: 'keepAlive' })
    }
    expect([silent.fault, alive.isClosed]).toEqual(['silent', false])
    expect(alive.heard.filter(message => message.type === 'keepAlive').length).toBeGreaterThan(1)
  })

  test('for messages without end before the metadata is known', () => {
    const stage = new PeerStage()
    const actor = stage.greet(1)
    for (let i = 0; i < 5_001 && !actor.isClosed; i++) actor.say({ type: 'have', piece: i })
    expect(actor.fault).toBe('flood')
  })

  test('for a second bitfield before the metadata is known: each may be 256 KiB', () => {
    const actor = new PeerStage().greet(1)
    actor.say({ type: 'bitfield', bytes: new Uint8Array(256 * 1024) })
    actor.say({ type: 'bitfield', bytes: new Uint8Array(256 * 1024) })
    expect(actor.fault).toBe('out-of-order')
  })

  test('what it said before the metadata came counts when it comes', () => {
    const stage = new PeerStage()
    const liar = stage.greet(1)
    liar.say({ type: 'have', piece: 6 })
    const honest = stage.greet(2)
    honest.serves(ALL)
    honest.offersMetadata()
    honest.sendsMetadata(honest.metadataRequests)
    expect(liar.fault).toBe('bad-range')
    honest.answerAll()
    expect(stage.view.phase).toBe('seeding')
  })
})

describe('the metadata', () => {
  const joiner = () => new PeerStage()
  const lie = Uint8Array.from(INFO.bytes, byte => byte ^ 1)

  test('comes from whoever has it, in pieces, and opens the store', () => {
    const stage = joiner()
    const actor = stage.greet(1)
    expect(stage.view.phase).toBe('joining')
    actor.offersMetadata()
    expect(actor.metadataRequests).toEqual([0, 1, 2])
    actor.sendsMetadata([2, 0, 1])
    expect(stage.view.info?.name).toBe('holiday')
    expect(stage.view.phase).toBe('downloading')
    expect(stage.eventsOf('metadataReceived')).toMatchObject([{ remote: actor.id }])
  })

  test('a liar is banned, and another asked', () => {
    const stage = joiner()
    const liar = stage.greet(1)
    const honest = stage.greet(2)
    liar.offersMetadata()
    honest.offersMetadata()
    liar.sendsMetadata(liar.metadataRequests, lie)
    expect(liar.isClosed).toBe(true)
    expect(stage.eventsOf('banned')).toMatchObject([{ remote: liar.id }])
    honest.sendsMetadata(honest.metadataRequests)
    expect(stage.view.phase).toBe('downloading')
    expect(honest.isClosed).toBe(false)
  })

  test('a liar that hangs up before the verdict is banned all the same', () => {
    const stage = joiner()
    const liar = stage.greet(1)
    liar.offersMetadata()
    stage.disk = 'silent'
    liar.sendsMetadata(liar.metadataRequests, lie)
    stage.tell({ type: 'linkClosed', link: liar.link, reason: 'hung up' })
    stage.answerDisk()
    expect(stage.eventsOf('banned')).toMatchObject([{ remote: liar.id }])
  })

  test('a remote that stalls gives way after 3 s, and is asked again when it is the only one', () => {
    const stage = joiner()
    const stalled = stage.greet(1)
    const next = stage.greet(2)
    stalled.offersMetadata()
    next.offersMetadata()
    stalled.sendsMetadata([0])
    stage.pass(2_900)
    expect(next.metadataRequests).toEqual([])
    stage.pass(200)
    expect(next.metadataRequests).toEqual([0, 1, 2])
    stage.tell({ type: 'linkClosed', link: next.link, reason: 'gone' })
    stalled.sendsMetadata([0, 1, 2])
    expect(stage.view.phase).toBe('downloading')
  })

  test('a remote that drips gives way as well: 10 MB of lies would take half an hour', () => {
    const stage = joiner()
    const dripping = stage.greet(1)
    const honest = stage.greet(2)
    dripping.offersMetadata(10_000_000)
    honest.offersMetadata()
    const bytes = new Uint8Array(METADATA_PIECE_BYTES)
    let seconds = 0
    for (let piece = 0; honest.metadataRequests.length === 0 && piece < 600; piece++) {
      dripping.saysMetadata({ type: 'data', piece, totalSize: 10_000_000, bytes })
      stage.pass(2_900)
      seconds += 2.9
    }
    expect(seconds).toBeLessThan(9)
    honest.sendsMetadata(honest.metadataRequests)
    expect(stage.view.phase).toBe('downloading')
  })

  test('a size that is not true comes to nothing but a delay', () => {
    const stage = joiner()
    const liar = stage.greet(1)
    liar.offersMetadata(5)
    const honest = stage.greet(2)
    honest.offersMetadata()
    liar.sendsMetadata([0, 1, 2])
    stage.pass(4_000)
    honest.sendsMetadata(honest.metadataRequests)
    expect(stage.view.phase).toBe('downloading')
  })

  test('a remote that refuses is not asked without end', () => {
    const stage = joiner()
    const actor = stage.greet(1)
    actor.offersMetadata()
    let answered = 0
    for (let ms = 0; ms < 10_000; ms += 100) {
      const asked = actor.metadataRequests
      for (const piece of asked.slice(answered)) actor.saysMetadata({ type: 'reject', piece })
      answered = asked.length
      stage.pass(100)
    }
    expect(answered).toBeGreaterThan(3)
    expect(answered).toBeLessThanOrEqual(15)
    stage.pass(3_000)
    actor.sendsMetadata(actor.metadataRequests.slice(-3))
    expect(stage.view.phase).toBe('downloading')
  })

  test('is given to whoever asks, refused beyond its end, and not without limit', () => {
    const stage = seeder()
    const actor = stage.greet(1)
    actor.offersMetadata()
    for (const piece of [0, 2, 3]) actor.saysMetadata({ type: 'request', piece })
    expect(actor.metadataReplies).toMatchObject([
      { type: 'data', piece: 0, totalSize: INFO.bytes.length },
      { type: 'data', piece: 2 },
      { type: 'reject', piece: 3 },
    ])
    for (let i = 0; i < 2_600; i++) actor.saysMetadata({ type: 'request', piece: 0 })
    const last = actor.metadataReplies.at(-1)
    expect(last?.type).toBe('reject')
    expect(actor.isClosed).toBe(false)
  })

  test('is given no faster than the channel takes it: 160 KiB stand in its queue at most', () => {
    const stage = seeder()
    const actor = stage.greet(1)
    actor.offersMetadata()
    const given = () => actor.metadataReplies.filter(({ type }) => type === 'data').length
    const refused = () => actor.metadataReplies.filter(({ type }) => type === 'reject').length
    for (let i = 0; i < 1_500; i++) actor.saysMetadata({ type: 'request', piece: 0 })
    expect([given(), refused()]).toEqual([10, 1_500 - 10 - 1_024])
    for (const queuedBytes of [80 * 1024, 160 * 1024, 0])
      stage.tell({ type: 'drained', link: actor.link, queuedBytes })
    expect(given()).toBe(10 + 5 + 10)
    for (let i = 0; i < 200; i++) stage.tell({ type: 'drained', link: actor.link, queuedBytes: 0 })
    expect(given()).toBe(10 + 1_024)
  })

  test('is refused while we do not have it', () => {
    const actor = joiner().greet(1)
    actor.offersMetadata()
    actor.saysMetadata({ type: 'request', piece: 0 })
    expect(actor.metadataReplies).toEqual([{ type: 'reject', piece: 0 }])
  })
})

describe('a bad piece', () => {
  const spoil = (block: Uint8Array) => block.map(byte => byte ^ 1)

  test('of one sender: it is banned, the piece comes from another', () => {
    const stage = leecher()
    const liar = stage.greet(1)
    liar.serves(ALL)
    liar.answerAll(spoil)
    expect(stage.eventsOf('banned')).toMatchObject([{ remote: liar.id }])
    const honest = stage.greet(2)
    honest.serves(ALL)
    honest.answerAll()
    expect(stage.view.phase).toBe('seeding')
    expect(stage.eventsOf('banned').length).toBe(1)
    expect(stage.view.downloaded).toBe(INFO.length)
  })

  test('of an honest remote whose disk has rotted there: it is back after a minute', () => {
    const stage = leecher()
    const rotten = stage.greet(1)
    rotten.serves(ALL)
    const first = rotten.requests[0]!.piece
    rotten.answerAll((block, { piece }) => (piece === first ? spoil(block) : block))
    expect(stage.eventsOf('banned')).toMatchObject([{ remote: rotten.id, forMs: 60_000 }])
    expect(stage.offer(1)).toBeUndefined()
    stage.pass(60_000)
    const back = stage.greet(1)
    expect(back.isClosed).toBe(false)
    back.serves(ALL)
    back.answerAll()
    expect(stage.view.phase).toBe('seeding')
  })

  test('again and again, of other pieces: shut out for good', () => {
    const stage = leecher()
    // Now and then it is the same piece again, and says nothing new.
    for (let round = 0; stage.eventsOf('banned').every(({ forMs }) => forMs); round++) {
      expect(round).toBeLessThan(10)
      const liar = stage.greet(1)
      liar.serves(ALL)
      liar.answerAll(spoil)
      stage.pass(600_000)
    }
    const lengths = stage.eventsOf('banned').map(({ forMs }) => forMs)
    expect([...new Set(lengths)]).toEqual([60_000, 600_000, undefined])
    expect(stage.offer(1)).toBeUndefined()
  })

  test('of two senders: only the liar is banned, once the piece is right', () => {
    const stage = leecher()
    const honest = stage.greet(2)
    honest.serves('*')
    const [first] = honest.requests
    honest.say({ type: 'piece', piece: 0, begin: 0, block: blockOf(first!) })
    honest.say({ type: 'choke' })
    const liar = stage.greet(1)
    liar.serves('*')
    const second = liar.requests[0]!
    liar.say({ type: 'piece', piece: 0, begin: second.begin, block: spoil(blockOf(second)) })
    expect(stage.eventsOf('pieceFailed')).toMatchObject([{ piece: 0 }])
    expect(stage.eventsOf('banned')).toEqual([])
    liar.say({ type: 'choke' })
    stage.clear()
    honest.say({ type: 'unchoke' })
    honest.answerAll()
    expect(stage.eventsOf('banned')).toMatchObject([
      { remote: liar.id, reason: 'sent a bad block' },
    ])
    expect(honest.isClosed).toBe(false)
    expect(stage.view.heldCount).toBe(1)
  })
})

describe('hashing that fails', () => {
  test('has the piece fetched again, and blames nobody', () => {
    const stage = leecher()
    const actor = stage.greet(1)
    actor.serves(ALL)
    stage.failingHashes = 2
    actor.answerAll()
    expect(stage.eventsOf('verifyFailed')).toHaveLength(2)
    expect(stage.view).toMatchObject({ phase: 'seeding', trouble: undefined })
    expect(stage.eventsOf('pieceFailed')).toEqual([])
    expect(stage.eventsOf('banned')).toEqual([])
    expect(actor.isClosed).toBe(false)
  })

  test('time and again: stuck, with the reason; wanting again goes on', () => {
    const stage = leecher()
    const actor = stage.greet(1)
    actor.serves(ALL)
    stage.failingHashes = 1_000
    actor.answerAll()
    expect(stage.view).toMatchObject({ phase: 'stuck', trouble: 'No hash.', heldCount: 0 })
    stage.failingHashes = 0
    stage.tell({ type: 'want', wanted: true })
    actor.answerAll()
    expect(stage.view).toMatchObject({ phase: 'seeding', trouble: undefined })
  })

  test('has the metadata asked for again, of the same remote if there is no other', () => {
    const stage = new PeerStage()
    const actor = stage.greet(1)
    stage.failingHashes = 1
    actor.offersMetadata()
    actor.sendsMetadata(actor.metadataRequests)
    expect(stage.eventsOf('verifyFailed')).toHaveLength(1)
    expect(stage.view.phase).toBe('joining')
    expect(actor.isClosed).toBe(false)
    stage.clear()
    stage.pass(5_000)
    actor.sendsMetadata(actor.metadataRequests)
    expect(stage.view.info).toBeDefined()
  })
})

describe('storage', () => {
  test('that is full: stuck, with the reason; nothing is lost, and wanting again goes on', () => {
    const stage = leecher()
    const actor = stage.greet(1)
    actor.serves(ALL)
    stage.disk = 'full'
    actor.answerAll()
    expect(stage.view).toMatchObject({ phase: 'stuck', trouble: 'The disk is full.', heldCount: 0 })
    stage.clear()
    stage.pass(30_000)
    expect(actor.requests).toEqual([])
    stage.disk = 'good'
    stage.tell({ type: 'want', wanted: true })
    expect(stage.view.phase).toBe('downloading')
    actor.answerAll()
    expect(stage.view).toMatchObject({ phase: 'seeding', trouble: undefined })
    expect(stage.view.downloaded).toBe(INFO.length)
  })

  test('that lost a piece: the reader is passed over, and the piece fetched again', () => {
    const stage = seeder()
    const reader = stage.greet(1)
    stage.disk = 'unreadable'
    reader.asks({ piece: 3, begin: 0, length: BLOCK_BYTES })
    expect(reader.heard.some(message => message.type === 'piece')).toBe(false)
    expect(stage.eventsOf('readFailed')).toMatchObject([{ piece: 3 }])
    expect(stage.view).toMatchObject({ phase: 'downloading', heldCount: 5 })
    stage.disk = 'good'
    const other = stage.greet(2)
    other.serves(ALL)
    expect(new Set(other.requests.map(({ piece }) => piece))).toEqual(new Set([3]))
    other.answerAll()
    expect(stage.view.phase).toBe('seeding')
  })

  describe('that loses a piece which others wait for', () => {
    const lose = (stage: PeerStage, ...pieces: number[]) =>
      stage.tell({ type: 'piecesLost', pieces, reason: '“a.bin” has changed.' })
    const asksAll = (reader: Actor, ...pieces: number[]) => {
      reader.say({ type: 'interested' })
      for (const piece of pieces)
        for (const begin of [0, BLOCK_BYTES])
          reader.say({ type: 'request', piece, begin, length: BLOCK_BYTES })
    }

    test('says so, then answers each request for it, and serves the others', () => {
      const stage = seeder()
      const reader = stage.call(1)
      reader.shake({ fast: true })
      reader.speaks('lt_donthave')
      stage.disk = 'silent'
      stage.clear()
      asksAll(reader, 3, 3, 4)
      stage.disk = 'good'
      lose(stage, 3)
      stage.answerDisk()
      stage.tell({ type: 'drained', link: reader.link, queuedBytes: 0 })
      const told = reader.heard.map(({ type }) => type)
      expect(reader.heardExtended('lt_donthave').map(parseDontHave)).toEqual([3])
      expect(told.indexOf('extended')).toBeLessThan(told.indexOf('reject'))
      expect(told.filter(type => type === 'reject')).toHaveLength(4)
      expect(told.filter(type => type === 'piece')).toHaveLength(2)
      expect(stage.view).toMatchObject({ lostCount: 1, heldCount: 5 })
      expect(stage.eventsOf('pieceLost')).toMatchObject([
        { piece: 3, reason: '“a.bin” has changed.' },
      ])
    })

    test('parts from who can be told neither by BEP 54 nor by BEP 6, and does not shut it out', () => {
      const stage = seeder()
      const [deaf, told] = [stage.greet(1), stage.greet(2)]
      told.speaks('lt_donthave')
      lose(stage, 3)
      expect([deaf.isClosed, told.isClosed]).toEqual([true, false])
      expect(stage.eventsOf('banned')).toEqual([])
      const again = stage.greet(1)
      expect(again.heard).toContainEqual({ type: 'bitfield', bytes: Uint8Array.of(0b11101100) })
    })

    test('has room for another in the place of who could not be told, and may dial that one again', () => {
      const stage = new PeerStage({ info: INFO, stored: ALL, maxLinks: 1 })
      stage.greet(1)
      expect(stage.offer(2)).toBeUndefined()
      lose(stage, 3)
      stage.pass(1_000)
      expect(stage.eventsOf('dialled')).toMatchObject([{ remote: idOf(1) }])
      const other = new PeerStage({ info: INFO, stored: ALL, maxLinks: 1 })
      other.greet(1)
      lose(other, 3)
      expect(other.offer(2)).toBeDefined()
    })

    test('finds it again, and tells everybody', () => {
      const stage = seeder()
      const reader = stage.greet(1)
      reader.speaks('lt_donthave')
      lose(stage, 2, 3)
      stage.clear()
      stage.tell({ type: 'piecesFound', pieces: [1, 2, 3] })
      expect(reader.heard).toEqual([
        { type: 'have', piece: 2 },
        { type: 'have', piece: 3 },
      ])
      expect(stage.view).toMatchObject({ phase: 'seeding', lostCount: 0, heldCount: 6 })
      asksAll(reader, 3)
      stage.tell({ type: 'drained', link: reader.link, queuedBytes: 0 })
      expect(reader.heard.filter(({ type }) => type === 'piece')).toHaveLength(2)
    })

    test('and cannot write to its store: fetches nothing, and is no download', () => {
      const stage = new PeerStage({ info: INFO, stored: ALL, isReadOnly: true })
      lose(stage, 3)
      const other = stage.greet(2)
      other.serves(ALL)
      expect(other.heard.map(({ type }) => type)).not.toContain('interested')
      expect(stage.view).toMatchObject({ phase: 'idle', trouble: undefined, heldCount: 5 })
      stage.tell({ type: 'want', wanted: true })
      expect(other.requests).toEqual([])
    })
  })

  test('that holds some pieces already: those are never asked for', () => {
    const stage = new PeerStage({ info: INFO, stored: '** *' })
    expect(stage.view.heldCount).toBe(3)
    const actor = stage.greet(1)
    actor.serves(ALL)
    actor.answerAll()
    expect(new Set(actor.requests.map(({ piece }) => piece))).toEqual(new Set([2, 4, 5]))
    expect(stage.view.phase).toBe('seeding')
  })

  test('that opens late: who came before is told what we hold', () => {
    const stage = new PeerStage({ stored: '**' })
    const actor = stage.greet(1)
    actor.serves(ALL)
    actor.offersMetadata()
    actor.sendsMetadata(actor.metadataRequests)
    const haves = actor.heard.filter(
      message => message.type === 'have' || message.type === 'bitfield',
    )
    expect(haves).toMatchObject([
      { type: 'have', piece: 0 },
      { type: 'have', piece: 1 },
    ])
    actor.answerAll()
    expect(stage.view.phase).toBe('seeding')
  })

  test('that cannot be opened: stuck, with the reason', () => {
    const stage = new PeerStage({ info: INFO })
    const closed = new PeerStage({ info: INFO })
    closed.tell({ type: 'openFailed', reason: 'No room.' })
    expect([stage.view.phase, closed.view.phase]).toEqual(['downloading', 'stuck'])
  })

  test('that cannot be opened is opened again when the person starts it again', () => {
    const options = { infoHash: INFO_HASH, peerId: SELF, client: 'stage', wanted: true, info: INFO }
    const peer = new Peer(options, seededRandom(1))
    const effectsOf = (input: Input) => peer.handle(input, 0).map(({ type }) => type)
    expect(effectsOf({ type: 'join' })).toContain('open')
    effectsOf({ type: 'openFailed', reason: 'No room.' })
    expect(peer.inspect()).toMatchObject({ phase: 'stuck', trouble: 'No room.' })
    expect(effectsOf({ type: 'want', wanted: true })).toContain('open')
    expect(peer.inspect()).toMatchObject({ phase: 'opening', trouble: undefined })
  })
})

describe('a person', () => {
  test('pauses and goes on', () => {
    const stage = leecher()
    const actor = stage.greet(1)
    actor.serves(ALL)
    stage.clear()
    stage.tell({ type: 'want', wanted: false })
    expect(actor.heard.map(message => message.type)).toEqual(
      expect.arrayContaining(['notInterested', 'cancel']),
    )
    expect(stage.view.phase).toBe('idle')
    stage.clear()
    stage.tell({ type: 'want', wanted: true })
    actor.answerAll()
    expect(stage.view.phase).toBe('seeding')
  })

  test('leaves: the tracker is told, the links are closed, and nothing happens any more', () => {
    const stage = leecher()
    const actor = stage.greet(1)
    stage.clear()
    stage.tell({ type: 'leave' })
    expect(stage.announces()).toEqual(['stopped'])
    expect(actor.isClosed).toBe(true)
    expect(stage.view.phase).toBe('left')
    stage.clear()
    actor.say({ type: 'unchoke' })
    expect(stage.peer.nextDeadline()).toBeUndefined()
    expect(stage.effects).toEqual([])
  })
})

describe('the tracker', () => {
  test('is told started, then completed at once, and both again when it comes back', () => {
    const stage = leecher()
    const actor = stage.greet(1)
    actor.serves(ALL)
    actor.answerAll()
    expect(stage.announces()).toEqual(['started', 'completed'])
    stage.clear()
    stage.pass(30_000)
    expect(stage.announces()).toEqual(['periodic'])
    stage.clear()
    stage.tell({ type: 'trackerDown', tracker: 'server', reason: 'restart' })
    stage.pass(60_000)
    expect(stage.announces()).toEqual([])
    stage.tell({ type: 'trackerUp', tracker: 'server' })
    expect(stage.announces()).toEqual(['started'])
    expect(stage.effects.find(effect => effect.type === 'announce')).toMatchObject({ left: 0 })
  })

  test('hears what is really left only when the store is open', () => {
    const stage = new PeerStage({ info: INFO, stored: '**' })
    const first = stage.effects.find(effect => effect.type === 'announce')
    expect(first).toMatchObject({ event: 'started', left: stage.view.bytesLeft })
    expect(stage.view.bytesLeft).toBe(INFO.length - 2 * INFO.pieceLength)
  })

  test('is asked sooner by who is alone, and never more than every 5 s', () => {
    const stage = leecher()
    stage.clear()
    stage.pass(60_000)
    expect(stage.announces().length).toBe(12)
    stage.greet(1)
    stage.clear()
    stage.pass(59_000)
    expect(stage.announces().length).toBeLessThanOrEqual(2)
  })

  test('is not hurried by a seeder without company', () => {
    const stage = seeder()
    stage.clear()
    stage.pass(59_000)
    expect(stage.announces().length).toBe(1)
  })
})
