/**
 * One connection and the part of the protocol that comes before any exchange: the handshake, the
 * extended handshake (BEP 10), keep-alives, and what a remote says before we know the metadata.
 */
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import type { ExchangeMessage } from '../exchange/exchange.ts'
import type { ExtendedHandshake } from '../wire/extended.ts'
import { type Handshake, isFast, ProtocolError } from '../wire/message.ts'
import { Budget } from './budget.ts'
import type { Reach } from './reach.ts'
import { RoundTrips } from './round-trips.ts'

/** The 68 bytes of the handshake must come within this time (libtorrent). */
const HANDSHAKE_TIMEOUT_MS = 10_000
/** After this silence we send a keep-alive: BEP 3 clients wait two minutes. */
const KEEP_ALIVE_MS = 60_000
/** Silence that ends the link. */
const SILENCE_MS = 150_000
/** Haves and the like kept while the metadata is unknown; a bitfield replaces thousands of haves. */
const MAX_EARLY_MESSAGES = 5_000

/** As they came: a piece may be had, gone (BEP 54) and had again. */
type EarlyMessage = ExchangeMessage | { readonly type: 'dontHave'; readonly piece: number }

type LinkState =
  /** We have sent our handshake and wait for theirs. */
  | { readonly state: 'greeting' }
  /** Both handshakes are done; messages before the metadata are kept for the exchange. */
  | { readonly state: 'early'; readonly messages: EarlyMessage[] }
  | { readonly state: 'exchanging' }

const GREETING: LinkState = { state: 'greeting' }
const EXCHANGING: LinkState = { state: 'exchanging' }

export class Link {
  readonly id: LinkId
  readonly remote: PeerId
  readonly openedAt: Millis
  #state = GREETING
  #sentAt: Millis
  #heardAt: Millis
  /** The remote's handshake has the bit of BEP 10. */
  speaksExtended = false
  /** Both handshakes have the bit of BEP 6. */
  speaksFast = false
  /** The remote's extended handshake; undefined until it has come (never, without BEP 10). */
  extended: ExtendedHandshake | undefined
  /** Undefined until the host has found out. */
  reach: Reach | undefined
  readonly roundTrips = new RoundTrips()
  /** What it may still say. */
  readonly budget: Budget

  constructor(id: LinkId, remote: PeerId, now: Millis) {
    this.id = id
    this.remote = remote
    this.openedAt = now
    this.#sentAt = now
    this.#heardAt = now
    this.budget = new Budget(now)
  }

  /** Whether the remote takes messages of this extension (BEP 10). */
  speaks(extension: string): boolean {
    return this.extended?.extensions.has(extension) ?? false
  }

  get isGreeting(): boolean {
    return this.#state.state === 'greeting'
  }

  get isExchanging(): boolean {
    return this.#state.state === 'exchanging'
  }

  sent(now: Millis): void {
    this.#sentAt = now
  }

  heard(now: Millis): void {
    this.#heardAt = now
  }

  /** Throws unless the handshake is for this torrent and from the remote we connected to. */
  onHandshake(
    handshake: Handshake,
    { infoHash, peerId, fast }: Pick<Handshake, 'infoHash' | 'peerId' | 'fast'>,
  ): void {
    if (!this.isGreeting) throw new ProtocolError('out-of-order', 'a second handshake')
    if (handshake.infoHash !== infoHash) {
      throw new ProtocolError('wrong-torrent', 'the handshake is for another torrent')
    }
    if (handshake.peerId === peerId) throw new ProtocolError('own-id', 'connected to ourselves')
    if (handshake.peerId !== this.remote) {
      throw new ProtocolError('wrong-peer', 'the handshake names another peer than the tracker did')
    }
    this.speaksExtended = handshake.extended
    this.speaksFast = handshake.fast && fast
    this.#state = { state: 'early', messages: [] }
  }

  /** Throws if the message is never allowed on this link. */
  admit({ type }: ExchangeMessage): void {
    if (!this.speaksFast && isFast(type))
      throw new ProtocolError('not-agreed', `${type}, and not both of us speak BEP 6`)
  }

  keep(message: EarlyMessage): void {
    if (this.#state.state !== 'early') {
      throw new ProtocolError('out-of-order', `${message.type} before the handshake`)
    }
    if (tellsAll(message) && this.#state.messages.some(isAboutPieces)) {
      // The exchange would refuse it too: thousands of kept bitfields are a gigabyte.
      throw new ProtocolError('out-of-order', 'tells all its pieces too late')
    }
    if (this.#state.messages.length >= MAX_EARLY_MESSAGES) {
      throw new ProtocolError('flood', 'too many messages before the metadata')
    }
    const kept =
      message.type === 'bitfield' ? { ...message, bytes: message.bytes.slice() } : message
    // A block cannot have been asked for yet.
    if (kept.type !== 'piece') this.#state.messages.push(kept)
  }

  /** Returns the messages kept for the exchange. */
  startExchange(pieceCount: number): readonly EarlyMessage[] {
    this.budget.allowPieces(pieceCount)
    const early = this.#state.state === 'early' ? this.#state.messages : []
    this.#state = EXCHANGING
    return early
  }

  due(now: Millis): 'keepAlive' | 'timeout' | undefined {
    if (this.isGreeting) return now - this.openedAt >= HANDSHAKE_TIMEOUT_MS ? 'timeout' : undefined
    if (now - this.#heardAt >= SILENCE_MS) return 'timeout'
    return now - this.#sentAt >= KEEP_ALIVE_MS ? 'keepAlive' : undefined
  }
}

const tellsAll = ({ type }: EarlyMessage): boolean =>
  type === 'bitfield' || type === 'haveAll' || type === 'haveNone'

const isAboutPieces = (message: EarlyMessage): boolean =>
  message.type === 'have' || tellsAll(message)
