/** For tests: a `Peer` whose remotes the test plays. Tracker, storage and clock can be told to fail. */
import { sha1 } from '@noble/hashes/legacy.js'
import { assert } from '../base/assert.ts'
import { Bitfield } from '../base/bitfield.ts'
import { type InfoHash, type LinkId, type PeerId, toHex } from '../base/ids.ts'
import { seededRandom } from '../base/random.ts'
import { SERVER, type TrackerName } from '../dialling/way.ts'
import type { Effect } from '../peer/effect.ts'
import type { PeerEvent } from '../peer/event.ts'
import { type ExchangeChoice, factoryOf } from '../peer/exchange-choice.ts'
import type { Input } from '../peer/input.ts'
import type { PeerOptions } from '../peer/options.ts'
import { Peer } from '../peer/peer.ts'
import type { PeerView } from '../peer/view.ts'
import { type Info, pieceLengthAt } from '../torrent/info.ts'
import { buildInfo } from '../torrent/metainfo.ts'
import { encodeExtendedHandshake, parseExtendedHandshake } from '../wire/extended.ts'
import type { BlockRange, Message } from '../wire/message.ts'
import {
  encodeMetadataMessage,
  METADATA_PIECE_BYTES,
  type MetadataMessage,
  parseMetadataMessage,
} from '../wire/metadata.ts'
import { sdpOf } from './descriptions.ts'

const PIECE_LENGTH = 32 * 1024
const PIECES = 6
const CONTENT = makeContent()
/** Has three metadata pieces, thanks to many long file names. */
export const INFO = makeInfo()
export const INFO_HASH = toHex(sha1(INFO.bytes)) as InfoHash
export const SELF = idOf(999)
/** The ids under which the scripted remotes take messages: of metadata, and of other extensions. */
const REMOTE_METADATA_ID = 7
const REMOTE_IDS = {
  ut_metadata: REMOTE_METADATA_ID,
  lt_donthave: 20,
  ts_pex: 21,
  ts_relay: 22,
  ts_gossip: 23,
  ts_lanes: 24,
} as const
const OUR_METADATA_ID = 1

export interface StageOptions extends Partial<Omit<PeerOptions, 'exchange'>> {
  readonly exchange?: ExchangeChoice
  /** What storage holds when it is opened, drawn: '* *   '. */
  readonly stored?: string
  readonly seed?: number
  readonly isReadOnly?: boolean
}

export class PeerStage {
  readonly peer: Peer
  readonly effects: Effect[] = []
  readonly events: PeerEvent[] = []
  readonly closed = new Map<LinkId, string>()
  readonly store: Bitfield
  /** How the disk answers. `silent` keeps its answers for `answerDisk`. */
  disk: 'good' | 'full' | 'unreadable' | 'silent' = 'good'
  /** The next hashes, this many, fail. */
  failingHashes = 0
  readonly #isReadOnly: boolean
  readonly #kept: Input[] = []
  readonly #inputs: Input[] = []
  #offers = 0
  now = 1_000_000

  constructor({
    stored = '',
    seed = 1,
    isReadOnly = false,
    exchange = { kind: 'bittorrent' },
    ...options
  }: StageOptions = {}) {
    this.#isReadOnly = isReadOnly
    this.store = new Bitfield(PIECES)
    for (const [piece, mark] of [...stored].entries()) if (mark === '*') this.store.add(piece)
    const self = {
      infoHash: INFO_HASH,
      peerId: SELF,
      client: 'stage',
      exchange: factoryOf(exchange),
    }
    this.peer = new Peer({ ...self, wanted: true, ...options }, seededRandom(seed))
    this.tell({ type: 'join' })
    this.tell({ type: 'trackerUp', tracker: SERVER })
  }

  get view(): PeerView {
    return this.peer.inspect()
  }

  /** Handles the input and all that follows at once. */
  tell(input: Input): void {
    this.#inputs.push(input)
    while (this.#inputs.length > 0) {
      const next = this.#inputs.shift() as Input
      for (const effect of this.peer.handle(next, this.now)) {
        this.effects.push(effect)
        const answer = this.#answer(effect)
        if (answer) this.#inputs.push(answer)
      }
    }
  }

  /** Time passes; the peer is woken when it asks to be. */
  pass(ms: number): void {
    const until = this.now + ms
    for (;;) {
      const deadline = this.peer.nextDeadline()
      if (deadline === undefined || deadline > until) break
      this.now = Math.max(this.now, deadline)
      this.tell({ type: 'tick' })
    }
    this.now = until
  }

  clear(): void {
    this.effects.length = 0
    this.events.length = 0
  }

