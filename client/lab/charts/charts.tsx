import 'uplot/dist/uPlot.min.css'
import './charts.css'
import { effect, signal, useSignal } from '@preact/signals'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { significant } from '../../language/format.ts'
import { labCharts } from '../../language/lab-charts.ts'
import { giveFile } from '../../share/give-file.ts'
import { paced } from '../../share/paced.ts'
import type { Palette } from '../../share/view/canvas.ts'
import { Button, Head } from '../../share/view/parts.tsx'
import type { Lab } from '../lab.ts'
import { kindOf, type LabRun } from '../lab-run.ts'
import { Log } from '../log/log.tsx'
import { useLook } from '../palette.ts'
import { PieceMatrix } from '../peers/piece-matrix.tsx'
import { useSeen } from '../seen.ts'
import { Sequence } from '../sequence/sequence.tsx'
import { loaded } from '../trouble.ts'
import { Study } from '../vary/study.tsx'
import { Chart } from './chart.tsx'
import { CHART_KEYS, type ChartData, type ChartKey } from './chart-data.ts'
import { tableAsCsv, tableOf } from './chart-table.ts'
import { aboutOf, titleOf } from './chart-words.ts'
import { Compare } from './compare.tsx'
import { Result } from './result.tsx'
import { runChart } from './run-charts.ts'

/** How often a chart is computed anew while its run goes on, at most. */
const FOLLOW_MS = 500
/** This share of the time may go into all of them. */
const MAX_SHARE = 1 / 40

/** What happened over time; the part after the playhead is veiled. */
export function Charts({ lab }: { lab: Lab }) {
  const root = useRef<HTMLElement>(null)
  const palette = useLook(root)?.palette
  const run = lab.run.value
  const isStale = run !== undefined && lab.hasChanged.value
  const texts = labCharts.texts.charts
  return (
    <section class="charts" ref={root} aria-labelledby="charts-title">
      <Study lab={lab} />
      <h2 id="charts-title">{texts.title}</h2>
      {run && palette ? (
        <>
          <p class="hint-line" role="status">
            {sourceOf(lab, run)}. {isStale && texts.stale}
          </p>
          <RunCharts lab={lab} run={run} palette={palette} isStale={isStale} />
          <div class="details-grid">
            <PieceMatrix lab={lab} run={run} />
            <Log lab={lab} run={run} />
          </div>
          <Sequence lab={lab} run={run} />
        </>
      ) : (
        <>
          <p class="hint-line">{texts.runFirst}</p>
          {palette && <Compare lab={lab} palette={palette} />}
        </>
      )}
    </section>
  )
}

interface RunChartsProps {
  readonly lab: Lab
  readonly run: LabRun
  readonly palette: Palette
  readonly isStale: boolean
}

function RunCharts({ lab, run, palette, isStale }: RunChartsProps) {
  return (
    <div class="chart-grid">
      {CHART_KEYS.map(key => (
        <RunChart
          key={key}
          chartKey={key}
          lab={lab}
          run={run}
          palette={palette}
          isStale={isStale}
        />
      ))}
      <Result lab={lab} run={run} />
      <Compare lab={lab} palette={palette} />
    </div>
  )
}

/** While its run goes on it follows if it is seen, in turn with the others. */
function RunChart({
  lab,
  run,
  palette,
  isStale,
  chartKey,
}: RunChartsProps & { chartKey: ChartKey }) {
  const figure = useRef<HTMLElement>(null)
  const seen = useSeen(figure)
  const drawn = useMemo(() => signal(chartOf(run, chartKey)), [run, chartKey])
  useEffect(() => {
    let tookMs = 0
    const follow = (): void => {
      const beganMs = performance.now()
      drawn.value = chartOf(run, chartKey)
      tookMs = performance.now() - beganMs
    }
    const refresh = paced(
      () => lab.player.turns.take(drawn, follow),
      () => Math.max(FOLLOW_MS, (CHART_KEYS.length * tookMs) / MAX_SHARE),
    )
    const stop = effect(() => {
      run.grown.value
      if (seen.value || !run.isGrowing) refresh()
    })
    return () => {
      stop()
      lab.player.turns.leave(drawn)
    }
  }, [lab, run, chartKey, drawn, seen])
  const { data, endSec } = drawn.value
  return (
    <Chart
      figure={figure}
      data={data}
      endSec={endSec}
      palette={palette}
      selected={lab.selected.value}
      player={lab.player}
      source={briefSourceOf(lab, run)}
      isStale={isStale}
      isWhole={run.state.value.is === 'done'}
      isHighlighted={lab.guide.shown.value?.caption.chart === chartKey}
    >
      <ChartTools lab={lab} run={run} data={data} palette={palette} />
    </Chart>
  )
}

