/**
 * Which lanes between routers can ever be asked for more than they carry: those whose peers' lines
 * together, the senders' up or the receivers' down, hold more. On any other there is nothing to share
 * out, whoever sends to whom; a peer's own lane is that peer's to share.
 */
import type { Routes } from './route.ts'
import type { Topology } from './topology.ts'

/** By lane number. Looks at every pair of peers. */
export function contestedLanes(topology: Topology, routes: Routes): ReadonlySet<number> {
  const senders = new Map<number, Map<string, number>>()
  const receivers = new Map<number, Map<string, number>>()
  const rateOf = (lane: number): number => routes.lanes[lane]?.direction.rateBitsPerSec ?? 0
  const note = (who: typeof senders, lane: number, peer: string, bitsPerSec: number): void => {
    const known = who.get(lane) ?? new Map<string, number>()
    who.set(lane, known.set(peer, bitsPerSec))
  }
  for (const from of topology.peers) {
    for (const to of topology.peers) {
      const [up, ...rest] = routes.lanesBetween(from, to)
      const down = rest.pop()
      if (up === undefined || down === undefined) continue
      for (const lane of rest) {
        note(senders, lane, from, rateOf(up))
        note(receivers, lane, to, rateOf(down))
      }
    }
  }
  const most = (rates: ReadonlyMap<string, number> | undefined): number =>
    [...(rates?.values() ?? [])].reduce((sum, rate) => sum + rate, 0)
  const isContested = (lane: number): boolean =>
    Math.min(most(senders.get(lane)), most(receivers.get(lane))) > rateOf(lane)
  return new Set([...senders.keys()].filter(isContested))
}
