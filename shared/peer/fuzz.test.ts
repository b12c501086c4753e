/**
 * Thousands of inputs in random order, as far as a host may send them so, with messages of which many
 * are nonsense: nothing is thrown, no assertion fires, no queue outgrows its limit, no wake-up is due
 * for ever. The peer's effects are answered late, in any order, or by failure. And once the trouble is
 * over, one honest remote is enough.
 */
import { expect, test } from 'vitest'
import { Bitfield } from '../base/bitfield.ts'
import { type LinkId, type PeerId, toHex } from '../base/ids.ts'
import { pickOne, type Random, randomInt, seededRandom } from '../base/random.ts'
import { forSeeds } from '../base/seeds.ts'
import { SERVER, type TrackerName } from '../dialling/way.ts'
import { Decoder } from '../wire/decode.ts'
import { encodeDontHave } from '../wire/dont-have.ts'
import { encode } from '../wire/encode.ts'
import { encodeExtendedHandshake } from '../wire/extended.ts'
import { BLOCK_BYTES, type Message, ProtocolError } from '../wire/message.ts'
import {
  encodeMetadataMessage,
  METADATA_PIECE_BYTES,
  parseMetadataMessage,
} from '../wire/metadata.ts'
import { mutate } from '../wire/mutate.ts'
import { encodePex } from '../wire/pex.ts'
import { encodeRelay, type RelayMessage, type RelayRefusal } from '../wire/relay.ts'
import { encodeSignal, type Signal } from '../wire/signal.ts'
import type { Effect } from './effect.ts'
import type { Input } from './input.ts'
import { Peer } from './peer.ts'
import { blockOf, INFO, INFO_HASH, idOf, SELF } from './peer-stage.ts'

const WHERE = { file: 'shared/peer/fuzz.test.ts', only: process.env.SEED }
const INPUTS = 1_500
const MAX_LINKS = 8
const OTHER_TRACKER = 'wss://other'
const COUNTS = { seeders: 1, leechers: 1 }
/** Under which the peer wants its extensions, in the order in which it names them. */
const OUR_IDS = { ut_metadata: 1, ts_pex: 2, ts_relay: 3, lt_donthave: 4 } as const

const CANDIDATE = { kind: 'candidate', candidate: 'c', sdpMid: '0', sdpMLineIndex: 0 } as const
const SIGNALS: readonly Signal[] = [
  { kind: 'answer', sdp: 'answer' },
  { kind: 'answer', sdp: 'answer' },
  { kind: 'refuse', reason: 'full' },
  CANDIDATE,
]

class Host {
  readonly peer: Peer
  readonly random: Random
  readonly known: boolean
  /** Answers that are due some time; order between different things is not promised. */
  readonly owed: Input[] = []
  readonly half = new Map<LinkId, PeerId>()
  readonly links = new Map<LinkId, PeerId>()
  readonly asked = new Map<LinkId, Message[]>()
  /** What ever happened, by name. */
  readonly seen: Set<string>
  /** The trouble is over: storage works, hashes are true. */
  #isCalm = false
  /** Open offers, which are nobody's. */
  readonly open = new Set<LinkId>()
  readonly #up = new Set<TrackerName>()
  /** Our offers; to whoever takes them, unless it says to whom. */
  readonly #offered: { tracker: TrackerName; to?: PeerId; offerId: string }[] = []
  #offers = 100
  now = 0

  constructor(seed: number, seen: Set<string>) {
    this.random = seededRandom(seed)
    this.seen = seen
    this.known = seed % 2 === 0
    const trackers = [SERVER, OTHER_TRACKER] as const
    const options = { infoHash: INFO_HASH, peerId: SELF, client: 'fuzz', wanted: true, trackers }
    this.peer = new Peer(
      { ...options, maxLinks: MAX_LINKS, ...(this.known && { info: INFO }) },
      seededRandom(seed),
    )
    this.tell({ type: 'join' })
  }

