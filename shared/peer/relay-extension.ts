/** Relayed signalling, ts_relay: carries signals unread between two links, sends and receives our own. */
import { TokenBucket } from '../base/bucket.ts'
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import {
  encodeRelay,
  MAX_SIGNAL_BYTES,
  parseRelay,
  type RelayMessage,
  type RelayRefusal,
} from '../wire/relay.ts'
import { decodeSignal, encodeSignal, type Signal } from '../wire/signal.ts'
import type { Extension } from './extensions.ts'
import type { Link } from './link.ts'
import type { Outbox } from './outbox.ts'

/**
 * What one link may have carried, and what may be carried to one, in bytes. A dial is an offer, an
 * answer and some candidates, 10 KB in all: half a peer's links at once, and then one in ten seconds.
 */
const CARRIED_BYTES = { burst: 256 * 1024, perSecond: 1024 }
/** The least that a signal costs: empty ones are work too. */
const MIN_COST_BYTES = 512

type Of<Type extends RelayMessage['type']> = Extract<RelayMessage, { readonly type: Type }>

const SENTENCES: Readonly<Record<RelayRefusal, string>> = {
  'not-linked': 'the peer between us is not linked with it',
  deaf: 'it takes no relayed signals',
  'too-many': 'the peer between us carries no more signals for now',
}

/** A signal has come by a link. A refusal may also come from the relay, in the remote's name. */
export type OnSignal = (via: LinkId, from: PeerId, offerId: string, signal: Signal) => void

export class RelayExtension implements Extension {
  readonly name = 'ts_relay'
  readonly kindOf = () => 'ts_relay' as const
  readonly #onSignal: OnSignal
  readonly #links: ReadonlyMap<LinkId, Link>
  readonly #outbox: Outbox
  readonly #carriedFrom = new Map<LinkId, TokenBucket>()
  readonly #carriedTo = new Map<LinkId, TokenBucket>()

  constructor(links: ReadonlyMap<LinkId, Link>, outbox: Outbox, onSignal: OnSignal) {
    this.#links = links
    this.#outbox = outbox
    this.#onSignal = onSignal
  }

  send(via: LinkId, remote: PeerId, offerId: string, message: Signal): void {
    const link = this.#links.get(via)
    const signal = encodeSignal(message)
    if (signal.length > MAX_SIGNAL_BYTES)
      this.#refused(via, remote, offerId, 'the signal is too long for a relay')
    else if (!link?.speaks(this.name))
      this.#refused(via, remote, offerId, 'the peer between us is gone')
    else this.#say(link, { type: 'forward', remote, offerId, signal })
  }

  receive(link: Link, payload: Uint8Array, now: Millis): void {
    const message = parseRelay(payload)
    switch (message.type) {
      case 'forward':
        return this.#forward(link, message, now)
      case 'forwarded':
        return this.#deliver(link, message)
      case 'refused':
        return this.#refused(link.id, message.remote, message.offerId, SENTENCES[message.reason])
    }
  }

  leave(link: LinkId): void {
    this.#carriedFrom.delete(link)
    this.#carriedTo.delete(link)
  }

  #forward(from: Link, { remote, offerId, signal }: Of<'forward'>, now: Millis): void {
    const to = this.#linkTo(remote)
    const reason = this.#refusal(from, to, signal.length, now)
    if (to === undefined || reason !== undefined)
      this.#say(from, { type: 'refused', remote, offerId, reason: reason ?? 'not-linked' })
    else this.#say(to, { type: 'forwarded', remote: from.remote, offerId, signal })
  }

  #refusal(from: Link, to: Link | undefined, bytes: number, now: Millis): RelayRefusal | undefined {
    if (to === undefined || to === from) return 'not-linked'
    if (!to.speaks(this.name)) return 'deaf'
    const cost = Math.max(bytes, MIN_COST_BYTES)
    const allowed =
      bucketOf(this.#carriedFrom, from, now).take(now, cost) &&
      bucketOf(this.#carriedTo, to, now).take(now, cost)
    return allowed ? undefined : 'too-many'
  }

  /** Ignores data that is not a signal. */
  #deliver(via: Link, { remote, offerId, signal }: Of<'forwarded'>): void {
    const message = decodeSignal(signal)
    if (message) this.#onSignal(via.id, remote, offerId, message)
  }

  #refused(via: LinkId, remote: PeerId, offerId: string, reason: string): void {
    this.#onSignal(via, remote, offerId, { kind: 'refuse', reason })
  }

  #linkTo(remote: PeerId): Link | undefined {
    for (const link of this.#links.values()) if (link.remote === remote) return link
    return undefined
  }

  #say(link: Link, message: RelayMessage): void {
    this.#outbox.sendExtended(link, this.name, encodeRelay(message))
  }
}

function bucketOf(buckets: Map<LinkId, TokenBucket>, { id }: Link, now: Millis): TokenBucket {
  const bucket = buckets.get(id) ?? new TokenBucket(CARRIED_BYTES, now)
  buckets.set(id, bucket)
  return bucket
}
