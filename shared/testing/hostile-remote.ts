/** For fuzzing: a remote that mixes valid messages and nonsense, with random extensions and exchange. */
import { Bitfield } from '../base/bitfield.ts'
import type { InfoHash, PeerId } from '../base/ids.ts'
import { pickOne, type Random, randomInt } from '../base/random.ts'
import { type ExchangeChoice, swarmOf } from '../peer/exchange-choice.ts'
import { encodeDontHave } from '../wire/dont-have.ts'
import { encodeExtendedHandshake, parseExtendedHandshake } from '../wire/extended.ts'
import { encodeGossip, type GossipMessage, parseGossip } from '../wire/gossip.ts'
import { BLOCK_BYTES, type BlockRange, type Message } from '../wire/message.ts'
import { encodeMetadataMessage, METADATA_PIECE_BYTES } from '../wire/metadata.ts'
import { mutate } from '../wire/mutate.ts'
import { encodePex } from '../wire/pex.ts'
import { encodeRelay, type RelayMessage, type RelayRefusal } from '../wire/relay.ts'
import { encodeSignal } from '../wire/signal.ts'
import { sdpOf } from './descriptions.ts'
import { blockOf, INFO, INFO_HASH, idOf, pieceLength } from './peer-stage.ts'

const EXTENSIONS = ['ut_metadata', 'ts_pex', 'ts_relay', 'lt_donthave', 'ts_gossip'] as const
type ExtensionName = (typeof EXTENSIONS)[number]

/** Names of remotes run from 1 to this. */
export const NAMES = 200

export class HostileRemote {
  readonly id: PeerId
  readonly #random: Random
  readonly #swarm: InfoHash
  readonly #gossips: boolean
  /** Whether it speaks BEP 10, and which extensions; fixed for its life. */
  readonly #speaksExtended: boolean
  readonly #spoken: ReadonlyMap<string, number>
  #isIntroduced = false
  /** The peer's ids of its extensions, from its extended handshake. */
  #peersIds: ReadonlyMap<string, number> = new Map()
  /** Unanswered requests of the peer. */
  readonly #asked: (BlockRange | GossipMessage | 'metadata')[] = []
  /** Blocks of a piece that it has promised to send whole. */
  readonly #blocks: BlockRange[] = []

  constructor(id: PeerId, choice: ExchangeChoice, random: Random) {
    this.id = id
    this.#random = random
    this.#swarm = swarmOf(INFO_HASH, choice)
    this.#gossips = choice.kind === 'gossip'
    this.#speaksExtended = random() < 0.9
    const spoken = EXTENSIONS.filter(() => random() < 0.85)
    this.#spoken = new Map(spoken.map((name, i) => [name, 10 * (i + 1) + randomInt(random, 10)]))
  }

