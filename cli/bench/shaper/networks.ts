/** The networks that the shaper is measured on. */
import { direction } from '../../../shared/network/presets.ts'
import type { Topology } from '../../../shared/network/topology.ts'

const WIDE = direction(1e9, 0)

/** One line from `left` to `right`, over a router that is no hindrance. */
export const pair = (mbps: number, delayMs: number): Topology => ({
  name: 'pair',
  note: '',
  routers: ['router'],
  tracker: 'tracker',
  peers: ['left', 'right'],
  links: [
    { from: 'tracker', to: 'router', forth: WIDE, back: WIDE, duplex: 'full' },
    ...['left', 'right'].map(peer => ({
      from: peer,
      to: 'router',
      forth: direction(mbps * 1e6, delayMs),
      back: direction(mbps * 1e6, delayMs),
      duplex: 'full' as const,
    })),
  ],
})

/** As many senders on one side as receivers on the other; all cross one link of 100 Mbps. */
export function dumbbell(pairs: number, accessMbps: number): Topology {
  const access = direction(accessMbps * 1e6, 0.1)
  const shared = direction(SHARED_BITS_PER_SEC, 0.1)
  const sides = [
    ['west', senders(pairs)],
    ['east', receivers(pairs)],
  ] as const
  return {
    name: 'dumbbell',
    note: '',
    routers: ['west', 'east'],
    tracker: 'tracker',
    peers: sides.flatMap(([, peers]) => peers),
    links: [
      { from: 'west', to: 'east', forth: shared, back: shared, duplex: 'full' },
      { from: 'tracker', to: 'west', forth: WIDE, back: WIDE, duplex: 'full' },
      ...sides.flatMap(([router, peers]) =>
        peers.map(peer => ({
          from: peer,
          to: router,
          forth: access,
          back: access,
          duplex: 'full' as const,
        })),
      ),
    ],
  }
}

export const SHARED_BITS_PER_SEC = 100e6
export const senders = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `s${i + 1}`)
export const receivers = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `r${i + 1}`)
