import 'uplot/dist/uPlot.min.css'
import '../style/charts.css'
import { effect, useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { paced } from '../../share/paced.ts'
import { onRestyle } from '../../share/view/canvas.ts'
import { type ChartData, valueAt } from '../charts/chart-data.ts'
import { Plot } from '../charts/plot.ts'
import { runCharts } from '../charts/run-charts.ts'
import type { Lab } from '../lab.ts'
import { type Palette, paletteOf } from '../palette.ts'
import type { Run } from '../run.ts'
import { formatTime, formatValue } from '../words.ts'
import { Log } from './log.tsx'
import { PieceMatrix } from './piece-matrix.tsx'

/** While a run goes on the charts follow so often: working them out takes longer than drawing a frame. */
const FOLLOW_MS = 500

/** What happened over time; all that lies behind the playhead. */
export function Charts({ lab }: { lab: Lab }) {
  const charts = useSignal<readonly ChartData[]>([])
  const palette = useSignal<Palette | undefined>(undefined)
  const root = useRef<HTMLElement>(null)
  const run = lab.run.value
  useEffect(() => {
    if (!root.current) return
    const element = root.current
    return onRestyle(element, () => {
      palette.value = paletteOf(element)
    })
  }, [palette])
  useEffect(() => (run ? follow(run, found => (charts.value = found)) : undefined), [run, charts])
  return (
    <section class="charts" ref={root} aria-labelledby="charts-title">
      <h2 id="charts-title">What happened</h2>
      {run && palette.value ? (
        <>
          <div class="chart-grid">
            {charts.value.map(data => (
              <Chart key={data.key} lab={lab} data={data} palette={palette.value as Palette} />
            ))}
          </div>
          <div class="details-grid">
            <PieceMatrix lab={lab} run={run} />
            <Log lab={lab} run={run} />
          </div>
        </>
      ) : (
        <p class="hint-line">Run the scenario, and its charts are drawn here as it goes.</p>
      )}
    </section>
  )
}

function follow(run: Run, show: (charts: ChartData[]) => void): () => void {
  const refresh = paced(
    () => show(runCharts(run.plan, run.recording)),
    () => FOLLOW_MS,
  )
  return run.grown.subscribe(refresh)
}

function Chart({ lab, data, palette }: { lab: Lab; data: ChartData; palette: Palette }) {
  const root = useRef<HTMLDivElement>(null)
  const plot = useRef<Plot | undefined>(undefined)
  const pointed = useSignal<number | undefined>(undefined)
  const { player } = lab
  const endSec = Math.max(player.endMs.value / 1000, (data.bound?.sec ?? 0) * 1.02)
  const state = { data, endSec, selected: lab.selected.value, palette }
  useEffect(() => {
    const element = root.current
    if (!element) return
    const drawn = new Plot(element, state, {
      onSeek: sec => player.seek(sec * 1000),
      onPoint: sec => {
        pointed.value = sec
      },
    })
    plot.current = drawn
    const sized = new ResizeObserver(() => drawn.resize())
    sized.observe(element)
    const stop = effect(() => drawn.playTo(player.atMs.value / 1000))
    return () => {
      stop()
      sized.disconnect()
      drawn.destroy()
    }
  }, [])
  useEffect(() => plot.current?.show(state), [data, endSec, state.selected, palette])
  const sec = pointed.value ?? player.shownMs.value / 1000
  const told = toldAt(lab, data, sec)
  return (
    <figure class="chart">
      <figcaption>
        <h3>{data.title}</h3>
        <p class="chart-told">
          {told}
          {pointed.value !== undefined && <span> at {formatTime(1000 * sec)}</span>}
        </p>
      </figcaption>
      <div ref={root} class="plot" role="img" aria-label={`${data.title}: ${data.about} ${told}`} />
    </figure>
  )
}

/** The chosen peer's value, or the chart's own. */
function toldAt(lab: Lab, data: ChartData, sec: number): string {
  const line =
    data.lines.find(({ node }) => node !== undefined && node === lab.selected.value) ??
    data.lines.find(({ label }) => label === data.told)
  const value = line && valueAt(data, line, sec)
  if (!line || value === null || value === undefined) return ''
  const name = line.node === undefined ? '' : `${line.label}: `
  return name + formatValue(value, data.unit)
}
