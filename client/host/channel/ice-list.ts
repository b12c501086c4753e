/** The STUN and TURN servers by which this tab reaches others, as its server has told them last. */
import type { StunServers, TurnServers } from '../../../shared/events/ice.ts'
import type { Clock } from '../clock.ts'
import { Explorer, type Surroundings } from './surroundings.ts'

export class IceList {
  readonly #clock: Pick<Clock, 'now'>
  readonly #listeners = new Set<() => void>()
  readonly #explorer = new Explorer()
  #stun: RTCIceServer[] = []
  #turn: { readonly server: RTCIceServer; readonly endsAt: number } | undefined
  /** What this tab may send by relays; undefined: as much as it can. */
  onRelayLimit: (bitsPerSec: number | undefined) => void = () => {}

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
  }

  /** For a new connection. Credentials that have run out would only make it slower. */
  get servers(): RTCIceServer[] {
    const isValid = this.#turn !== undefined && this.#turn.endsAt > this.#clock.now()
    return isValid && this.#turn ? [...this.#stun, this.#turn.server] : [...this.#stun]
  }

  /** For what is to pass no relay. */
  get stunServers(): RTCIceServer[] {
    return [...this.#stun]
  }

  get surroundings(): Surroundings {
    return this.#explorer.seen(this.#asked)
  }

  /** A connection has been made with `servers`. */
  watch(pc: RTCPeerConnection): void {
    this.#explorer.watch(pc, this.#asked)
  }

  get #asked() {
    return { stun: this.#stun.length > 0, relay: this.#turn !== undefined }
  }

  /** Called when connections that are there should use others; until the function it returns is. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Undefined: the server, perhaps another one by now, has none. */
  setStun(servers: StunServers | undefined): void {
    this.#stun = servers ? [{ urls: [...servers.urls] }] : []
  }

  setTurn(servers: TurnServers | undefined): void {
    const before = this.#turn?.server
    if (servers === undefined) this.#turn = undefined
    else {
      const { urls, username, credential, validMs = Number.POSITIVE_INFINITY } = servers
      const endsAt = this.#clock.now() + validMs
      this.#turn = { server: { urls: [...urls], username, credential }, endsAt }
    }
    this.onRelayLimit(servers?.bitsPerSec)
    const isNew = JSON.stringify(before) !== JSON.stringify(this.#turn?.server)
    if (isNew) for (const listener of this.#listeners) listener()
  }
}
