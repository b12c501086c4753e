/**
 * One peer, told everything a host may tell it in random order, by remotes of which many talk
 * nonsense: over every exchange, by torrent and by magnet. Its effects are answered late, in any
 * order, or by failure. Nothing is thrown, no queue outgrows its limit, no wake-up is due for ever,
 * no link goes deaf, and once the trouble is over a few honest remotes are enough.
 */
import { expect, test } from 'vitest'
import { Bitfield } from '../base/bitfield.ts'
import { type LinkId, type PeerId, toHex } from '../base/ids.ts'
import { pickOne, type Random, randomInt, seededRandom } from '../base/random.ts'
import { ASK_BY } from '../bittorrent/fidelity.ts'
import { PICKINGS } from '../bittorrent/piece-picker.ts'
import { SERVER, type TrackerName } from '../dialling/way.ts'
import { candidateOf, sdpOf } from '../testing/descriptions.ts'
import { HostileRemote, NAMES } from '../testing/hostile-remote.ts'
import { blockOf, INFO, INFO_HASH, idOf, SELF } from '../testing/peer-stage.ts'
import { forSeeds } from '../testing/seeds.ts'
import { Decoder } from '../wire/decode.ts'
import { encode } from '../wire/encode.ts'
import { GOSSIP_FIDELITIES, GOSSIP_MODES } from '../wire/gossip-style.ts'
import { type Message, ProtocolError } from '../wire/message.ts'
import { mutate } from '../wire/mutate.ts'
import type { Signal } from '../wire/signal.ts'
import type { Effect } from './effect.ts'
import { type ExchangeChoice, factoryOf } from './exchange-choice.ts'
import type { Input } from './input.ts'
import type { Link } from './link.ts'
import type { PeerOptions } from './options.ts'
import { Peer } from './peer.ts'

const WHERE = { file: 'shared/peer/fuzz.test.ts', only: process.env.SEED }
/** In all; `npm run fuzz` asks for a million. */
const INPUTS = Number(process.env.FUZZ_INPUTS ?? 55_000)
const INPUTS_OF_ONE = 1_400
const MAX_LINKS = 8
const MAX_OPEN_OFFERS = 15
const OTHER_TRACKER = 'wss://other'
const TRACKERS: readonly TrackerName[] = [SERVER, OTHER_TRACKER]
const COUNTS = { seeders: 1, leechers: 1 }
/** Who call then: gossip as the report's code has it needs three others. */
const HONEST = 4
/** Their end of the link with us; those with each other are named by the other. */
const OURS: LinkId = 100
/** Offers that were answered in vain count for this time, and whoever calls meanwhile may be refused. */
const ANSWERS_COUNT_MS = 60_000
/** After the trouble: what the slowest way to gossip takes, many times over. */
const RECOVERY_MS = 600_000

/** Every exchange that a peer can run. */
const EXCHANGES: readonly ExchangeChoice[] = [
  { kind: 'bittorrent' },
  ...PICKINGS.map(picking => ({ kind: 'bittorrent', policies: { picking } }) as const),
  { kind: 'bittorrent', policies: { allowedFast: true, slotRule: 'by-rate' } },
  { kind: 'bittorrent', policies: { superSeeding: true, seeding: 'round-robin' } },
  { kind: 'bittorrent', policies: { seeding: 'anti-leech' } },
  { kind: 'bittorrent', policies: { blockBytes: 5_000 } },
  ...ASK_BY.flatMap(askBy =>
    [1, 3].map(
      piecesAtOnce =>
        ({ kind: 'bittorrent', policies: { fidelity: 'literal', askBy, piecesAtOnce } }) as const,
    ),
  ),
  ...GOSSIP_MODES.flatMap(mode =>
    GOSSIP_FIDELITIES.map(fidelity => ({ kind: 'gossip', mode, fidelity }) as const),
  ),
]
const CASES = EXCHANGES.flatMap(exchange => [
  { exchange, info: INFO },
  { exchange, info: undefined },
])
const caseOf = (seed: number) => CASES[seed % CASES.length] as (typeof CASES)[number]