  tell(input: Input): void {
    for (const effect of this.peer.handle(input, this.now)) this.#perform(effect)
  }

  step(): void {
    const roll = randomInt(this.random, 100)
    if (roll < 60 && this.links.size > 0) this.#message()
    else if (roll < 75) this.#answerOne()
    else if (roll < 80) this.#open()
    else if (roll < 84) this.#pass(randomInt(this.random, 3_000))
    else if (roll < 85) this.#pass(randomInt(this.random, 200_000))
    else this.#other()
  }

  /** All links break, and one remote calls that means well: within a minute everything is here. */
  recover(): void {
    this.#isCalm = true
    for (const link of [...this.links.keys()]) {
      this.#drop(link)
      this.tell({ type: 'linkClosed', link, reason: 'calm' })
    }
    // Each makes room for another dial.
    this.tell({ type: 'trackerDown', tracker: SERVER, reason: 'calm' })
    for (const [link] of this.half) this.#failed(link, 'calm')
    const honest = idOf(9_000)
    this.tell({ type: 'want', wanted: true })
    this.#offer(SERVER, honest)
    const [[link = 0] = []] = [...this.half].filter(([, remote]) => remote === honest)
    this.#opened(link, honest)
    const handshake = { infoHash: INFO_HASH, peerId: honest, fast: false, extended: true }
    this.#say(link, { type: 'handshake', ...handshake })
    const speaks = { extensions: new Map([['ut_metadata', 1]]), metadataSize: INFO.bytes.length }
    this.#say(link, { type: 'extended', id: 0, payload: encodeExtendedHandshake(speaks) })
    this.#say(link, { type: 'bitfield', bytes: Bitfield.full(INFO.pieceCount).bytes })
    this.#say(link, { type: 'unchoke' })
    for (let second = 0; second < 60; second++) {
      for (let left = 50; left > 0; left--) this.#answerOne()
      for (const message of this.asked.get(link)?.splice(0) ?? []) this.#answerWell(link, message)
      this.#pass(1_000)
      // Writes that failed before the calm may still be told: the person says go on.
      this.tell({ type: 'want', wanted: true })
    }
  }

