/** Messages over SCTP as browsers have it: each direction of a link is an association. */
import type { Lane } from '../../network/lane.ts'
import { Association } from '../../network/sctp/association.ts'
import type { Timeline } from '../timeline.ts'
import { type Bundle, Departure, type Wire, type WireEnds } from './wire.ts'

interface InFlight {
  readonly bundle: Bundle
  readonly bytes: number
  readonly large: boolean
}

export function sctpWire(
  there: readonly Lane[],
  back: readonly Lane[],
  timeline: Timeline,
  ends: WireEnds,
): Wire {
  const association = new Association<InFlight>(there, back, {
    schedule: timeline,
    // Later, though at the same time: its sender may be in the middle of a turn.
    onSent({ bytes, large }) {
      if (large) timeline.at(timeline.now, new Departure(ends, bytes))
    },
    onDelivered: ({ bundle }, at) => timeline.call(at, () => ends.arrived(bundle)),
  })
  return {
    send: (bundle, bytes, large) => association.send(bytes, { bundle, bytes, large }),
    close: () => association.close(),
  }
}
