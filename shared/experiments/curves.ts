/** What happens in the course of an experiment's runs, as curves: a chart for each value of x. */
import { PERCENTILES, type Recorded } from '../simulation/results/recorder.ts'
import { estimate } from '../simulation/results/statistics.ts'
import { pieceCountOf } from '../simulation/scenarios/scenario.ts'
import type { CurveKind, PointRuns } from './experiment.ts'

export interface CurveSet {
  readonly kind: CurveKind
  readonly x: string
  readonly curves: readonly {
    readonly name: string
    readonly points: readonly CurvePoint[]
  }[]
}

export interface CurvePoint {
  readonly sec: number
  readonly y: number
  /** Its 95 % interval. */
  readonly low?: number
  readonly high?: number
}

/** Points of a curve over time: enough for it to look smooth. */
const SAMPLES = 80
/** The longest gaps in a hundred would leave the others no room. */
const MOST_GAPS_PERCENT = 99

export function curvesOf(kind: CurveKind, points: readonly PointRuns[]): CurveSet[] {
  const labels = [...new Set(points.map(({ x }) => x.label))]
  return labels.map(label => {
    const there = points.filter(point => point.x.label === label)
    return { kind, x: label, curves: CURVES[kind](there) }
  })
}

type Curves = CurveSet['curves']

const CURVES: { readonly [Kind in CurveKind]: (points: readonly PointRuns[]) => Curves } = {
  filling: points => overTime(points, heldShare),
  copies: points =>
    points.flatMap(point =>
      (['most', 'mean', 'least'] as const).flatMap(which =>
        overTime([point], (recorded, atMs) => {
          const last = recorded.copies.findLast(copies => copies.atMs <= atMs)
          return last?.[which] ?? null
        }).map(curve => ({ ...curve, name: `${point.line.label}: ${COPIES_NAMES[which]}` })),
      ),
    ),
  pieceGaps: points => gapCurves(points, 'pieceGaps'),
  blockGaps: points => gapCurves(points, 'blockGaps'),
}

const COPIES_NAMES = { most: 'most', mean: 'mean', least: 'rarest' } as const

type ValueAt = (recorded: Recorded, atMs: number, point: PointRuns) => number | null

function overTime(points: readonly PointRuns[], valueAt: ValueAt): Curves {
  const endMs = Math.max(...points.map(typicalEndMs))
  return points.map(point => ({
    name: point.line.label,
    points: Array.from({ length: SAMPLES + 1 }, (_, i) => (i * endMs) / SAMPLES).flatMap(atMs => {
      const values = recordedOf(point).flatMap(recorded => valueAt(recorded, atMs, point) ?? [])
      const found = estimate(values)
      if (found === null) return []
      const { mean, ci95 } = found
      return [{ sec: atMs / 1000, y: mean, low: mean - (ci95 ?? 0), high: mean + (ci95 ?? 0) }]
    }),
  }))
}

const heldShare: ValueAt = ({ heldMs }, atMs, { runs, scenario }) => {
  const held = heldMs.filter(ms => ms <= atMs).length
  return (100 * held) / ((runs[0]?.peers.length ?? 1) * pieceCountOf(scenario))
}

const recordedOf = ({ runs }: PointRuns): Recorded[] =>
  runs.flatMap(({ recorded }) => recorded ?? [])

/** The median of the runs' last times: one slow run must not set the scale. */
function typicalEndMs(point: PointRuns): number {
  const ends = recordedOf(point).map(({ heldMs }) => heldMs.at(-1) ?? 0)
  return ends.sort((a, b) => a - b)[Math.floor(ends.length / 2)] ?? 0
}

/** The empirical distribution: up to which time what percentage of the gaps is. Means over the runs. */
function gapCurves(points: readonly PointRuns[], kind: 'pieceGaps' | 'blockGaps'): Curves {
  return points.flatMap(point =>
    (['all', 'first', 'last'] as const).map(which => ({
      name: `${point.line.label}: ${which}`,
      points: PERCENTILES.filter(percent => percent <= MOST_GAPS_PERCENT).flatMap(percent => {
        const gaps = recordedOf(point).flatMap(recorded => recorded[kind][which][percent] ?? [])
        const found = estimate(gaps)
        return found === null ? [] : [{ sec: found.mean / 1000, y: percent }]
      }),
    })),
  )
}