function chartOf({ plan, recording }: LabRun, key: ChartKey) {
  const data = runChart(key, plan, recording)
  return { data, endSec: Math.max(recording.untilMs / 1000, 1.02 * (data.boundSec ?? 0)) }
}

/** Rows and columns on the page, evenly picked; the CSV file has them all. */
const MAX_ROWS = 24
const MAX_COLUMNS = 8
const KINDS = ['svg', 'png', 'csv'] as const

interface ChartToolsProps {
  readonly lab: Lab
  readonly run: LabRun
  readonly data: ChartData
  readonly palette: Palette
}

function ChartTools({ lab, run, data, palette }: ChartToolsProps) {
  const open = useSignal(false)
  const name = `${run.plan.name}-${data.key}`
  const give = async (kind: (typeof KINDS)[number]) => {
    if (kind === 'csv') {
      return giveFile(new Blob([tableAsCsv(tableOf(data))], { type: 'text/csv' }), `${name}.csv`)
    }
    const { chartAsSvg, svgAsPng } = await loaded(import('./chart-pictures.ts'))
    const svg = chartAsSvg(data, palette, `tabswarm: ${sourceOf(lab, run)}`)
    const file = kind === 'png' ? await svgAsPng(svg) : new Blob([svg], { type: 'image/svg+xml' })
    giveFile(file, `${name}.${kind}`)
  }
  return (
    <details
      class="chart-tools"
      onToggle={event => {
        open.value = event.currentTarget.open
      }}
    >
      <summary>{labCharts.texts.charts.tools}</summary>
      {open.value && (
        <>
          <p class="hint-line">{aboutOf(data.key)}</p>
          <div class="row">
            {KINDS.map(kind => (
              <Button key={kind} onClick={() => lab.attempt(() => give(kind))}>
                {kind.toUpperCase()}
              </Button>
            ))}
          </div>
          <Numbers data={data} />
        </>
      )}
    </details>
  )
}

/** A built-in scenario's name is true of it until it is changed. */
function nameOf(lab: Lab, { plan: { name }, draft: { base, document } }: LabRun): string {
  const isAsBuiltIn = base === undefined || document === lab.find(base)
  return isAsBuiltIn ? name : labCharts.texts.charts.changed(name)
}

const briefSourceOf = (lab: Lab, run: LabRun): string =>
  labCharts.texts.charts.brief({ name: nameOf(lab, run), seed: run.draft.seed })

function sourceOf(lab: Lab, run: LabRun): string {
  const { draft, state } = run
  const texts = labCharts.texts.charts
  const fingerprint = state.value.is === 'done' ? state.value.result.fingerprint : undefined
  const source = { name: nameOf(lab, run), seed: draft.seed, kind: kindOf(run) }
  return fingerprint === undefined ? texts.source(source) : texts.proven({ ...source, fingerprint })
}

function Numbers({ data }: { data: ChartData }) {
  const { head, rows } = tableOf(data)
  const label = labCharts.texts.charts.numbers(titleOf(data.key))
  const every = Math.max(1, Math.ceil(rows.length / MAX_ROWS))
  const shown = rows.filter((_, i) => i % every === 0 || i === rows.length - 1)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="numbers" tabIndex={0} aria-label={label}>
      <table class="who">
        <Head titles={head.slice(0, MAX_COLUMNS)} />
        <tbody>
          {shown.map(row => (
            <tr key={row[0]}>
              {row.slice(0, MAX_COLUMNS).map((value, i) => (
                <td key={head[i]}>{value === null ? '' : significant(value, 4)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
