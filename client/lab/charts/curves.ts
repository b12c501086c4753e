/** The course of one run, at the same number of moments whatever its length: repetitions make one mean of it. */
import type { Recording } from '../recording/recording.ts'
import type { Plan } from '../worker/protocol.ts'
import { type ChartData, type Curve, MOMENTS, valueAt } from './chart-data.ts'
import { runCharts } from './run-charts.ts'

/** Charts with a line for each peer have none: repetitions' peers are not the same. */
export const curvesOf = (plan: Plan, recording: Recording): Curve[] =>
  runCharts(plan, recording).flatMap(curveOf)

function curveOf(data: ChartData): Curve[] {
  const main = data.lines[data.headline ?? -1]
  const endSec = data.xs.at(-1)
  if (!main || data.band || endSec === undefined) return []
  const ys = Array.from({ length: MOMENTS }, (_, i) =>
    valueAt(data, main, (i * endSec) / (MOMENTS - 1)),
  )
  return [{ key: data.key, endSec, overRun: main.mean ?? null, ys }]
}