const CANDIDATE = {
  kind: 'candidate',
  candidate: candidateOf(40_000),
  sdpMid: '0',
  sdpMLineIndex: 0,
} as const
const SIGNALS: readonly Signal[] = [
  { kind: 'answer', sdp: sdpOf('answer', 'answer') },
  { kind: 'answer', sdp: 'nonsense' },
  { kind: 'refuse', reason: 'full' },
  CANDIDATE,
]

type Send = (link: LinkId, message: Message) => void
type Core = Pick<Peer, 'handle' | 'nextDeadline' | 'inspect'>
type CreatePeer = (options: PeerOptions, random: Random) => Core
const createPeer: CreatePeer = (options, random) => new Peer(options, random)

class Host {
  readonly peer: Core
  readonly random: Random
  readonly exchange: ExchangeChoice
  /** Answers that are due some time; order between different things is not promised. */
  readonly owed: Input[] = []
  /** Connections in the making, and with whom. */
  readonly half = new Map<LinkId, PeerId>()
  /** Open offers, which are nobody's yet. */
  readonly open = new Set<LinkId>()
  readonly links = new Map<LinkId, HostileRemote>()
  /** What ever happened, by name. */
  readonly seen: Set<string>
  /** The trouble is over: storage works, hashes are true. */
  #isCalm = false
  /** Who calls then, by the link. */
  readonly #seeders: Seeder[] = []
  /** Our ends of the links with those. */
  readonly #calmLinks: LinkId[] = []
  readonly #up = new Set<TrackerName>()
  /** Our offers; to whoever takes them, unless it says to whom. */
  readonly #offered: { tracker: TrackerName; to?: PeerId; offerId: string }[] = []
  #offers = 100
  now = 0

