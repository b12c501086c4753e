/**
 * Messages over SCTP as browsers have it: a direction of a link is an association, or several side by
 * side, of which the first carries all words in order, and each piece takes the one with the most room.
 */
import type { Lane } from '../../network/lane.ts'
import { Association } from '../../network/sctp/association.ts'
import { encodedLength } from '../../wire/encode.ts'
import type { Timeline } from '../timeline.ts'
import { type Bundle, Departure, type Wire, type WireEnds } from './wire.ts'

interface InFlight {
  readonly bundle: Bundle
  readonly bytes: number
  readonly large: boolean
}

export interface WayThereAndBack {
  readonly there: readonly Lane[]
  readonly back: readonly Lane[]
}

export class SctpWire implements Wire {
  readonly #associations: readonly Counted[]

  constructor(
    { there, back }: WayThereAndBack,
    connections: number,
    timeline: Timeline,
    ends: WireEnds,
  ) {
    this.#associations = Array.from({ length: connections }, () => {
      const counted: Counted = {
        unsentBytes: 0,
        association: new Association<InFlight>(there, back, {
          schedule: timeline,
          onSent({ bytes, large }) {
            counted.unsentBytes -= bytes
            // Later, though at the same time: its sender may be in the middle of a turn.
            if (large) timeline.at(timeline.now, new Departure(ends, bytes))
          },
          onDelivered: ({ bundle }) => ends.arrived(bundle),
        }),
      }
      return counted
    })
  }

  send(bundle: Bundle, bytes: number, large: boolean): void {
    const [first] = this.#associations
    if (first === undefined) return
    if (this.#associations.length === 1) {
      push(first, { bundle, bytes, large })
      return
    }
    const pieces = bundle.filter(({ type }) => type === 'piece')
    const words = bundle.filter(({ type }) => type !== 'piece')
    const pieceBytes = pieces.reduce((sum, message) => sum + encodedLength(message), 0)
    // A bundle of nothing is a duplicate that has only its length.
    const wordBytes = bytes - pieceBytes
    if (wordBytes > 0) push(first, { bundle: words, bytes: wordBytes, large })
    if (pieceBytes > 0) push(this.#withMostRoom(), { bundle: pieces, bytes: pieceBytes, large })
  }

  close(): void {
    for (const { association } of this.#associations) association.close()
  }

  #withMostRoom(): Counted {
    return this.#associations.reduce((best, other) =>
      other.unsentBytes < best.unsentBytes ? other : best,
    )
  }
}

/** An association, and what waits in front of it. */
interface Counted {
  readonly association: Association<InFlight>
  unsentBytes: number
}

function push(counted: Counted, inFlight: InFlight): void {
  counted.unsentBytes += inFlight.bytes
  counted.association.send(inFlight.bytes, inFlight)
}
