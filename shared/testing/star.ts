import { direction } from '../network/presets.ts'
import type { Direction, Topology } from '../network/topology.ts'

/** Peers and the tracker around one router, each by the line that `wayOf` gives it, both ways alike. */
export function starOf(
  peers: readonly string[],
  wayOf: (name: string) => Direction = () => direction(6e6, 5),
): Topology {
  return {
    name: 'star',
    note: '',
    routers: ['router'],
    tracker: 'tracker',
    peers,
    links: ['tracker', ...peers].map(name => {
      const way = wayOf(name)
      return { from: name, to: 'router', forth: way, back: way, duplex: 'full' }
    }),
  }
}
