/**
 * Makes connections for one torrent: offers, answers and candidates go through the server, another
 * tracker or the peer at the other end of a link, under an offer id. Whom to dial, whose offer to take and which of two crossing offers wins
 * is the peer's business; here it is only done. Ends at the open channel.
 */
import type { LinkId, PeerId } from '../../shared/base/ids.ts'
import type { Input } from '../../shared/peer/input.ts'
import type {
  Channel,
  Connect,
  Connection,
  ConnectionHandlers,
  RtcSignal,
} from './channel/channel.ts'
import type { Clock } from './clock.ts'
import type { HeldOffer } from './open-offers.ts'

/** From offer to open channel. Ten times what a busy machine with mDNS names was seen to take. */
export const DIAL_TIMEOUT_MS = 20_000

/** Connections in the making, both ways: each costs a browser sockets, threads and mDNS names. */
export const MAX_HALF_OPEN = 24

/** Offers the peer has not yet answered; it answers in the same turn. */
const MAX_OFFERS = 24

export type DialSignal =
  | RtcSignal
  /** With all its candidates, as must be its answer. */
  | { readonly kind: 'offer'; readonly sdp: string; readonly whole: true }
  | { readonly kind: 'refuse'; readonly reason: string }

export type Send = (to: PeerId, offerId: string, signal: DialSignal) => void

/** A way for signals past the server: by the peer at the other end of a link, or another tracker. */
export type Via = LinkId | 'tracker'

export interface Relay {
  readonly via: Via
  readonly send: Send
}

/** Who listens to an open channel. */
export interface LinkSink {
  onBytes(bytes: Uint8Array<ArrayBuffer>): void
  onDrained(queuedBytes: number): void
  onClose(reason: string): void
}

export interface DiallerPorts {
  readonly self: PeerId
  readonly connect: Connect
  readonly clock: Clock
  readonly newOfferId: () => string
  /** By way of the server, while it is there. */
  readonly send: Send
  isServerUp(): boolean
  /** Whether candidates cannot be sent to it later. */
  takesWhole(remote: PeerId): boolean
  /** `offered` and `linkFailed`. */
  feed(input: Input): void
  onOpen(remote: PeerId, channel: Channel, hangUp: () => void): LinkSink
}

/** A connection that waits for the peer's verdict. */
interface Proposal {
  connect(handlers: ConnectionHandlers): Connection
  /** What the connection is told to come about. */
  readonly signal: RtcSignal
  readonly send: Send
  /** The way it came, if that was not the server. */
  readonly via?: Via | undefined
  decline(reason: string): void
}

interface Attempt {
  readonly remote: PeerId
  readonly key: string
  readonly connection: Connection
  /** Its signals come by this way alone. */
  readonly via: Via | undefined
  /** Undefined once the channel is open. */
  cancelTimeout: (() => void) | undefined
  sink: LinkSink | undefined
}

export class Dialler {
  readonly #ports: DiallerPorts
  /** Half open and open, by remote and offer. */
  readonly #attempts = new Map<string, Attempt>()
  readonly #proposals = new Map<string, Proposal>()
  #halfOpen = 0

  constructor(ports: DiallerPorts) {
    this.#ports = ports
  }

  /** Connections open and in the making. */
  get size(): number {
    return this.#attempts.size
  }

