/**
 * Dials by way of the peer at the other end of a link: the same offers, answers and candidates as go
 * through the server, in bytes that the peer between carries unread, and the same parser for them.
 */
import type { LinkId, PeerId } from '../../shared/base/ids.ts'
import { parseSignal } from '../../shared/events.ts'
import type { Effect } from '../../shared/peer/effect.ts'
import type { Input } from '../../shared/peer/input.ts'
import type { DialSignal, Relay } from './dial.ts'

/** What this needs of a `Dialler`. */
export interface RelayedDialling {
  dial(remote: PeerId, relay: Relay): void
  onSignal(from: PeerId, offerId: string, signal: DialSignal, relay: Relay): void
}

type EffectOf<Type extends Effect['type']> = Extract<Effect, { readonly type: Type }>

export class RelayedDials {
  readonly #dialler: RelayedDialling
  readonly #feed: (input: Input) => void

  constructor(dialler: RelayedDialling, feed: (input: Input) => void) {
    this.#dialler = dialler
    this.#feed = feed
  }

  dial(remote: PeerId, via: LinkId): void {
    this.#dialler.dial(remote, this.#relay(via))
  }

  onSignal({ via, remote, offerId, data }: EffectOf<'signal'>): void {
    const signal = decodeSignal(data)
    if (signal) this.#dialler.onSignal(remote, offerId, signal, this.#relay(via))
  }

  /** As if the remote had refused: nobody is there, by this way. */
  onRefused({ via, remote, offerId, reason }: EffectOf<'signalRefused'>): void {
    const refusal = { kind: 'refuse', reason } as const
    this.#dialler.onSignal(remote, offerId, refusal, this.#relay(via))
  }

  #relay(via: LinkId): Relay {
    return {
      via,
      send: (remote, offerId, signal) =>
        this.#feed({ type: 'signal', via, remote, offerId, data: encodeSignal(signal) }),
    }
  }
}

const utf8 = new TextEncoder()
const fromUtf8 = new TextDecoder()

export const encodeSignal = (signal: DialSignal): Uint8Array => utf8.encode(JSON.stringify(signal))

/** Undefined if it is none. */
export function decodeSignal(data: Uint8Array): DialSignal | undefined {
  try {
    const parsed = parseSignal(JSON.parse(fromUtf8.decode(data)))
    return parsed.ok ? (parsed.value as DialSignal) : undefined
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return undefined
  }
}
