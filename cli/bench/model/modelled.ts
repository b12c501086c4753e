/** What the model of SCTP gets over a line: the pages of `raw1` to `raw8` in virtual time. */
import { Network } from '../../../shared/network/network.ts'
import { Association } from '../../../shared/network/sctp/association.ts'
import type { Direction, Topology, TopologyLink } from '../../../shared/network/topology.ts'
import { Timeline } from '../../../shared/simulation/timeline.ts'
import type { Way } from '../../netlab/lines.ts'
import type { Line } from '../lines/table.ts'

/** As in the page, `pages/stream.ts`. */
const MESSAGE_BYTES = 64 * 1024
const HIGH_WATER_BYTES = 128 * 1024

/** 10^6 bytes a second. */
export function modelledRate(
  line: Line,
  connections: number,
  { seed, warmUpMs, measuredMs }: { seed: number; warmUpMs: number; measuredMs: number },
): number {
  const timeline = new Timeline()
  const network = new Network(topologyOf(line), seed)
  const there = network.lanesBetween('a', 'b')
  const back = network.lanesBetween('b', 'a')
  let received = 0
  for (let i = 0; i < connections; i++) {
    let queued = 0
    const association = new Association<number>(there, back, {
      schedule: timeline,
      onSent(bytes) {
        queued -= bytes
        timeline.call(timeline.now, fill)
      },
      onDelivered(bytes, at) {
        timeline.call(at, () => {
          received += bytes
        })
      },
    })
    function fill() {
      for (; queued < HIGH_WATER_BYTES; queued += MESSAGE_BYTES)
        association.send(MESSAGE_BYTES, MESSAGE_BYTES)
    }
    timeline.call(0, fill)
  }
  timeline.run(warmUpMs, () => false)
  const before = received
  timeline.run(warmUpMs + measuredMs, () => false)
  return (received - before) / 1000 / measuredMs
}

const FAST: Direction = {
  rateBitsPerSec: 1e12,
  delayMs: 0,
  queueBytes: Number.POSITIVE_INFINITY,
  loss: undefined,
}

function topologyOf({ name, up, down }: Line): Topology {
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
