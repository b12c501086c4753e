/** How swarms fill: the share of all pieces that leechers hold, over time, averaged over the seeds. */

import { type Estimate, estimate } from '../simulation/results/statistics.ts'
import { pieceCountOf } from '../simulation/scenarios/scenario.ts'
import type { PointRuns } from './results.ts'

/** Of one value of x: a curve for each line. */
export interface Filling {
  readonly x: string
  readonly curves: readonly {
    readonly line: string
    readonly at: readonly { readonly sec: number; readonly percent: Estimate }[]
  }[]
}

/** Points of a curve: enough that none looks like steps. */
const SAMPLES = 80

export function fillingsOf(points: readonly PointRuns[]): Filling[] {
  const xs = [...new Set(points.map(({ x }) => x.label))]
  return xs.map(x => {
    const there = points.filter(point => point.x.label === x)
    const endMs = Math.max(...there.map(typicalEndMs))
    return {
      x,
      curves: there.map(point => ({ line: point.line.label, at: curveOf(point, endMs) })),
    }
  })
}

/** When the last piece came, of the middle run: one that drags on would leave the others no room. */
function typicalEndMs({ runs }: PointRuns): number {
  const ends = runs.map(({ heldMs }) => heldMs.at(-1) ?? 0).sort((a, b) => a - b)
  return ends[Math.floor(ends.length / 2)] ?? 0
}

function curveOf({ runs, scenario }: PointRuns, endMs: number) {
  return Array.from({ length: SAMPLES + 1 }, (_, i) => {
    const atMs = (i * endMs) / SAMPLES
    const shares = runs.map(({ heldMs, peers }) => {
      const held = heldMs.filter(ms => ms <= atMs).length
      return (100 * held) / (peers.length * pieceCountOf(scenario))
    })
    return { sec: atMs / 1000, percent: estimate(shares) as Estimate }
  })
}
