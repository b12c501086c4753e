/** The networks that the shaper is measured on. */
import { direction } from '../../../shared/network/presets.ts'
import type { Direction, Topology, TopologyLink } from '../../../shared/network/topology.ts'

export const SHARED_BITS_PER_SEC = 100e6

/** One line from `left` to `right`, over a router that is no hindrance. */
export function pair(mbps: number, delayMs: number): Topology {
  const line = direction(mbps * 1e6, delayMs)
  return network(['router'], [link('left', 'router', line), link('right', 'router', line)])
}

/** Senders on one side (s1 ...), receivers on the other (r1 ...); all cross one link of 100 Mbps. */
export function dumbbell(pairs: number, accessMbps: number): Topology {
  const access = direction(accessMbps * 1e6, 0.1)
  const sides = Array.from({ length: pairs }, (_, i) => [
    link(`s${i + 1}`, 'west', access),
    link(`r${i + 1}`, 'east', access),
  ])
  const shared = link('west', 'east', direction(SHARED_BITS_PER_SEC, 0.1))
  return network(['west', 'east'], sides.flat(), [shared])
}

/** Each of the lines begins at a peer. */
const network = (
  routers: readonly [string, ...string[]],
  lines: readonly TopologyLink[],
  between: readonly TopologyLink[] = [],
): Topology => ({
  name: 'bench',
  note: '',
  routers,
  tracker: 'tracker',
  peers: lines.map(({ from }) => from),
  links: [...between, link('tracker', routers[0], direction(1e9, 0)), ...lines],
})

const link = (from: string, to: string, way: Direction): TopologyLink => ({
  from,
  to,
  forth: way,
  back: way,
  duplex: 'full',
})
