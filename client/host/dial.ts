/**
 * Makes connections for one torrent: offers, answers and candidates go through the server under an
 * offer id. Whom to dial, whose offer to take and which of two crossing offers wins is the peer's
 * business; here it is only done. Ends at the open channel.
 */
import type { PeerId } from '../../shared/base/ids.ts'
import type { Input } from '../../shared/peer/input.ts'
import type { Channel, Connect, Connection, RtcSignal } from './channel/channel.ts'
import type { Clock } from './clock.ts'

/** From offer to open channel. Ten times what a busy machine with mDNS names was seen to take. */
export const DIAL_TIMEOUT_MS = 20_000

/** Connections in the making, both ways: each costs a browser sockets, threads and mDNS names. */
export const MAX_HALF_OPEN = 24

/** Offers the peer has not yet answered; it answers in the same turn. */
const MAX_OFFERS = 24

export type DialSignal = RtcSignal | { readonly kind: 'refuse'; readonly reason: string }

/** Who listens to an open channel. */
export interface LinkSink {
  onBytes(bytes: Uint8Array<ArrayBuffer>): void
  onDrained(queuedBytes: number): void
  onClose(reason: string): void
}

export interface DiallerPorts {
  readonly connect: Connect
  readonly clock: Clock
  readonly newOfferId: () => string
  send(to: PeerId, offerId: string, signal: DialSignal): void
  /** `offered` and `linkFailed`. */
  feed(input: Input): void
  onOpen(remote: PeerId, channel: Channel, hangUp: () => void): LinkSink
}

interface Attempt {
  readonly remote: PeerId
  readonly key: string
  readonly connection: Connection
  /** Undefined once the channel is open. */
  cancelTimeout: (() => void) | undefined
  sink: LinkSink | undefined
}

export class Dialler {
  readonly #ports: DiallerPorts
  /** Half open and open, by remote and offer. */
  readonly #attempts = new Map<string, Attempt>()
  /** Our own dials under way. */
  readonly #dials = new Map<PeerId, Attempt>()
  readonly #offers = new Map<string, string>()
  #halfOpen = 0

  constructor(ports: DiallerPorts) {
    this.#ports = ports
  }

  dial(remote: PeerId): void {
    const attempt = this.#attempt('offerer', remote, this.#ports.newOfferId())
    if (attempt) this.#dials.set(remote, attempt)
  }

  abandon(remote: PeerId): void {
    const attempt = this.#dials.get(remote)
    if (!attempt) return
    this.#forget(attempt)
    attempt.connection.close()
  }

  accept(remote: PeerId, offerId: string): void {
    const sdp = this.#takeOffer(remote, offerId)
    if (sdp === undefined) this.#fail(remote, 'the offer is gone')
    else this.#attempt('answerer', remote, offerId)?.connection.signal({ kind: 'offer', sdp })
  }

  refuse(remote: PeerId, offerId: string, reason: string): void {
    this.#takeOffer(remote, offerId)
    this.#ports.send(remote, offerId, { kind: 'refuse', reason })
  }

  onSignal(from: PeerId, offerId: string, signal: DialSignal): void {
    const key = keyOf(from, offerId)
    const attempt = this.#attempts.get(key)
    if (signal.kind === 'offer') {
      if (attempt || this.#offers.size >= MAX_OFFERS) return
      this.#offers.set(key, signal.sdp)
      this.#ports.feed({ type: 'offered', remote: from, offerId })
    } else if (signal.kind === 'refuse') {
      // By the remote, or by the server in its name; an open channel no longer needs either.
      if (attempt?.cancelTimeout) this.#lose(attempt, signal.reason)
    } else attempt?.connection.signal(signal)
  }

  /** The tab is going away. */
  close(): void {
    for (const attempt of [...this.#attempts.values()]) {
      this.#forget(attempt)
      attempt.connection.close()
    }
    this.#offers.clear()
  }

  #attempt(role: 'offerer' | 'answerer', remote: PeerId, offerId: string): Attempt | undefined {
    if (this.#halfOpen >= MAX_HALF_OPEN) {
      this.#fail(remote, 'too many connections are being made')
      return undefined
    }
    const key = keyOf(remote, offerId)
    const connection = this.#connect(role, remote, offerId, () => attempt)
    if (!connection) return undefined
    const cancelTimeout = this.#ports.clock.after(DIAL_TIMEOUT_MS, () =>
      this.#lose(attempt, 'no connection within 20 s'),
    )
    const attempt: Attempt = { remote, key, connection, cancelTimeout, sink: undefined }
    this.#attempts.set(key, attempt)
    this.#halfOpen++
    return attempt
  }

  #connect(
    role: 'offerer' | 'answerer',
    remote: PeerId,
    offerId: string,
    attempt: () => Attempt,
  ): Connection | undefined {
    try {
      return this.#ports.connect(role, {
        onSignal: signal => this.#ports.send(remote, offerId, signal),
        onOpen: channel => this.#onOpen(attempt(), channel),
        onBytes: bytes => attempt().sink?.onBytes(bytes),
        onDrained: queuedBytes => attempt().sink?.onDrained(queuedBytes),
        onClose: reason => this.#onClose(attempt(), reason),
      })
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
    if (this.#dials.get(attempt.remote) === attempt) this.#dials.delete(attempt.remote)
  }

  #forget(attempt: Attempt): void {
    this.#settle(attempt)
    this.#attempts.delete(attempt.key)
  }

  #takeOffer(remote: PeerId, offerId: string): string | undefined {
    const key = keyOf(remote, offerId)
    const sdp = this.#offers.get(key)
    this.#offers.delete(key)
    return sdp
  }

  #fail(remote: PeerId, reason: string): void {
    this.#ports.feed({ type: 'linkFailed', remote, reason })
  }
}

const keyOf = (remote: PeerId, offerId: string): string => `${remote} ${offerId}`
