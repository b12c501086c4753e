/** What gossip came to over all runs: means for tools, two sentences for people. */
import type { GossipTotals } from '../../shared/gossip/totals.ts'
import { type Estimate, estimate } from '../../shared/simulation/results/statistics.ts'
import type { Run } from '../../shared/simulation/simulation.ts'

/** Null where some run has no such figure: it never came to its end, say. */
export type GossipEstimates = { readonly [Figure in keyof GossipTotals]: Estimate | null }

const FIGURES = ['rounds', 'rmr', 'useful', 'redundant', 'controlBytes'] as const

/** Nothing where pieces travel in another way. */
export function gossipEstimates(runs: readonly Run[]): Partial<GossipEstimates> {
  if (runs[0]?.rmr === undefined) return {}
  return Object.fromEntries(FIGURES.map(figure => [figure, estimateAll(runs, figure)]))
}

function estimateAll(runs: readonly Run[], figure: keyof GossipTotals): Estimate | null {
  const values = runs.flatMap(run => run[figure] ?? [])
  return values.length === runs.length ? estimate(values) : null
}

export function gossipLines({
  rounds,
  rmr,
  useful,
  redundant,
  controlBytes,
}: Partial<GossipEstimates>): string[] {
  if (!useful || !redundant || !controlBytes) return []
  const inVain = redundant.mean / useful.mean
  return [
    rounds
      ? `Everyone had everything in ${rounds.mean.toFixed(1)} rounds of gossip.`
      : 'Some never had everything, however many rounds.',
    `${useful.mean.toFixed(1)} pieces came to use, ${redundant.mean.toFixed(1)} in vain: ${inVain.toFixed(3)} for each (RMR ${rmr?.mean.toFixed(3) ?? '-'}), with ${Math.round(controlBytes.mean).toLocaleString('en')} bytes of talk.`,
  ]
}