  answerDisk(): void {
    for (const input of this.#kept.splice(0)) this.tell(input)
  }

  /** The remote calls us, and its link opens without a handshake. */
  call(n: number): Actor {
    const link = this.offer(n)
    assert(link !== undefined, 'its offer is refused')
    this.tell({ type: 'linkOpened', link })
    return new Actor(this, link, idOf(n))
  }

  /** The remote offers a connection: returns the one that answers it, if any. */
  offer(n: number, { by = SERVER as TrackerName, whole = false } = {}): LinkId | undefined {
    const sdp = sdpOf(++this.#offers)
    const offerId = idOf(this.#offers)
    const signal = { kind: 'offer', sdp, ...(whole && { whole: true as const }) } as const
    this.tell({ type: 'carried', tracker: by, from: idOf(n), offerId, signal, group: n })
    return this.connections().find(({ offer }) => offer === sdp)?.link
  }

  connections(): Extract<Effect, { type: 'connect' }>[] {
    return this.effects.filter(effect => effect.type === 'connect')
  }

  carried(): Extract<Effect, { type: 'carry' }>[] {
    return this.effects.filter(effect => effect.type === 'carry')
  }

  lists(...ns: readonly number[]): void {
    const counts = { intervalMs: 30_000, seeders: 1, leechers: 1 }
    this.tell({ type: 'announced', tracker: SERVER, ...counts, peers: ns.map(idOf) })
  }

  /** It calls us and shakes hands. */
  greet(n: number): Actor {
    const actor = this.call(n)
    actor.shake()
    return actor
  }

  announces(): string[] {
    return this.effects.flatMap(effect =>
      effect.type === 'announce' ? [effect.event ?? 'periodic'] : [],
    )
  }

  eventsOf<E extends PeerEvent['event']>(event: E): Extract<PeerEvent, { event: E }>[] {
    return this.events.filter(each => each.event === event) as Extract<PeerEvent, { event: E }>[]
  }

  #answer(effect: Effect): Input | undefined {
    switch (effect.type) {
      case 'log':
        this.events.push(effect.event)
        return undefined
      case 'close':
        this.closed.set(effect.link, effect.reason)
        return undefined
      case 'announce':
        return {
          type: 'announced',
          tracker: effect.tracker,
          intervalMs: 30_000,
          ...(effect.tracker === SERVER && { peers: [] }),
          seeders: 1,
          leechers: 1,
        }
      case 'verify': {
        if (this.failingHashes-- > 0)
          return { type: 'verifyFailed', subject: effect.subject, reason: 'No hash.' }
        const ok = toHex(sha1(effect.bytes)) === toHex(effect.sha1)
        return this.#later({ type: 'verified', subject: effect.subject, ok })
      }
      case 'open':
        return this.#later({ type: 'opened', held: this.store, readOnly: this.#isReadOnly })
      case 'write':
        return this.#write(effect.piece)
      case 'read':
        return this.#read(effect.link, effect.range)
    }
    return undefined
  }

  #later(input: Input): Input | undefined {
    if (this.disk !== 'silent') return input
    this.#kept.push(input)
    return undefined
  }

  #write(piece: number): Input | undefined {
    if (this.disk === 'full') return { type: 'writeFailed', piece, reason: 'The disk is full.' }
    this.store.add(piece)
    return this.#later({ type: 'written', piece })
  }

  #read(link: LinkId, range: BlockRange): Input | undefined {
    if (this.disk === 'unreadable') return { type: 'readFailed', link, range, reason: 'gone' }
    return this.#later({ type: 'block', link, range, block: blockOf(range) })
  }
}

/** A scripted remote on one link. */
export class Actor {
  readonly stage: PeerStage
  readonly link: LinkId
  readonly id: PeerId
  /** The peer's ids of its extensions. */
  #theirIds: ReadonlyMap<string, number> = new Map()

  constructor(stage: PeerStage, link: LinkId, id: PeerId) {
    this.stage = stage
    this.link = link
    this.id = id
  }

  get isClosed(): boolean {
    return this.stage.closed.has(this.link)
  }

  get fault(): string | undefined {
    return this.stage.closed.get(this.link)?.split(':')[0]
  }

  get heard(): Message[] {
    return this.stage.effects.flatMap(effect =>
      effect.type === 'send' && effect.link === this.link ? [effect.message] : [],
    )
  }

  get requests(): BlockRange[] {
    return this.heard.filter(message => message.type === 'request')
  }

  get metadataRequests(): number[] {
    return this.#metadata().flatMap(message => (message?.type === 'request' ? [message.piece] : []))
  }

