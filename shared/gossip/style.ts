/** How a swarm gossips: what its members agree on, and how often and how widely they do it. */
import type { GossipKind } from '../wire/gossip-kind.ts'

export interface GossipStyle extends GossipKind {
  readonly roundMs: number
  /** Members spoken to in a round. */
  readonly fanOut: number
  /** Pieces one peer begins to send in a round, at most. Absent: what its line carries. */
  readonly servedPerRound?: number
}

/** As the report has it, but for the fidelity. */
export const DEFAULT_STYLE: GossipStyle = {
  mode: 'push-pull',
  fidelity: 'informed',
  roundMs: 1_000,
  fanOut: 3,
}

export const pushes = ({ mode }: GossipKind): boolean => mode !== 'pull'
export const pulls = ({ mode }: GossipKind): boolean => mode !== 'push'
