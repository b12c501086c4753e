/** For tests: a `BitTorrentExchange` whose remotes, disk and clock the test plays. Records what it says. */
import { Bitfield } from '../base/bitfield.ts'
import type { InfoHash, LinkId, PeerId } from '../base/ids.ts'
import { type Random, seededRandom } from '../base/random.ts'
import { allowedFastSet } from '../bittorrent/allowed-fast.ts'
import { BitTorrentExchange } from '../bittorrent/exchange.ts'
import { type BitTorrentPolicies, DEFAULT_POLICIES } from '../bittorrent/policies.ts'
import type { ExchangeEvent } from '../exchange/event.ts'
import type { ExchangeMessage } from '../exchange/exchange.ts'
import { Pieces } from '../exchange/pieces.ts'
import { type Info, pieceLengthAt } from '../torrent/info.ts'
import { BLOCK_BYTES, type BlockRange, type Message } from '../wire/message.ts'

export interface StageOptions {
  readonly pieces: number
  /** Per piece. */
  readonly blocks?: number
  /** What we hold, drawn: '* *' is the first and the third piece. */
  readonly held?: string
  readonly wanted?: boolean
  readonly policies?: Partial<BitTorrentPolicies>
  readonly seed?: number
  /** The disk answers at once; otherwise the test answers for each piece. */
  readonly fastDisk?: boolean
}

export interface Received {
  readonly piece: number
  readonly senders: readonly PeerId[]
}

const INFO_HASH = 'aa'.repeat(20) as InfoHash

export class Stage {
  readonly info: Info
  readonly exchange: BitTorrentExchange
  readonly pieces: Pieces
  readonly sent: { readonly link: LinkId; readonly message: Message }[] = []
  readonly reads: { readonly link: LinkId; readonly range: BlockRange }[] = []
  readonly readAhead: number[] = []
  /** Complete pieces that the disk has yet to answer. */
  readonly received: Received[] = []
  readonly events: ExchangeEvent[] = []
  /** Links that were to be dropped, and why. */
  readonly dropped: string[] = []
  /** Blocks that were asked of a second remote while another still owed them. */
  readonly doubles: { readonly block: string; readonly copies: number; readonly early: boolean }[] =
    []
  readonly #asked = new Map<LinkId, Map<string, BlockRange>>()
  readonly #fastDisk: boolean
  now = 1_000_000

  constructor(options: StageOptions) {
    const { pieces, blocks = 4, held = '', wanted = true, policies, seed = 1 } = options
    this.info = infoOf(pieces, blocks)
    this.#fastDisk = options.fastDisk ?? true
    this.pieces = new Pieces(drawn(held.padEnd(pieces)))
    this.exchange = new BitTorrentExchange(
      {
        infoHash: INFO_HASH,
        info: this.info,
        pieces: this.pieces,
        wanted,
        policies: { ...DEFAULT_POLICIES, ...policies },
        allowedFast: allowedFastSet,
      },
      seededRandom(seed),
      {
        send: (link, message) => this.#record(link, message),
        read: (link, range) => this.reads.push({ link, range }),
        readAhead: piece => this.readAhead.push(piece),
        blockReceived: () => undefined,
        pieceReceived: (piece, _, senders) => this.received.push({ piece, senders }),
        fault: (link, { code }) => {
          this.dropped.push(`${link}: ${code}`)
          this.leave(link)
        },
        log: event => this.events.push(event),
      },
      this.now,
    )
  }

  // --- the remotes

  /** A remote that holds the drawn pieces; by default it unchokes us. */
  join(link: LinkId, has: string, { unchokes = true, fast = false } = {}): void {
    this.#asked.set(link, new Map())
    const terms = { isFirstMessage: true, speaksFast: fast }
    this.exchange.join(link, idOf(link), terms, this.now)
    this.say(link, { type: 'bitfield', bytes: drawn(has.padEnd(this.info.pieceCount)).bytes })
    if (unchokes) this.say(link, { type: 'unchoke' })
  }

  leave(link: LinkId): void {
    this.#asked.delete(link)
    this.exchange.leave(link, this.now)
  }

