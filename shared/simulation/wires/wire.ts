/** One direction of a link between two peers, as whoever sends and receives on it sees it. */
import type { Message } from '../../wire/message.ts'
import type { Happening } from '../timeline.ts'

/** Protocol messages that travel as one message of the channel, as a tab gathers them. */
export type Bundle = readonly Message[]

/** Who is told what becomes of a wire's bundles. */
export interface WireEnds {
  /** It has left the sender's own lane. Told of those only that were sent as `large`. */
  departed(bytes: number): void
  arrived(bundle: Bundle): void
}

export interface Wire {
  send(bundle: Bundle, bytes: number, large: boolean): void
  /** What is still on the wire is on its own. */
  close(): void
}

export interface Wiring {
  wire(from: string, to: string, ends: WireEnds): Wire
}

/** A bundle has left its sender's own lane. */
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
