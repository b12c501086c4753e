/** What the model of SCTP gets over a line: the pages of `raw1` to `raw8` in virtual time. */
import { seededStream } from '../../../shared/base/random.ts'
import { Network } from '../../../shared/network/network.ts'
import { Association } from '../../../shared/network/sctp/association.ts'
import { Timeline } from '../../../shared/simulation/timeline.ts'
import type { Line } from '../lines/table.ts'
import { topologyOf } from './topology.ts'

/** As in the page, `pages/stream.ts`. */
const MESSAGE_BYTES = 64 * 1024
const HIGH_WATER_BYTES = 128 * 1024
/** They begin within this time: without loss, all seeds would give the same else. */
const BEGIN_WITHIN_MS = 20

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
  const begins = seededStream(seed, 'begin')
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
    timeline.call(begins() * BEGIN_WITHIN_MS, fill)
  }
  timeline.run(warmUpMs, () => false)
  const before = received
  timeline.run(warmUpMs + measuredMs, () => false)
  return (received - before) / 1000 / measuredMs
}