  #answerWell(link: LinkId, message: Message): void {
    if (message.type === 'request') {
      const { piece, begin } = message
      this.#say(link, { type: 'piece', piece, begin, block: blockOf(message) })
    }
    if (message.type !== 'extended' || message.id !== 1) return
    const asked = parseMetadataMessage(message.payload)
    if (asked?.type !== 'request') return
    const begin = asked.piece * METADATA_PIECE_BYTES
    const bytes = INFO.bytes.slice(begin, begin + METADATA_PIECE_BYTES)
    const data = { piece: asked.piece, totalSize: INFO.bytes.length, bytes }
    const payload = encodeMetadataMessage({ type: 'data', ...data })
    this.#say(link, { type: 'extended', id: 1, payload })
  }

  #perform(effect: Effect): void {
    if (effect.type === 'log') {
      const { event } = effect
      this.seen.add(event.event === 'banned' ? `banned: ${event.reason}` : event.event)
    } else if (effect.type === 'connect') this.#connect(effect)
    else if (effect.type === 'close') this.#drop(effect.link)
    else if (effect.type === 'send') this.asked.get(effect.link)?.push(effect.message)
    else if (effect.type === 'signal') this.seen.add('signal')
    else if (effect.type === 'carry') {
      this.seen.add(`carry ${effect.signal.kind}`)
      if (effect.signal.kind === 'offer') this.#offered.push(effect)
    } else {
      const answer = this.#answerTo(effect)
      if (answer) this.owed.push(answer)
    }
  }

  #answerTo(effect: Effect): Input | undefined {
    const { random } = this
    switch (effect.type) {
      case 'announce': {
        for (const { offerId } of effect.offers)
          this.#offered.push({ tracker: effect.tracker, offerId })
        const peers = Array.from({ length: randomInt(random, 50) }, () => idOf(this.#anyone()))
        const intervalMs = pickOne(random, [0, 1_000, 30_000, Number.NaN]) as number
        return random() < 0.2
          ? { type: 'announceFailed', tracker: effect.tracker, reason: 'no' }
          : { type: 'announced', tracker: effect.tracker, intervalMs, peers, ...COUNTS }
      }
      case 'verify':
        return { type: 'verified', subject: effect.subject, ok: this.#isRight(effect) }
      case 'open': {
        const held = new Bitfield(INFO.pieceCount)
        for (let piece = 0; piece < held.size; piece++) if (random() < 0.4) held.add(piece)
        return { type: 'opened', held }
      }
      case 'write':
        return !this.#isCalm && random() < 0.4
          ? { type: 'writeFailed', piece: effect.piece, reason: 'full' }
          : { type: 'written', piece: effect.piece }
      case 'read': {
        const { link, range } = effect
        return !this.#isCalm && random() < 0.3
          ? { type: 'readFailed', link, range, reason: 'gone' }
          : { type: 'block', link, range, block: blockOf(range) }
      }
    }
    return undefined
  }

  /** Metadata must be what its hash says, for it is parsed; a piece passes or not by chance. */
  #isRight({ subject, bytes }: Extract<Effect, { type: 'verify' }>): boolean {
    if (subject.kind === 'piece') return this.#isCalm || this.random() < 0.8
    return toHex(bytes) === toHex(INFO.bytes)
  }

  #answerOne(): void {
    const input = this.owed.splice(randomInt(this.random, this.owed.length), 1)[0]
    if (input) this.tell(input)
  }

  #open(): void {
    const making = pickOne(this.random, [...this.half])
    if (making === undefined) return
    const [link, remote] = making
    if (this.random() < 0.2) return this.#failed(link, 'ice')
    this.#opened(link, remote)
    if (this.random() < 0.9 && this.links.has(link)) this.#say(link, this.#handshake(remote))
  }

  #opened(link: LinkId, remote: PeerId): void {
    this.half.delete(link)
    this.links.set(link, remote)
    this.asked.set(link, [])
    this.tell({ type: 'linkOpened', link })
  }

  #failed(link: LinkId, reason: string): void {
    this.half.delete(link)
    this.open.delete(link)
    this.tell({ type: 'linkClosed', link, reason })
  }

  /** What it says of itself comes late, or never. */
  #connect({ link, remote, offer }: Extract<Effect, { type: 'connect' }>): void {
    const sdp = `${link}`
    if (remote) this.half.set(link, remote)
    else this.open.add(link)
    if (this.random() < 0.1) return
    const kind = offer === undefined ? 'offer' : 'answer'
    this.owed.push({ type: 'localSignal', link, signal: { kind, sdp } })
    if (this.random() < 0.5) this.owed.push({ type: 'localSignal', link, signal: CANDIDATE })
  }

  #offer(tracker: TrackerName, from: PeerId): void {
    const offerId = idOf(++this.#offers)
    const whole = tracker === SERVER ? {} : { whole: true as const }
    const signal = { kind: 'offer', sdp: offerId, ...whole } as const
    this.tell({ type: 'carried', tracker, from, offerId, signal })
  }

  /** Whatever somebody may say, of offers that there are and that there are not. */
  #carried(): void {
    const { random } = this
    const tracker = pickOne(random, [SERVER, OTHER_TRACKER] as const) as TrackerName
    if (random() < 0.8) return this.#offer(tracker, idOf(this.#anyone()))
    const nonsense = { tracker, to: idOf(this.#anyone()), offerId: idOf(7) }
    const offer = pickOne(random, [...this.#offered.slice(-10), nonsense]) ?? nonsense
    const from = offer.to ?? idOf(this.#anyone())
    const signal = pickOne<Signal>(random, SIGNALS) as Signal
    const { offerId } = offer
    this.tell({ type: 'carried', tracker: offer.tracker, from, offerId, signal })
  }

  #drop(link: LinkId): void {
    this.half.delete(link)
    this.open.delete(link)
    this.links.delete(link)
    this.asked.delete(link)
  }

  /** Time passes, and the peer is woken when it asks to be; never twice for the same reason. */
  #pass(ms: number): void {
    const until = this.now + ms
    for (;;) {
      const deadline = this.peer.nextDeadline()
      if (deadline === undefined || deadline > until) break
      this.now = Math.max(this.now, deadline)
      this.tell({ type: 'tick' })
      const next = this.peer.nextDeadline()
      if (next !== undefined && next <= this.now) expect.fail('a wake-up is due for ever')
    }
    this.now = until
  }

  #other(): void {
    const { random } = this
    const link = pickOne(random, [...this.links.keys()])
    const roll = randomInt(random, 20)
    if (roll < 5) this.#carried()
    else if (roll >= 16) this.#relayed()
    else if (roll < 6) this.tell({ type: 'want', wanted: random() < 0.7 })
    else if (roll < 7) this.tell({ type: 'want', wanted: true })
    else if (roll < 8) this.#turnTracker()
    else if (roll < 9) this.tell({ type: 'tick' })
    else if (link === undefined) return
    else if (roll < 14) {
      this.tell({
        type: 'drained',
        link,
        queuedBytes: randomInt(random, 2) * randomInt(random, 2 ** 20),
      })
    } else if (roll < 15) {
      this.#drop(link)
      this.tell({ type: 'linkClosed', link, reason: 'broke' })
    } else if (random() < 0.3) {
      const error = new ProtocolError('bad-length', 'garbage')
      this.tell({ type: 'garbled', link, error })
    }
  }

  /** Somebody's signal comes by a relay. */
  #relayed(): void {
    const { random } = this
    const link = pickOne(random, [...this.links.keys()])
    if (link === undefined) return
    const remote = idOf(this.#anyone())
    const offerId = idOf(randomInt(random, 10))
    const offer = { kind: 'offer', sdp: 'x'.repeat(random() < 0.1 ? 15_000 : 500) } as const
    const signal = encodeSignal(random() < 0.7 ? offer : (pickOne(random, SIGNALS) as Signal))
    const message = encodeRelay({ type: 'forwarded', remote, offerId, signal })
    this.#say(link, { type: 'extended', id: OUR_IDS.ts_relay, payload: message })
  }

  #turnTracker(): void {
    const tracker = pickOne(this.random, [SERVER, OTHER_TRACKER] as const) as TrackerName
    const isUp = this.#up.delete(tracker)
    if (!isUp) this.#up.add(tracker)
    this.tell(
      isUp ? { type: 'trackerDown', tracker, reason: 'restart' } : { type: 'trackerUp', tracker },
    )
  }

  #message(): void {
    const link = pickOne(this.random, [...this.links.keys()]) as LinkId
    const message = this.#anyMessage(link)
    if (this.random() < 0.99) this.#say(link, message)
    else this.#sayDamaged(link, message)
  }

  /** Bytes that went wrong on the way, read as a host reads them. */
  #sayDamaged(link: LinkId, message: Message): void {
    const decoder = new Decoder()
    decoder.push(encode(this.#handshake(SELF)))
    try {
      const messages = decoder.push(mutate(encode(message), this.random))
      for (const each of messages) if (this.links.has(link)) this.#say(link, each)
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      this.tell({ type: 'garbled', link, error })
    }
  }

  #say(link: LinkId, message: Message): void {
    this.tell({ type: 'message', link, message })
  }

  #handshake(peerId: PeerId): Message {
    return {
      type: 'handshake',
      infoHash: INFO_HASH,
      peerId,
      fast: this.random() < 0.5,
      extended: this.random() < 0.9,
    }
  }

  /** Mostly what a remote may well say now; nonsense often enough, or links would live for ever. */
  #anyMessage(link: LinkId): Message {
    const { random } = this
    const roll = randomInt(random, 100)
    if (roll < 35) return this.#reply(link)
    if (roll < 45) return { type: 'unchoke' }
    if (roll < 48) return { type: 'choke' }
    if (roll < 56) return { type: 'have', piece: randomInt(random, INFO.pieceCount) }
    if (roll < 62) return { type: 'interested' }
    if (roll < 64) return { type: 'notInterested' }
    if (roll < 74) return { type: 'request', ...this.#range(0.02) }
    if (roll < 77) return { type: 'cancel', ...this.#range(0.5) }
    if (roll < 79) return { type: 'bitfield', bytes: Uint8Array.of(randomInt(random, 64) << 2) }
    if (roll < 82) return { type: 'keepAlive' }
    if (roll < 90) return this.#extended()
    if (roll < 98) return { type: 'unchoke' }
    return this.#nonsense()
  }

  /** The answer to something that the remote was asked, mostly a right one. */
  #reply(link: LinkId): Message {
    const { random } = this
    const asked = this.asked.get(link) ?? []
    const request = asked.splice(randomInt(random, asked.length), 1)[0]
    if (request?.type === 'request') {
      if (random() < 0.03) return { ...request, type: 'reject' }
      const block = blockOf(request)
      if (random() < 0.1) block[0]!++
      return { type: 'piece', piece: request.piece, begin: request.begin, block }
    }
    return request?.type === 'extended' ? this.#metadata() : { type: 'keepAlive' }
  }

  #range(nonsense: number) {
    const { random } = this
    if (random() < nonsense)
      return { piece: this.#uint32(), begin: this.#uint32(), length: this.#uint32() }
    const piece = randomInt(random, INFO.pieceCount)
    return { piece, begin: 0, length: 1 + randomInt(random, BLOCK_BYTES) }
  }

  #extended(): Message {
    const { random } = this
    const roll = random()
    if (roll < 0.4) return this.#metadata()
    if (roll < 0.45) return this.#extension('ts_pex', this.#pex())
    if (roll < 0.55) return this.#extension('ts_relay', this.#relay())
    if (roll < 0.6) {
      const piece = random() < 0.95 ? randomInt(random, INFO.pieceCount) : this.#uint32()
      return this.#extension('lt_donthave', encodeDontHave(piece))
    }
    const names = ['ut_metadata', 'ts_pex', 'ts_relay', 'lt_donthave']
    const handshake = encodeExtendedHandshake({
      extensions: new Map(
        names.flatMap(name => (random() < 0.9 ? [[name, 1 + randomInt(random, 255)]] : [])),
      ),
      metadataSize: random() < 0.9 ? INFO.bytes.length : randomInt(random, 10_000_000),
      requestQueue: randomInt(random, 1_000),
    })
    return {
      type: 'extended',
      id: 0,
      payload: random() < 0.03 ? mutate(handshake, random) : handshake,
    }
  }

  #extension(name: keyof typeof OUR_IDS, good: Uint8Array): Message {
    const payload = this.random() < 0.02 ? mutate(good, this.random) : good
    return { type: 'extended', id: OUR_IDS[name], payload }
  }

  #pex(): Uint8Array {
    const someone = () => idOf(this.#anyone())
    const some = () => Array.from({ length: randomInt(this.random, 50) }, someone)
    const added = some().map(id => ({ id, isSeed: this.random() < 0.5 }))
    return encodePex({ added, dropped: some() })
  }

  #relay(): Uint8Array {
    const { random } = this
    const linked = pickOne(random, [...this.links.values()])
    const remote = (random() < 0.5 && linked) || idOf(this.#anyone())
    const address = { remote, offerId: idOf(randomInt(random, 10)) }
    const signal = new Uint8Array(randomInt(random, 16 * 1024))
    const reason = pickOne<RelayRefusal>(random, ['deaf', 'not-linked', 'too-many'])
    return encodeRelay(
      pickOne<RelayMessage>(random, [
        { type: 'forward', ...address, signal },
        { type: 'forwarded', ...address, signal },
        { type: 'refused', ...address, reason: reason as RelayRefusal },
      ]) as RelayMessage,
    )
  }

  #metadata(): Message {
    const { random } = this
    const piece = randomInt(random, 4)
    const bytes = INFO.bytes.slice(piece * METADATA_PIECE_BYTES, (piece + 1) * METADATA_PIECE_BYTES)
    if (random() < 0.05 && bytes.length > 0) bytes[0]!++
    const kind = random()
    const payload = encodeMetadataMessage(
      kind < 0.7 && bytes.length > 0
        ? { type: 'data', piece, totalSize: INFO.bytes.length, bytes }
        : { type: kind < 0.85 ? 'request' : 'reject', piece },
    )
    return { type: 'extended', id: 1, payload: random() < 0.02 ? mutate(payload, random) : payload }
  }

  #nonsense(): Message {
    const { random } = this
    const bytes = Uint8Array.from({ length: randomInt(random, 40) }, () => randomInt(random, 256))
    return pickOne<Message>(random, [
      { type: 'have', piece: this.#uint32() },
      { type: 'bitfield', bytes },
      { type: 'piece', piece: this.#uint32(), begin: this.#uint32(), block: bytes },
      { type: 'extended', id: randomInt(random, 256), payload: bytes },
      pickOne<Message>(random, [
        { type: 'haveAll' },
        { type: 'haveNone' },
        { type: 'suggest', piece: this.#uint32() },
        { type: 'allowedFast', piece: this.#uint32() },
        { type: 'reject', ...this.#range(0.5) },
      ]) as Message,
      {
        type: 'handshake',
        infoHash: INFO_HASH,
        peerId: idOf(this.#anyone()),
        fast: false,
        extended: true,
      },
    ]) as Message
  }

  #uint32(): number {
    return pickOne(this.random, [0, 5, 6, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1]) as number
  }

  #anyone(): number {
    return 1 + randomInt(this.random, 200)
  }
}

function checkLimits(host: Host): void {
  const view = host.peer.inspect()
  expect(view.links.length).toBeLessThanOrEqual(MAX_LINKS)
  expect(view.connecting).toBeLessThanOrEqual(MAX_LINKS)
  expect(view.partials.length).toBeLessThanOrEqual(INFO.pieceCount)
  for (const link of view.links) {
    expect(link.requestsOut).toBeLessThanOrEqual(500)
    expect(link.requestsIn).toBeLessThanOrEqual(2_000)
    expect(link.heldCount ?? 0).toBeLessThanOrEqual(INFO.pieceCount)
  }
  // A link is in the view once it has shaken hands: never one that the host does not have.
  expect(view.links.length).toBeLessThanOrEqual(host.links.size)
  expect(view.downloaded).toBeGreaterThanOrEqual(0)
  expect(view.bytesLeft).toBeGreaterThanOrEqual(0)
  expect(view.downloaded % 1).toBe(0)
}

test('thirty thousand inputs of sense and nonsense', () => {
  const seen = new Set<string>()
  forSeeds(20, WHERE, seed => {
    const host = new Host(seed, seen)
    for (let i = 0; i < INPUTS; i++) {
      host.step()
      if (i % 20 === 0) checkLimits(host)
    }
    host.recover()
    expect(host.peer.inspect().phase, 'after the calm').toBe('seeding')
  })
  // What never happened was not tried.
  const all = ['linked', 'opened', 'metadataReceived', 'pieceHeld', 'pieceFailed', 'writeFailed']
  all.push('readFailed', 'finished', 'snubbed', 'banned: bad-range', 'banned: out-of-order')
  all.push('signal', 'carry offer', 'carry answer', 'carry refuse', 'banned: not-agreed')
  all.push('banned: bad-extension', 'banned: sent a bad piece', 'announceFailed', 'dialFailed')
  if (!WHERE.only) expect(all.filter(name => !seen.has(name))).toEqual([])
}, 60_000)