  get handshake(): Message {
    const [infoHash, peerId] = [this.#swarm, this.id]
    const extended = this.#speaksExtended
    return { type: 'handshake', infoHash, peerId, fast: this.#random() < 0.5, extended }
  }

  /** Its extended handshake (BEP 10), or a keep-alive if it does not speak it. */
  get introduction(): Message {
    if (!this.#speaksExtended) return { type: 'keepAlive' }
    this.#isIntroduced = true
    const payload = encodeExtendedHandshake({
      extensions: this.#spoken,
      metadataSize: INFO.bytes.length,
    })
    return { type: 'extended', id: 0, payload }
  }

  get isIntroduced(): boolean {
    return !this.#gossips || (this.#isIntroduced && this.#peersIds.has('ts_gossip'))
  }

  hear(message: Message): void {
    if (message.type === 'request') this.#asked.push(message)
    if (message.type !== 'extended') return
    const { id, payload } = message
    if (id === 0) this.#peersIds = parseExtendedHandshake(payload).extensions
    else if (id === this.#spoken.get('ut_metadata')) this.#asked.push('metadata')
    else if (id === this.#spoken.get('ts_gossip')) {
      const gossip = parseGossip(payload, INFO)
      if (gossip) this.#asked.push(gossip)
    }
  }

  /** What it says next. `linked`: others that the peer has links with. */
  say(linked: readonly PeerId[]): Message {
    const random = this.#random
    const roll = randomInt(random, 100)
    if (roll < 35) return this.#reply()
    if (roll < 37) return { type: 'keepAlive' }
    if (roll < 45) return this.#extended(linked)
    if (roll < 46) return this.#nonsense()
    if (this.#gossips && roll < 99) return this.#extension('ts_gossip', this.#gossip())
    if (roll < 64) return { type: 'unchoke' }
    if (roll < 67) return { type: 'choke' }
    if (roll < 77) return { type: 'have', piece: randomInt(random, INFO.pieceCount) }
    if (roll < 83) return { type: 'interested' }
    if (roll < 85) return { type: 'notInterested' }
    if (roll < 95) return { type: 'request', ...this.#range(0.02) }
    if (roll < 98) return { type: 'cancel', ...this.#range(0.5) }
    return { type: 'bitfield', bytes: Uint8Array.of(randomInt(random, 64) << 2) }
  }

  /** Claims that it holds everything. */
  get everything(): Message[] {
    if (!this.#gossips)
      return Array.from({ length: INFO.pieceCount }, (_, piece) => ({ type: 'have', piece }))
    const all: GossipMessage = { type: 'announce', count: INFO.pieceCount, digest: 0 }
    const id = this.#peersIds.get('ts_gossip')
    return id === undefined ? [] : [{ type: 'extended', id, payload: encodeGossip(all) }]
  }

  // --- answers

  #reply(): Message {
    const random = this.#random
    const rest = this.#blocks.shift()
    if (rest) return this.#extension('ts_gossip', encodeGossip(this.#data(rest)))
    const [asked] = this.#asked.splice(randomInt(random, this.#asked.length), 1)
    if (asked === undefined) return { type: 'keepAlive' }
    if (asked === 'metadata') return this.#extension('ut_metadata', this.#metadata())
    if ('length' in asked) {
      if (random() < 0.03) return { ...asked, type: 'reject' }
      const { piece, begin, block } = this.#data(asked)
      return { type: 'piece', piece, begin, block }
    }
    return this.#extension('ts_gossip', encodeGossip(this.#answerTo(asked)))
  }

  #answerTo(asked: GossipMessage): GossipMessage {
    switch (asked.type) {
      case 'offer':
        return this.#random() < 0.8 ? { ...asked, type: 'accept' } : { ...asked, type: 'decline' }
      case 'accept':
      case 'pull': {
        const { piece } = asked
        for (let begin = 0; begin < pieceLength(piece); begin += BLOCK_BYTES) {
          const length = Math.min(BLOCK_BYTES, pieceLength(piece) - begin)
          this.#blocks.push({ piece, begin, length })
        }
        return this.#data(this.#blocks.shift() as BlockRange)
      }
      default:
        return { type: 'announce', count: randomInt(this.#random, INFO.pieceCount + 1), digest: 0 }
    }
  }

  /** Now and then a byte of it is wrong. */
  #data(range: BlockRange): Extract<GossipMessage, { readonly type: 'data' }> {
    const block = blockOf(range)
    if (block.length > 0 && this.#random() < 0.1) block[0] = (block[0] as number) ^ 1
    return { type: 'data', piece: range.piece, begin: range.begin, block }
  }

  // --- extensions

  #extended(linked: readonly PeerId[]): Message {
    const random = this.#random
    const roll = random()
    if (roll < 0.35) return this.#extension('ut_metadata', this.#metadata())
    if (roll < 0.4) return this.#extension('ts_pex', this.#pex())
    if (roll < 0.5) return this.#extension('ts_relay', this.#relay(linked))
    if (roll < 0.55) {
      const piece = random() < 0.95 ? randomInt(random, INFO.pieceCount) : this.#uint32()
      return this.#extension('lt_donthave', encodeDontHave(piece))
    }
    if (roll < 0.6) return this.#extension('ts_gossip', this.#gossip())
    const payload = encodeExtendedHandshake({
      // A remote may name its extensions anew, others than before.
      extensions: random() < 0.9 ? this.#spoken : new Map([['ut_metadata', 1]]),
      metadataSize: random() < 0.95 ? INFO.bytes.length : randomInt(random, 10_000_000),
      requestQueue: randomInt(random, 1_000),
    })
    return { type: 'extended', id: 0, payload: random() < 0.03 ? mutate(payload, random) : payload }
  }

  /** Has the id that the peer gave the extension, or one that it never gave. */
  #extension(name: ExtensionName, good: Uint8Array): Message {
    const payload = this.#random() < 0.02 ? mutate(good, this.#random) : good
    const id = this.#peersIds.get(name)
    return id === undefined ? { type: 'keepAlive' } : { type: 'extended', id, payload }
  }

  #metadata(): Uint8Array {
    const random = this.#random
    const piece = randomInt(random, 4)
    const bytes = INFO.bytes.slice(piece * METADATA_PIECE_BYTES, (piece + 1) * METADATA_PIECE_BYTES)
    if (random() < 0.05 && bytes.length > 0) bytes[0] = (bytes[0] as number) ^ 1
    const kind = random()
    return encodeMetadataMessage(
      kind < 0.7 && bytes.length > 0
        ? { type: 'data', piece, totalSize: INFO.bytes.length, bytes }
        : { type: kind < 0.85 ? 'request' : 'reject', piece },
    )
  }

  #pex(): Uint8Array {
    const some = () => Array.from({ length: randomInt(this.#random, 50) }, () => this.#anyone())
    const added = some().map(id => ({ id, isSeed: this.#random() < 0.5 }))
    return encodePex({ added, dropped: some() })
  }

  #relay(linked: readonly PeerId[]): Uint8Array {
    const random = this.#random
    const remote = (random() < 0.5 && pickOne(random, linked)) || this.#anyone()
    const address = { remote, offerId: idOf(randomInt(random, 10)) }
    const offer = {
      kind: 'offer',
      sdp: random() < 0.1 ? 'x'.repeat(15_000) : sdpOf(randomInt(random, 100)),
    } as const
    const signal =
      random() < 0.5 ? encodeSignal(offer) : new Uint8Array(randomInt(random, 16 * 1024))
    const reason = pickOne<RelayRefusal>(random, ['deaf', 'not-linked', 'too-many'])
    return encodeRelay(
      pickOne<RelayMessage>(random, [
        { type: 'forward', ...address, signal },
        { type: 'forwarded', ...address, signal },
        { type: 'refused', ...address, reason: reason as RelayRefusal },
      ]) as RelayMessage,
    )
  }

  #gossip(): Uint8Array {
    const random = this.#random
    const piece = randomInt(random, INFO.pieceCount)
    const some = () => [...Array(INFO.pieceCount).keys()].filter(() => random() < 0.3)
    const news = { held: some(), coming: some() }
    const offer = randomInt(random, 4)
    const bitmap = new Bitfield(INFO.pieceCount)
    for (const held of some()) bitmap.add(held)
    return encodeGossip(
      pickOne<GossipMessage>(random, [
        { type: 'announce', count: randomInt(random, INFO.pieceCount + 2), digest: offer },
        { type: 'bitmap', begin: 0, reply: random() < 0.5, bytes: bitmap.bytes },
        { type: 'news', news },
        { type: 'pull', piece, ...(random() < 0.5 && { news }) },
        { type: 'offer', piece, offer },
        { type: 'accept', piece, offer, ...(random() < 0.5 && { news }) },
        { type: 'decline', piece, offer },
        this.#data({ piece, begin: 0, length: Math.min(BLOCK_BYTES, pieceLength(piece)) }),
      ]) as GossipMessage,
    )
  }

  // --- nonsense

  #nonsense(): Message {
    const random = this.#random
    const bytes = Uint8Array.from({ length: randomInt(random, 40) }, () => randomInt(random, 256))
    return pickOne<Message>(random, [
      { type: 'have', piece: this.#uint32() },
      { type: 'bitfield', bytes },
      { type: 'piece', piece: this.#uint32(), begin: this.#uint32(), block: bytes },
      { type: 'extended', id: randomInt(random, 256), payload: bytes },
      { type: 'haveAll' },
      { type: 'haveNone' },
      { type: 'suggest', piece: this.#uint32() },
      { type: 'allowedFast', piece: this.#uint32() },
      { type: 'reject', ...this.#range(0.5) },
      {
        type: 'handshake',
        infoHash: pickOne(random, [INFO_HASH, this.#swarm]) as InfoHash,
        peerId: this.#anyone(),
        fast: false,
        extended: true,
      },
    ]) as Message
  }

  #range(nonsense: number): BlockRange {
    const random = this.#random
    if (random() < nonsense)
      return { piece: this.#uint32(), begin: this.#uint32(), length: this.#uint32() }
    const piece = randomInt(random, INFO.pieceCount)
    return { piece, begin: 0, length: 1 + randomInt(random, BLOCK_BYTES) }
  }

  #uint32(): number {
    return pickOne(this.#random, [0, 5, 6, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1]) as number
  }

  #anyone(): PeerId {
    return idOf(1 + randomInt(this.#random, NAMES))
  }
}
