import 'uplot/dist/uPlot.min.css'
import './charts.css'
import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { paced } from '../../share/paced.ts'
import { onRestyle } from '../../share/view/canvas.ts'
import type { Lab } from '../lab.ts'
import type { LabRun } from '../lab-run.ts'
import { Log } from '../log/log.tsx'
import { type Palette, paletteOf } from '../palette.ts'
import { PieceMatrix } from '../peers/piece-matrix.tsx'
import { Chart } from './chart.tsx'
import type { ChartData } from './chart-data.ts'
import { ChartTools } from './chart-tools.tsx'
import { Compare } from './compare.tsx'
import { Result } from './result.tsx'
import { runCharts } from './run-charts.ts'

/** How often charts are computed anew while a run goes on: it takes longer than a frame. */
const FOLLOW_MS = 500

/** What happened over time; the part after the playhead is veiled. */
export function Charts({ lab }: { lab: Lab }) {
  const root = useRef<HTMLElement>(null)
  const palette = useSignal<Palette | undefined>(undefined)
  const run = lab.run.value
  useEffect(() => {
    const element = root.current
    if (!element) return
    return onRestyle(element, () => {
      palette.value = paletteOf(element)
    })
  }, [palette])
  return (
    <section class="charts" ref={root} aria-labelledby="charts-title">
      <h2 id="charts-title">What happened</h2>
      {run && palette.value ? (
        <>
          <RunCharts lab={lab} run={run} palette={palette.value} />
          <div class="details-grid">
            <PieceMatrix lab={lab} run={run} />
            <Log lab={lab} run={run} />
          </div>
          <Compare lab={lab} palette={palette.value} />
        </>
      ) : (
        <p class="hint-line">Run the scenario, and its charts are drawn here as it goes.</p>
      )}
    </section>
  )
}

function RunCharts({ lab, run, palette }: { lab: Lab; run: LabRun; palette: Palette }) {
  const charts = useSignal<readonly ChartData[]>([])
  useEffect(() => {
    const refresh = paced(
      () => {
        charts.value = runCharts(run.plan, run.recording)
      },
      () => FOLLOW_MS,
    )
    return run.grown.subscribe(() => refresh())
  }, [run, charts])
  const ranSec = lab.player.endMs.value / 1000
  return (
    <div class="chart-grid">
      {charts.value.map(data => (
        <Chart
          key={data.key}
          data={data}
          endSec={Math.max(ranSec, 1.02 * (data.bound?.sec ?? 0))}
          palette={palette}
          selected={lab.selected.value}
          player={lab.player}
          isTold={lab.guide.told.value?.caption.chart === data.key}
        >
          <ChartTools lab={lab} run={run} data={data} palette={palette} />
        </Chart>
      ))}
      <Result lab={lab} run={run} />
    </div>
  )
}
