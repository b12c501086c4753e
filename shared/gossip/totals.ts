/** What gossip has come to for several peers together, as results report it; of one peer alike. */
import { Figures } from './figures.ts'

export interface GossipTotals {
  /** Until the last of them held everything; null while somebody does not. */
  readonly rounds: number | null
  /** Deliveries of whole pieces for each useful one, less one; null before the first. */
  readonly rmr: number | null
  readonly useful: number
  readonly redundant: number
  readonly controlBytes: number
}

type Counted = Pick<Figures, 'rounds' | 'useful' | 'redundant' | 'failed' | 'controlBytes'>

export function gossipTotals(peers: readonly Counted[]): GossipTotals {
  const all = new Figures()
  for (const { useful, redundant, failed, controlBytes } of peers) {
    all.useful += useful
    all.redundant += redundant
    all.failed += failed
    all.controlBytes += controlBytes
  }
  const rounds = peers.reduce((most, peer) => Math.max(most, peer.rounds ?? Number.NaN), 0)
  const { useful, redundant, controlBytes, rmr = null } = all
  return { rounds: Number.isNaN(rounds) ? null : rounds, rmr, useful, redundant, controlBytes }
}