  get metadataReplies(): MetadataMessage[] {
    return this.#metadata().flatMap(message =>
      message === undefined || message.type === 'request' ? [] : [message],
    )
  }

  say(message: Message): void {
    this.stage.tell({ type: 'message', link: this.link, message })
  }

  shake(change: Partial<Extract<Message, { type: 'handshake' }>> = {}): void {
    const handshake = {
      infoHash: INFO_HASH,
      peerId: this.id,
      fast: false,
      extended: true,
      ...change,
    }
    this.say({ type: 'handshake', ...handshake })
  }

  /** Sends a bitfield, drawn, and an unchoke. */
  serves(has: string): void {
    const pieces = new Bitfield(PIECES)
    for (const [piece, mark] of [...has].entries()) if (mark === '*') pieces.add(piece)
    this.say({ type: 'bitfield', bytes: pieces.bytes })
    this.say({ type: 'unchoke' })
  }

  /** Becomes interested, is unchoked, and requests the block. */
  asks(range: BlockRange): void {
    this.say({ type: 'interested' })
    this.say({ type: 'request', ...range })
  }

  /** Answers every open request until none is left. */
  answerAll(alter: (block: Uint8Array, range: BlockRange) => Uint8Array = block => block): void {
    const answered = new Set<BlockRange>()
    for (;;) {
      const next = this.requests.find(range => !answered.has(range))
      if (next === undefined || this.isClosed) return
      answered.add(next)
      const block = alter(blockOf(next), next)
      this.say({ type: 'piece', piece: next.piece, begin: next.begin, block })
    }
  }

  /** Says that it has the metadata (BEP 9, 10). */
  offersMetadata(size = INFO.bytes.length): void {
    const extensions = new Map([['ut_metadata', REMOTE_METADATA_ID]])
    const payload = encodeExtendedHandshake({ extensions, metadataSize: size })
    this.say({ type: 'extended', id: 0, payload })
  }

  speaks(...extensions: readonly (keyof typeof REMOTE_IDS)[]): void {
    const ids = new Map(extensions.map(name => [name as string, REMOTE_IDS[name]]))
    this.say({ type: 'extended', id: 0, payload: encodeExtendedHandshake({ extensions: ids }) })
  }

  saysExtended(extension: string, payload: Uint8Array): void {
    const greeting = this.heard.find(message => message.type === 'extended' && message.id === 0)
    if (greeting?.type === 'extended')
      this.#theirIds = parseExtendedHandshake(greeting.payload).extensions
    const id = this.#theirIds.get(extension)
    if (id === undefined) throw new Error(`the peer never spoke of ${extension}`)
    this.say({ type: 'extended', id, payload })
  }

  heardExtended(extension: keyof typeof REMOTE_IDS): Uint8Array[] {
    return this.heard.flatMap(message =>
      message.type === 'extended' && message.id === REMOTE_IDS[extension] ? [message.payload] : [],
    )
  }

  saysMetadata(message: MetadataMessage): void {
    const payload = encodeMetadataMessage(message)
    this.say({ type: 'extended', id: OUR_METADATA_ID, payload })
  }

  sendsMetadata(pieces: readonly number[], source: Uint8Array = INFO.bytes): void {
    for (const piece of pieces) {
      const begin = piece * METADATA_PIECE_BYTES
      const bytes = source.subarray(begin, begin + METADATA_PIECE_BYTES)
      this.saysMetadata({ type: 'data', piece, totalSize: source.length, bytes })
    }
  }

  #metadata(): (MetadataMessage | undefined)[] {
    return this.heard.flatMap(message =>
      message.type === 'extended' && message.id === REMOTE_METADATA_ID
        ? [parseMetadataMessage(message.payload)]
        : [],
    )
  }
}

export function idOf(n: number): PeerId {
  return n.toString(16).padStart(40, '0') as PeerId
}

/** The torrent's bytes; empty beyond its end. */
export function blockOf({ piece, begin, length }: BlockRange): Uint8Array {
  const at = piece * PIECE_LENGTH + begin
  return CONTENT.slice(at, at + length)
}

export const pieceLength = (piece: number): number => pieceLengthAt(INFO, piece)

function makeContent(): Uint8Array {
  const random = seededRandom(77)
  return Uint8Array.from({ length: PIECES * PIECE_LENGTH - 1_000 }, () => random() * 256)
}

function makeInfo(): Info {
  const hashes: number[] = []
  for (let at = 0; at < CONTENT.length; at += PIECE_LENGTH)
    hashes.push(...sha1(CONTENT.subarray(at, at + PIECE_LENGTH)))
  const notes = Array.from({ length: 300 }, (_, i) => `${i} ${'note '.repeat(20)}.txt`)
  return buildInfo({
    name: 'holiday',
    files: [
      { path: ['film.bin'], length: CONTENT.length - notes.length },
      ...notes.map(name => ({ path: ['notes', name], length: 1 })),
    ],
    pieceLength: PIECE_LENGTH,
    pieceHashes: Uint8Array.from(hashes),
  })
}
