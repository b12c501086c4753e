/** Tells tabs their STUN and TURN servers, and makes the credentials that TURN asks for. */
import { createHash, createHmac } from 'node:crypto'
import type { PeerId } from '../../shared/base/ids.ts'
import type { StunServers, TurnServers } from '../../shared/events/ice.ts'
import type { IceSettings, TurnSettings } from './ice-settings.ts'

/** Credentials made within this share of their life are the same, so that a tab has few of them. */
const RENEWAL_SHARE = 1 / 4

/**
 * User names of one address, which its peer ids share out among them: coturn counts its quota for each
 * name, and a stranger makes as many peer ids as it likes. By `user-quota` and `total-quota` of
 * deploy/coturn, less than a third of all that there is.
 */
const NAMES_PER_ADDRESS = 16
const TAG_DIGITS = 24

export class IceServers {
  readonly #settings: IceSettings
  /** Where the STUN server of this process listens, if it does. */
  readonly #ownStunPort: number | undefined
  /** Milliseconds since 1970: coturn compares with its own clock. */
  readonly #wallClock: () => number

  constructor(
    settings: IceSettings,
    ownStunPort: number | undefined,
    wallClock: () => number = Date.now,
  ) {
    this.#settings = settings
    this.#ownStunPort = ownStunPort
    this.#wallClock = wallClock
  }

  /** `host`: by which the tab has come. Undefined where it is this machine, whose tabs need no STUN. */
  stun(host: string | undefined): StunServers | undefined {
    const { stunUrls } = this.#settings
    if (stunUrls.length > 0) return { urls: [...stunUrls] }
    if (this.#ownStunPort === undefined || host === undefined) return undefined
    return { urls: [`stun:${host}:${this.#ownStunPort}`] }
  }

  /** For a member of a swarm. `address`: as all budgets know it. */
  turn(peerId: PeerId, address: string): TurnServers | undefined {
    const { turn } = this.#settings
    if (turn === undefined) return undefined
    const { urls, bitsPerSec } = turn
    const limit = bitsPerSec === undefined ? {} : { bitsPerSec }
    return { urls: [...urls], ...this.#credentials(turn, peerId, address), ...limit }
  }

  /** https://datatracker.ietf.org/doc/html/draft-uberti-behave-turn-rest-00, as coturn has it. */
  #credentials({ access }: TurnSettings, peerId: PeerId, address: string) {
    if (access.kind === 'static') {
      const { username, credential } = access
      return { username, credential }
    }
    const { secret, ttlMs } = access
    const now = this.#wallClock()
    const stepMs = ttlMs * RENEWAL_SHARE
    const endsAtSec = Math.floor((Math.floor(now / stepMs) * stepMs + ttlMs) / 1000)
    const username = `${endsAtSec}:${nameOf(peerId, address, secret)}`
    const credential = createHmac('sha1', secret).update(username).digest('base64')
    return { username, credential, validMs: Math.max(1, Math.floor(endsAtSec * 1000 - now)) }
  }
}

/** Tells nobody the address, and is the same at every node that has this secret. */
function nameOf(peerId: PeerId, address: string, secret: string): string {
  const share = createHash('sha256').update(peerId).digest().readUInt32BE(0) % NAMES_PER_ADDRESS
  const tag = createHmac('sha256', secret).update(`${address}\n${share}`).digest('hex')
  return tag.slice(0, TAG_DIGITS)
}