  constructor(seed: number, seen: Set<string>, create: CreatePeer) {
    const { exchange, info } = caseOf(seed)
    this.random = seededRandom(seed)
    this.seen = seen
    this.exchange = exchange
    this.peer = create(
      {
        infoHash: INFO_HASH,
        peerId: SELF,
        client: 'fuzz',
        wanted: true,
        maxLinks: MAX_LINKS,
        trackers: TRACKERS,
        exchange: factoryOf(exchange),
        ...(info && { info }),
      },
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

  /** Every remote says that it holds everything: where the link stands, the peer has heard it. */
  checkNobodyIsDeaf(): void {
    for (const [link, remote] of this.links) {
      if (!this.#viewOf(remote) || !remote.isIntroduced) continue
      for (const message of remote.everything) if (this.links.has(link)) this.#say(link, message)
      const view = this.#viewOf(remote)
      if (this.peer.inspect().phase === 'joining' || this.peer.inspect().phase === 'opening')
        continue
      if (this.links.has(link) && view) expect(view.heldCount, 'a deaf link').toBe(INFO.pieceCount)
    }
  }

  /** All links break, and remotes call that mean well: real peers that hold everything. */
  recover(): void {
    for (const link of [...this.links.keys()]) {
      this.links.delete(link)
      this.tell({ type: 'linkClosed', link, reason: 'calm' })
    }
    this.#isCalm = true
    this.#pass(ANSWERS_COUNT_MS)
    // Each that fails makes room for another dial: not by a server that is gone.
    this.tell({ type: 'trackerDown', tracker: SERVER, reason: 'calm' })
    for (const [link] of this.half) this.#failed(link, 'calm')
    const sent: (() => void)[] = []
    for (let n = 0; n < HONEST; n++) {
      const send = (to: LinkId, message: Message) => sent.push(() => this.#carry(n, to, message))
      this.#seeders.push(new Seeder(idOf(9_000 + n), this.exchange, this.now, send))
    }
    for (const [n, seeder] of this.#seeders.entries()) {
      seeder.open(OURS, SELF, this.now)
      for (const [other, { id }] of this.#seeders.entries())
        if (other !== n) seeder.open(other, id, this.now)
      this.#offer(SERVER, seeder.id)
      const [[link] = [0]] = [...this.half].filter(([, remote]) => remote === seeder.id)
      this.#calmLinks.push(link)
      this.half.delete(link)
      this.tell({ type: 'linkOpened', link })
    }
    const until = this.now + RECOVERY_MS
    while (this.now < until && this.peer.inspect().phase !== 'seeding') {
      // Writes that failed before the calm may still be told: the person says go on.
      this.tell({ type: 'want', wanted: true })
      for (let next = sent.shift(); next; next = sent.shift()) next()
      while (this.owed.length > 0) this.#answerOne()
      for (const [n, seeder] of this.#seeders.entries()) {
        this.tell({ type: 'drained', link: this.#calmLinks[n] as LinkId, queuedBytes: 0 })
        seeder.tick(this.now)
      }
      this.#pass(250)
    }
  }

  /** From an honest remote, to us or to another. */
  #carry(from: number, to: LinkId, message: Message): void {
    if (to === OURS) this.#say(this.#calmLinks[from] as LinkId, message)
    else this.#seeders[to]?.hear(from, message, this.now)
  }

  #viewOf({ id }: HostileRemote) {
    return this.peer.inspect().links.find(({ remote }) => remote === id)
  }

  #perform(effect: Effect): void {
    if (effect.type === 'log') {
      const { event } = effect
      this.seen.add(event.event === 'banned' ? `banned: ${event.reason}` : event.event)
    } else if (effect.type === 'connect') this.#connect(effect)
    else if (effect.type === 'close') this.#forget(effect.link)
    else if (effect.type === 'send') {
      const { link, message } = effect
      this.links.get(link)?.hear(message)
      const seeder = this.#seeders[this.#calmLinks.indexOf(link)]
      seeder?.hear(OURS, message, this.now)
    } else if (effect.type === 'signal') this.seen.add('signal')
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
    const isCalm = this.#isCalm
    switch (effect.type) {
      case 'announce': {
        const { tracker, offers } = effect
        for (const { offerId } of offers) this.#offered.push({ tracker, offerId })
        const peers = Array.from({ length: randomInt(random, 50) }, () => this.#anyone())
        const intervalMs = pickOne(random, [0, 1_000, 30_000, Number.NaN]) as number
        return random() < 0.2
          ? { type: 'announceFailed', tracker, reason: 'no' }
          : { type: 'announced', tracker, intervalMs, peers, ...COUNTS }
      }
      case 'verify':
        if (!this.#isCalm && random() < 0.1)
          return { type: 'verifyFailed', subject: effect.subject, reason: 'no hash' }
        return { type: 'verified', subject: effect.subject, ok: this.#isRight(effect) }
      case 'open': {
        const held = new Bitfield(INFO.pieceCount)
        for (let piece = 0; piece < held.size; piece++) if (random() < 0.4) held.add(piece)
        return { type: 'opened', held }
      }
      case 'write':
        return !isCalm && random() < 0.4
          ? { type: 'writeFailed', piece: effect.piece, reason: 'full' }
          : { type: 'written', piece: effect.piece }
      case 'read': {
        const { link, range } = effect
        return !isCalm && random() < 0.3
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
    const [link, id] = making
    if (this.random() < 0.2) return this.#failed(link, 'ice')
    this.half.delete(link)
    const remote = new HostileRemote(id, this.exchange, this.random)
    this.links.set(link, remote)
    this.tell({ type: 'linkOpened', link })
    if (this.random() < 0.9 && this.links.has(link)) this.#say(link, remote.handshake)
    if (this.random() < 0.8 && this.links.has(link)) this.#say(link, remote.introduction)
  }

  #failed(link: LinkId, reason: string): void {
    this.#forget(link)
    this.tell({ type: 'linkClosed', link, reason })
  }

  #forget(link: LinkId): void {
    this.half.delete(link)
    this.open.delete(link)
    this.links.delete(link)
  }

  /** What a connection says of itself comes late, or never. */
  #connect({ link, remote, offer }: Extract<Effect, { type: 'connect' }>): void {
    if (remote) this.half.set(link, remote)
    else this.open.add(link)
    if (this.random() < 0.1) return
    const kind = offer === undefined ? 'offer' : 'answer'
    this.owed.push({ type: 'localSignal', link, signal: { kind, sdp: sdpOf(link, kind) } })
    if (this.random() < 0.5) this.owed.push({ type: 'localSignal', link, signal: CANDIDATE })
  }

  #offer(tracker: TrackerName, from: PeerId): void {
    const offerId = idOf(++this.#offers)
    const whole = tracker === SERVER ? {} : { whole: true as const }
    const signal = { kind: 'offer', sdp: sdpOf(offerId), ...whole } as const
    this.tell({ type: 'carried', tracker, from, offerId, signal })
  }

  /** Whatever somebody may say by a tracker, of offers that there are and that there are not. */
  #carried(): void {
    const { random } = this
    const tracker = pickOne(random, TRACKERS) as TrackerName
    if (random() < 0.8) return this.#offer(tracker, this.#anyone())
    const nonsense = { tracker, to: this.#anyone(), offerId: idOf(7) }
    const offer = pickOne(random, [...this.#offered.slice(-10), nonsense]) ?? nonsense
    const from = offer.to ?? this.#anyone()
    const signal = pickOne<Signal>(random, SIGNALS) as Signal
    const { offerId } = offer
    this.tell({ type: 'carried', tracker: offer.tracker, from, offerId, signal })
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
    if (roll < 5 || roll >= 16) this.#carried()
    else if (roll < 6) this.tell({ type: 'want', wanted: random() < 0.7 })
    else if (roll < 7) this.tell({ type: 'want', wanted: true })
    else if (roll < 8) this.#turnTracker()
    else if (roll < 9) this.tell({ type: 'tick' })
    else if (link === undefined) return
    else if (roll < 14) {
      const queuedBytes = randomInt(random, 2) * randomInt(random, 2 ** 20)
      this.tell({ type: 'drained', link, queuedBytes })
    } else if (roll < 15) {
      this.#failed(link, 'broke')
    } else if (random() < 0.3) {
      const error = new ProtocolError('bad-length', 'garbage')
      this.tell({ type: 'garbled', link, error })
    }
  }

  #turnTracker(): void {
    const tracker = pickOne(this.random, TRACKERS) as TrackerName
    const isUp = this.#up.delete(tracker)
    if (!isUp) this.#up.add(tracker)
    this.tell(
      isUp ? { type: 'trackerDown', tracker, reason: 'restart' } : { type: 'trackerUp', tracker },
    )
  }

  #message(): void {
    const link = pickOne(this.random, [...this.links.keys()]) as LinkId
    const message = this.links.get(link)?.say([...this.links.values()].map(({ id }) => id))
    if (message === undefined) return
    if (this.random() < 0.99) this.#say(link, message)
    else this.#sayDamaged(link, message)
  }

  /** Bytes that went wrong on the way, read as a host reads them. */
  #sayDamaged(link: LinkId, message: Message): void {
    const decoder = new Decoder()
    decoder.push(encode((this.links.get(link) as HostileRemote).handshake))
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

  #anyone(): PeerId {
    return idOf(1 + randomInt(this.random, NAMES))
  }
}

/** A real peer that holds everything; its storage answers at once. */
class Seeder {
  readonly id: PeerId
  readonly #peer: Peer
  readonly #send: Send
  /** What the others call its links. */
  readonly #names = new Map<LinkId, LinkId>()
  readonly #links = new Map<LinkId, LinkId>()
  #lastLink: LinkId = 0

  constructor(id: PeerId, exchange: ExchangeChoice, now: number, send: Send) {
    this.id = id
    this.#send = send
    const self = { infoHash: INFO_HASH, peerId: id, client: 'seeder', info: INFO }
    this.#peer = new Peer({ ...self, exchange: factoryOf(exchange) }, seededRandom(9_000))
    this.#tell({ type: 'join' }, now)
  }

  open(name: LinkId, remote: PeerId, now: number): void {
    const signal = { kind: 'offer', sdp: sdpOf('calls') } as const
    const offer = { tracker: SERVER, from: remote, offerId: idOf(name), signal } as const
    this.#tell({ type: 'carried', ...offer }, now)
    this.#names.set(this.#lastLink, name)
    this.#links.set(name, this.#lastLink)
    this.#tell({ type: 'linkOpened', link: this.#lastLink }, now)
  }

  hear(name: LinkId, message: Message, now: number): void {
    const link = this.#links.get(name)
    if (link !== undefined) this.#tell({ type: 'message', link, message }, now)
  }

  /** Time passes, and what it sent has left. */
  tick(now: number): void {
    for (const link of this.#names.keys())
      this.#tell({ type: 'drained', link, queuedBytes: 0 }, now)
    this.#tell({ type: 'tick' }, now)
  }

  #tell(input: Input, now: number): void {
    for (const effect of this.#peer.handle(input, now)) {
      if (effect.type === 'connect') this.#lastLink = effect.link
      if (effect.type === 'send') this.#send(this.#names.get(effect.link) as LinkId, effect.message)
      if (effect.type === 'open')
        this.#tell({ type: 'opened', held: Bitfield.full(INFO.pieceCount) }, now)
      if (effect.type !== 'read') continue
      const { link, range } = effect
      this.#tell({ type: 'block', link, range, block: blockOf(range) }, now)
    }
  }
}

function checkLimits(host: Host): void {
  const view = host.peer.inspect()
  expect(view.links.length).toBeLessThanOrEqual(MAX_LINKS)
  expect(view.connecting).toBeLessThanOrEqual(MAX_LINKS)
  expect(host.open.size).toBeLessThanOrEqual(MAX_OPEN_OFFERS)
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

function run(seed: number, seen = new Set<string>(), create = createPeer): void {
  const host = new Host(seed, seen, create)
  for (let i = 0; i < INPUTS_OF_ONE; i++) {
    host.step()
    if (i % 20 === 0) checkLimits(host)
    if (i % 200 === 0) host.checkNobodyIsDeaf()
  }
  host.recover()
  const { phase, links } = host.peer.inspect()
  if (mayFinish(host.exchange)) expect(phase, 'after the calm').toBe('seeding')
  else if (phase !== 'seeding') expect(links.length, 'after the calm').toBe(HONEST)
}

/** The report's code strikes pieces off its list that it never got: who only pulls seldom gets all. */
const mayFinish = (exchange: ExchangeChoice): boolean =>
  exchange.kind !== 'gossip' || exchange.mode !== 'pull' || exchange.fidelity !== 'literal'

test(`${INPUTS} inputs of sense and nonsense`, { timeout: 15 * 60_000 }, () => {
  const seen = new Set<string>()
  forSeeds(Math.ceil(INPUTS / INPUTS_OF_ONE), WHERE, seed => run(seed, seen))
  // What never happened was not tried.
  const all = ['linked', 'opened', 'metadataReceived', 'pieceHeld', 'pieceFailed', 'writeFailed']
  all.push('readFailed', 'finished', 'snubbed', 'banned: bad-range', 'banned: out-of-order')
  all.push(
    'signal',
    'carry offer',
    'carry answer',
    'carry refuse',
    'banned: not-agreed',
    'gossipRound',
    'stalled',
    'silent',
  )
  all.push('banned: bad-extension', 'banned: sent a bad piece', 'announceFailed', 'dialFailed')
  if (!WHERE.only) expect(all.filter(name => !seen.has(name))).toEqual([])
})

class Unguarded extends Peer {
  protected override guard<Of>(
    link: Link,
    act: (this: Peer, link: Link, of: Of) => void,
    of: Of,
  ): void {
    act.call(this, link, of)
  }
}

/** What the remotes of some links say after the handshake goes unheard. */
class Deaf extends Peer {
  override handle(input: Input, now: number): Effect[] {
    const isLost =
      input.type === 'message' && input.link % 3 === 0 && input.message.type !== 'handshake'
    return super.handle(isLost ? { type: 'tick' } : input, now)
  }
}

test.each([
  ['without the guard', Unguarded, ProtocolError],
  ['deaf on some links', Deaf, 'a deaf link'],
] as const)('a build that is %s is caught', (_, Broken, failure) => {
  const seeds = CASES.map((_, i) => i + 1)
  const caught = seeds.find(seed => {
    try {
      run(seed, new Set(), (options, random) => new Broken(options, random))
      return false
    } catch (error) {
      if (typeof failure === 'string')
        return error instanceof Error && error.message.includes(failure)
      return error instanceof failure
    }
  })
  expect(caught).toBeDefined()
})
