/** What gossip came to in a swarm of tabs: beside the other figures of a result, and in a line for people. */

import type { GossipView } from '../../shared/exchange/view.ts'
import { type GossipTotals, gossipTotals } from '../../shared/gossip/totals.ts'
import type { GossipFidelity, GossipKind, GossipMode } from '../../shared/wire/gossip-style.ts'

/** How the pieces travelled. */
export interface ModeResult {
  readonly mode: 'bittorrent' | GossipMode
  readonly fidelity?: GossipFidelity
}

/** `kind` is undefined where nobody gossips. */
export const modeOf = (kind: GossipKind | undefined): ModeResult =>
  kind ? { mode: kind.mode, fidelity: kind.fidelity } : { mode: 'bittorrent' }

/** Nothing where nobody gossips. */
export const gossipOf = (
  peers: readonly { readonly gossip?: GossipView | undefined }[],
  kind: GossipKind | undefined,
): Partial<GossipTotals> =>
  kind ? gossipTotals(peers.map(({ gossip = NOT_BEGUN }) => gossip)) : {}

const NOT_BEGUN = { rounds: undefined, useful: 0, redundant: 0, failed: 0, controlBytes: 0 }

/** Likewise. */
export function gossipLines(totals: Partial<GossipTotals>): string[] {
  const { rounds, rmr, useful, redundant, controlBytes } = totals
  if (useful === undefined || controlBytes === undefined) return []
  const inTime = rounds === null ? 'Not done' : `Done in ${rounds} rounds`
  const received = `${useful} pieces came to use, ${redundant} in vain`
  return [
    `${inTime}: ${received} (RMR ${rmr?.toFixed(2) ?? '-'}), with ${controlBytes} bytes of talk.`,
  ]
}