  dial(remote: PeerId, relay?: Relay): void {
    const { connect, newOfferId, takesWhole, isServerUp } = this.#ports
    // Another tracker may keep the peer announcing meanwhile.
    if (!relay && !isServerUp()) return this.#fail(remote, 'the server cannot be reached')
    const send = relay?.send ?? this.#ports.send
    const whole = takesWhole(remote)
    const sendWhole: Send = (to, id, signal) =>
      send(to, id, signal.kind === 'offer' ? { ...signal, whole: true } : signal)
    this.#attempt(remote, newOfferId(), {
      connect: handlers => connect('offerer', handlers, whole),
      send: whole ? sendWhole : send,
      via: relay?.via,
    })
  }

  abandon(remote: PeerId): void {
    for (const attempt of [...this.#attempts.values()]) {
      if (attempt.remote !== remote || !attempt.cancelTimeout) continue
      this.#forget(attempt)
      attempt.connection.close()
    }
  }

  accept(remote: PeerId, offerId: string): void {
    const proposal = this.#takeProposal(remote, offerId)
    if (!proposal) this.#fail(remote, 'the offer is gone')
    else this.#begin(remote, offerId, proposal)
  }

  refuse(remote: PeerId, offerId: string, reason: string): void {
    this.#takeProposal(remote, offerId)?.decline(reason)
  }

  /** `relay`: the way it came, if that was not the server. */
  onSignal(from: PeerId, offerId: string, signal: DialSignal, relay?: Relay): void {
    const { via, send } = relay ?? { send: this.#ports.send, via: undefined }
    const attempt = this.#attempts.get(keyOf(from, offerId))
    if (attempt && attempt.via !== via) return
    if (signal.kind === 'offer') {
      const whole = 'whole' in signal
      // A whole offer was made for whoever gets it: it says nothing of the link there is.
      if (attempt || (whole && this.#attemptWith(from))) return
      this.#propose(from, offerId, {
        connect: handlers => this.#ports.connect('answerer', handlers, whole),
        signal: { kind: 'offer', sdp: signal.sdp },
        send,
        via,
        decline: reason => send(from, offerId, { kind: 'refuse', reason }),
      })
    } else if (signal.kind === 'refuse') {
      // By the remote, or by the server in its name; an open channel no longer needs either.
      if (attempt?.cancelTimeout) this.#lose(attempt, signal.reason)
    } else attempt?.connection.signal(signal)
  }

  /**
   * An offer of ours that named nobody has found somebody: for the peer it is as if they had offered.
   * Unless both did so at once: then the smaller id's offer stands, as in all glare.
   */
  onAnswered(from: PeerId, offerId: string, offer: HeldOffer, sdp: string): void {
    const proposal: Proposal = {
      connect: handlers => offer.adopt(handlers),
      signal: { kind: 'answer', sdp },
      via: 'tracker',
      send: this.#ports.send,
      decline: () => offer.connection.close(),
    }
    const rival = this.#attemptWith(from)
    if (!rival) return this.#propose(from, offerId, proposal)
    if (rival.sink || this.#ports.self > from) return offer.connection.close()
    this.#forget(rival)
    rival.connection.close()
    this.#begin(from, offerId, proposal)
  }

  /** The tab is going away. */
  close(): void {
    for (const attempt of [...this.#attempts.values()]) {
      this.#forget(attempt)
      attempt.connection.close()
    }
    for (const proposal of this.#proposals.values()) proposal.decline('left the swarm')
    this.#proposals.clear()
  }

  #propose(remote: PeerId, offerId: string, proposal: Proposal): void {
    if (this.#proposals.size >= MAX_OFFERS) return proposal.decline('too many offers')
    this.#proposals.set(keyOf(remote, offerId), proposal)
    const { via } = proposal
    this.#ports.feed({ type: 'offered', remote, offerId, ...(via !== undefined && { via }) })
  }

  #begin(remote: PeerId, offerId: string, proposal: Proposal): void {
    const attempt = this.#attempt(remote, offerId, proposal)
    if (attempt) attempt.connection.signal(proposal.signal)
    else proposal.decline('too many connections are being made')
  }

  #attempt(
    remote: PeerId,
    offerId: string,
    { connect, send, via }: Pick<Proposal, 'connect' | 'send' | 'via'>,
  ): Attempt | undefined {
    if (this.#halfOpen >= MAX_HALF_OPEN) {
      this.#fail(remote, 'too many connections are being made')
      return undefined
    }
    const key = keyOf(remote, offerId)
    const connection = this.#connect(remote, connect, {
      onSignal: signal => send(remote, offerId, signal),
      onOpen: channel => this.#onOpen(attempt, channel),
      onBytes: bytes => attempt.sink?.onBytes(bytes),
      onDrained: queuedBytes => attempt.sink?.onDrained(queuedBytes),
      onClose: reason => this.#onClose(attempt, reason),
    })
    if (!connection) return undefined
    const cancelTimeout = this.#ports.clock.after(DIAL_TIMEOUT_MS, () =>
      this.#lose(attempt, 'no connection within 20 s'),
    )
    const attempt: Attempt = { remote, key, connection, via, cancelTimeout, sink: undefined }
    this.#attempts.set(key, attempt)
    this.#halfOpen++
    return attempt
  }

  #connect(
    remote: PeerId,
    connect: Proposal['connect'],
    handlers: ConnectionHandlers,
  ): Connection | undefined {
    try {
      return connect(handlers)
    } catch (error) {
      // The browser makes no more connections: switched off, or 500 of them (Chromium).
      this.#fail(remote, error instanceof Error ? error.message : String(error))
      return undefined
    }
  }

  #onOpen(attempt: Attempt, channel: Channel): void {
    this.#settle(attempt)
    attempt.sink = this.#ports.onOpen(attempt.remote, channel, () => {
      this.#forget(attempt)
      attempt.connection.close()
    })
  }

  #onClose(attempt: Attempt, reason: string): void {
    this.#forget(attempt)
    if (attempt.sink) attempt.sink.onClose(reason)
    else this.#fail(attempt.remote, reason)
  }

  #lose(attempt: Attempt, reason: string): void {
    this.#forget(attempt)
    attempt.connection.close()
    this.#fail(attempt.remote, reason)
  }

  /** It is no longer half open. */
  #settle(attempt: Attempt): void {
    if (!attempt.cancelTimeout) return
    attempt.cancelTimeout()
    attempt.cancelTimeout = undefined
    this.#halfOpen--
  }

  #forget(attempt: Attempt): void {
    this.#settle(attempt)
    this.#attempts.delete(attempt.key)
  }

  #takeProposal(remote: PeerId, offerId: string): Proposal | undefined {
    const key = keyOf(remote, offerId)
    const proposal = this.#proposals.get(key)
    this.#proposals.delete(key)
    return proposal
  }

  #attemptWith(remote: PeerId): Attempt | undefined {
    return [...this.#attempts.values()].find(attempt => attempt.remote === remote)
  }

  #fail(remote: PeerId, reason: string): void {
    this.#ports.feed({ type: 'linkFailed', remote, reason })
  }
}

const keyOf = (remote: PeerId, offerId: string): string => `${remote} ${offerId}`
