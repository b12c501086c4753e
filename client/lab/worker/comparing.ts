/** Kept runs beside each other: means over their repetitions, their curves, and which of two is slower. */
import { holds, isAbove } from '../../../shared/experiments/comparison.ts'
import { ratio } from '../../../shared/experiments/rules.ts'
import { figuresOf } from '../../../shared/experiments/sweep.ts'
import { type Estimate, estimate } from '../../../shared/simulation/results/statistics.ts'
import { type Curve, MOMENTS, type Value } from '../charts/chart-data.ts'
import type { Beside, Compared, MeanCurve, SeedRun, SetOfRuns } from './protocol.ts'

/** In the order given; all are compared with the first. */
export function compare(sets: readonly SetOfRuns[]): Compared[] {
  return sets.map(({ boundMs, runs }, place) => ({
    ...figuresOf(boundMs / 1000, runs),
    beside: place === 0 ? undefined : beside(runs, sets[0]?.runs ?? []),
    curves: (runs[0]?.curves ?? []).map(({ key }) => meanCurve(key, runs)),
  }))
}

/** Seed by seed: the same seed has the same peers arrive at the same times. */
function beside(runs: readonly SeedRun[], first: readonly SeedRun[]): Beside {
  const firstBySeed = new Map(first.map(({ seed, makespanMs }) => [seed, makespanMs]))
  const shared = runs.filter(({ seed }) => firstBySeed.has(seed))
  const times = ratio(
    shared.map(({ makespanMs }) => makespanMs),
    shared.map(({ seed }) => firstBySeed.get(seed) ?? null),
  )
  if (times === null || times.n < shared.length) return { seeds: shared.length, times: null }
  if (times.ci95 === null) return { seeds: 1, times, isSlower: 'open' }
  return { seeds: times.n, times, isSlower: holds(isAbove(times, 1)) }
}

/** These stay as they were when the run ended; of the others there is nothing more to be said. */
const LASTING = ['completion', 'rarest', 'redundancy']

function meanCurve(key: string, runs: readonly SeedRun[]): MeanCurve {
  const curves = runs.flatMap(({ curves }) => curves.find(curve => curve.key === key) ?? [])
  const endSec = Math.max(...curves.map(curve => curve.endSec))
  const isLasting = LASTING.includes(key)
  const xs = Array.from({ length: MOMENTS }, (_, i) => (i * endSec) / (MOMENTS - 1))
  const means = xs.map(sec => ofAll(curves.map(curve => at(curve, sec, isLasting))))
  return {
    key,
    overRun: ofAll(curves.map(({ overRun }) => overRun))?.mean ?? null,
    xs,
    mean: means.map(each => each?.mean ?? null),
    low: means.map(each => each && each.mean - (each.ci95 ?? 0)),
    high: means.map(each => each && each.mean + (each.ci95 ?? 0)),
  }
}

function ofAll(values: readonly Value[]): Estimate | null {
  const known = values.filter(value => value !== null)
  return known.length === values.length ? estimate(known) : null
}

function at({ endSec, ys }: Curve, sec: number, isLasting: boolean): Value {
  if (sec > endSec && !isLasting) return null
  const place = endSec > 0 ? Math.round((sec / endSec) * (MOMENTS - 1)) : MOMENTS - 1
  return ys[Math.min(MOMENTS - 1, place)] ?? null
}