  say(link: LinkId, message: ExchangeMessage): void {
    const asked = this.#asked.get(link)
    const remote = this.exchange.remote(link)
    if (message.type === 'choke' && !remote?.speaksFast) asked?.clear()
    if (message.type === 'piece' || message.type === 'reject')
      asked?.delete(`${message.piece}.${message.begin}`)
    // An unchoked request was rejected: the remote rejects the rest of that piece too.
    const isLost = message.type === 'reject' && !remote?.peerChoking
    const rest = isLost ? this.#forget(link, message.piece) : []
    this.exchange.receive(link, message, this.now)
    for (const range of rest) this.exchange.receive(link, { ...range, type: 'reject' }, this.now)
    while (this.#fastDisk && this.received.length > 0) this.hold(this.received[0] as Received)
  }

  /** The remote has lost a piece (BEP 54). */
  dontHave(link: LinkId, piece: number): void {
    this.#forget(link, piece)
    this.exchange.dontHave(link, piece, this.now)
  }

  /** The remote sends the oldest blocks it was asked for. */
  answer(link: LinkId, count = 1): void {
    for (let i = 0; i < count; i++) {
      const range = this.requests(link)[0]
      if (range !== undefined) this.send(link, range)
    }
  }

  send(link: LinkId, { piece, begin, length }: BlockRange): void {
    this.say(link, { type: 'piece', piece, begin, block: contentAt(piece, begin, length) })
  }

  // --- the disk and the clock

  hold(received: Received): void {
    this.received.splice(this.received.indexOf(received), 1)
    this.pieces.move(received.piece, 'writing')
    this.pieces.move(received.piece, 'held')
    this.exchange.pieceHeld(received.piece, this.now)
  }

  fail(received: Received, single = true): void {
    this.received.splice(this.received.indexOf(received), 1)
    this.pieces.move(received.piece, 'missing')
    this.exchange.pieceFailed(received.piece, single, this.now)
  }

  /** Nothing happens to a piece that is not held. */
  lose(piece: number): void {
    if (this.pieces.stateOf(piece) !== 'held') return
    this.pieces.move(piece, 'missing')
    this.exchange.pieceLost(piece, this.now)
  }

  /** Time passes, with a tick each second. */
  pass(ms: number): void {
    for (let left = ms; left > 0; left -= 1_000) {
      this.now += Math.min(left, 1_000)
      this.exchange.tick(this.now)
    }
  }

  // --- what was said

  get links(): LinkId[] {
    return [...this.#asked.keys()]
  }

  /** Requests that the remote has neither answered, dropped by a choke, nor seen cancelled. */
  requests(link: LinkId): BlockRange[] {
    return [...(this.#asked.get(link)?.values() ?? [])]
  }

  /** The same, drawn: '3.0 3.1' is piece 3, its first two blocks. */
  asks(link: LinkId): string {
    return this.requests(link)
      .map(({ piece, begin }) => `${piece}.${begin / BLOCK_BYTES}`)
      .join(' ')
  }

  /** Types of messages to the remote since the last call. */
  heard(link: LinkId): string[] {
    const types = this.sent.filter(each => each.link === link).map(each => each.message.type)
    const rest = this.sent.filter(each => each.link !== link)
    this.sent.splice(0, this.sent.length, ...rest)
    return types
  }

  get held(): string {
    return draw(this.pieces.held)
  }

  #forget(link: LinkId, piece: number): BlockRange[] {
    const asked = this.#asked.get(link)
    const forgotten = [...(asked ?? [])].filter(([, range]) => range.piece === piece)
    for (const [key] of forgotten) asked?.delete(key)
    return forgotten.map(([, range]) => range)
  }

  #record(link: LinkId, message: Message): void {
    this.sent.push({ link, message })
    if (message.type !== 'request' && message.type !== 'cancel') return
    const key = `${message.piece}.${message.begin}`
    const asked = this.#asked.get(link)
    if (message.type === 'cancel') asked?.delete(key)
    else if (asked?.has(key)) throw new Error(`asked link ${link} twice for ${key}`)
    else asked?.set(key, message)
    if (message.type === 'request') this.#recordDouble(key)
  }

  #recordDouble(block: string): void {
    const copies = [...this.#asked.values()].filter(asked => asked.has(block)).length
    if (copies > 1) this.doubles.push({ block, copies, early: this.#isAnythingUnasked() })
  }

  /** Some block could be asked of a remote that has it: too early to ask for another twice. */
  #isAnythingUnasked(): boolean {
    const { partials } = this.exchange.downloads
    if (partials.ranks.available > 0) return true
    for (const assembly of partials) {
      if (partials.ranks.availability(assembly.piece) === 0) continue
      for (let block = 0; block < assembly.blockCount; block++) {
        const key = `${assembly.piece}.${block * BLOCK_BYTES}`
        const isAsked = [...this.#asked.values()].some(asked => asked.has(key))
        if (!isAsked && !assembly.isReceived(block)) return true
      }
    }
    return false
  }
}

export const idOf = (link: LinkId): PeerId => link.toString(16).padStart(40, '0') as PeerId

function drawn(pieces: string): Bitfield {
  const bitfield = new Bitfield(pieces.length)
  for (const [piece, mark] of [...pieces].entries()) if (mark !== ' ') bitfield.add(piece)
  return bitfield
}

const draw = (pieces: Bitfield): string =>
  Array.from({ length: pieces.size }, (_, piece) => (pieces.has(piece) ? '*' : ' ')).join('')

/** The exchange never looks at the bytes. */
const contentAt = (piece: number, begin: number, length: number): Uint8Array =>
  new Uint8Array(length).fill(piece + begin / BLOCK_BYTES)

/** The last piece ends in half a block. */
function infoOf(pieceCount: number, blocks: number): Info {
  const pieceLength = blocks * BLOCK_BYTES
  return {
    name: 'film.bin',
    length: pieceCount * pieceLength - BLOCK_BYTES / 2,
    pieceLength,
    pieceCount,
    pieceHashes: new Uint8Array(20 * pieceCount),
    files: [],
    entryCount: 0,
    symlinks: 0,
    private: false,
    bytes: new Uint8Array(),
  }
}

export function randomRange(info: Info, random: Random): BlockRange {
  const piece = Math.floor(random() * info.pieceCount)
  const blocks = Math.ceil(pieceLengthAt(info, piece) / BLOCK_BYTES)
  const begin = Math.floor(random() * blocks) * BLOCK_BYTES
  return { piece, begin, length: Math.min(BLOCK_BYTES, pieceLengthAt(info, piece) - begin) }
}
