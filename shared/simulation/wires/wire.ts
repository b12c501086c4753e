/** One direction of a link between two peers, as its sender and its receiver see it. */
import type { Message } from '../../wire/message.ts'
import type { Happening } from '../timeline.ts'

/** Protocol messages that are sent as one message of the data channel, as a tab does. */
export type Bundle = readonly Message[]

/** Called as bundles leave and arrive. */
export interface WireEnds {
  /** A bundle has left the sender's own lane. Called only for bundles sent as `large`. */
  departed(bytes: number): void
  arrived(bundle: Bundle): void
}

export interface Wire {
  send(bundle: Bundle, bytes: number, large: boolean): void
  /** Bundles on their way still arrive. */
  close(): void
}

export interface Wiring {
  wire(from: string, to: string, ends: WireEnds): Wire
}

export class Departure implements Happening {
  readonly #ends: WireEnds
  readonly #bytes: number

  constructor(ends: WireEnds, bytes: number) {
    this.#ends = ends
    this.#bytes = bytes
  }

  happen(): void {
    this.#ends.departed(this.#bytes)
  }
}
