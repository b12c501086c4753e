/** A line of the bench as a topology: two peers, each behind one, and an internet that takes no time. */
import type { Direction, Topology, TopologyLink } from '../../../shared/network/topology.ts'
import type { Way } from '../../netlab/lines.ts'
import type { Line } from '../lines/table.ts'

const FAST: Direction = {
  rateBitsPerSec: 1e12,
  delayMs: 0,
  queueBytes: Number.POSITIVE_INFINITY,
  loss: undefined,
}

export function topologyOf({ name, up, down }: Line): Topology {
  const link = (from: string, forth: Direction, back: Direction): TopologyLink => ({
    from,
    to: 'internet',
    forth,
    back,
    duplex: 'full',
  })
  const [there, back] = [directionOf(up), directionOf(down)]
  return {
    name: 'line',
    note: name,
    routers: ['internet'],
    tracker: 'tracker',
    peers: ['a', 'b'],
    links: [link('a', there, back), link('b', there, back), link('tracker', FAST, FAST)],
  }
}

const directionOf = ({ bitsPerSec, delayMs, loss, queueBytes }: Way): Direction => ({
  rateBitsPerSec: bitsPerSec,
  delayMs,
  queueBytes,
  loss: loss > 0 ? { share: loss } : undefined,
})
