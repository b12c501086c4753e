import { effect, useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import uPlot from 'uplot'
import { number } from '../../language/format.ts'
import { labCharts } from '../../language/lab-charts.ts'
import { language } from '../../language/language.ts'
import type { Palette } from '../../share/view/canvas.ts'
import { formatTime, formatValue } from '../format.ts'
import type { Player } from '../player.ts'
import { useSeen } from '../seen.ts'
import { type ChartData, type Line, type Look, valueAt } from './chart-data.ts'
import { aboutOf, boundLabelOf, labelOf, outcomeInWords, titleOf, unitOf } from './chart-words.ts'

interface ChartProps {
  readonly data: ChartData
  readonly title?: ComponentChildren
  readonly endSec: number
  readonly palette: Palette
  /** A node of the plan; its line stands out. */
  readonly selected?: number | undefined
  /** Without a player the whole run is shown. */
  readonly player?: Player
  /** The tour's caption is about this chart. */
  readonly isHighlighted?: boolean
  /** Which run it shows. */
  readonly source?: string
  /** The set-up has changed since. */
  readonly isStale?: boolean
  /** The run is recorded to its end. */
  readonly isWhole?: boolean
  readonly children?: ComponentChildren
}

export function Chart({
  data,
  title,
  endSec,
  palette,
  selected,
  player,
  isHighlighted = false,
  source,
  isStale = false,
  isWhole = true,
  children,
}: ChartProps) {
  const root = useRef<HTMLDivElement>(null)
  const plot = useRef<Plot | undefined>(undefined)
  const pointed = useSignal<number | undefined>(undefined)
  const seen = useSeen(root)
  const state = { data, endSec, selected, palette }
  useEffect(() => {
    const element = root.current
    if (!element) return
    const drawn = new Plot(element, state, {
      onSeek: sec => player?.seek(sec * 1000),
      onPoint: sec => {
        pointed.value = sec
      },
    })
    plot.current = drawn
    const sized = new ResizeObserver(() => drawn.resize())
    sized.observe(element)
    const stop =
      player &&
      effect(() => {
        if (seen.value) drawn.playTo(player.atMs.value / 1000)
      })
    return () => {
      stop?.()
      sized.disconnect()
      drawn.destroy()
    }
  }, [])
  useEffect(() => plot.current?.show(state), [data, endSec, selected, palette, language.value])
  const sec = pointed.value ?? (player ? player.shownMs.value / 1000 : endSec)
  const isAtEnd = isWhole && pointed.value === undefined && (!player || player.isAtEnd.value)
  const headline = isAtEnd ? overRun(data, selected) : headlineAt(data, selected, sec)
  const texts = labCharts.texts.charts
  return (
    <figure
      class={`chart panel ${isHighlighted ? 'is-highlighted' : ''} ${isStale ? 'is-stale' : ''}`}
      data-chart={data.key}
    >
      <figcaption>
        <h3>{title ?? titleOf(data.key)}</h3>
        <p class="chart-headline">
          {headline}
          {pointed.value !== undefined && <span> {texts.at(formatTime(1000 * sec))}</span>}
        </p>
        {source !== undefined && (
          <p class="chart-source">
            {source}
            {isStale && <strong>: {texts.before}</strong>}
          </p>
        )}
      </figcaption>
      <p class="chart-unit" aria-hidden="true">
        {unitOf(data.unit)}
      </p>
      <div
        ref={root}
        class="plot"
        role="img"
        aria-label={`${titleOf(data.key)}: ${aboutOf(data.key)} ${headline}`}
      />
      <Key data={data} />
      {children}
    </figure>
  )
}

/** What each line is, where there are several that have names of their own. */
function Key({ data: { lines, band } }: { data: ChartData }) {
  const named = lines.filter(({ look }) => look !== 'peer')
  if (named.length < 2 && !band) return null
  return (
    <ul class="chart-key">
      {named.map(line => (
        <li key={line.of} data-look={line.look}>
          {labelOf(line)}
        </li>
      ))}
      {band && <li data-look="band">{labCharts.texts.bands[band.is]}</li>}
    </ul>
  )
}

/** At the end of a run: what was so over all of it, or what came of it. */
function overRun(data: ChartData, selected: number | undefined): string {
  const line = spokenOf(data, selected)
  const texts = labCharts.texts.charts
  if (line?.mean !== undefined) {
    return line.mean === null ? '' : ofPeer(line, texts.overRun(formatValue(line.mean, data.unit)))
  }
  const outcome = outcomeInWords(data)
  if (outcome !== undefined) return outcome
  const value = line?.ys.findLast(y => y !== null)
  return line && typeof value === 'number'
    ? ofPeer(line, texts.atEnd(formatValue(value, data.unit)))
    : ''
}

const ofPeer = (line: Line, value: string): string =>
  line.node === undefined ? value : labCharts.texts.charts.ofPeer({ name: labelOf(line), value })

const spokenOf = ({ lines, headline }: ChartData, selected: number | undefined): Line | undefined =>
  lines.find(({ node }) => node !== undefined && node === selected) ?? lines[headline ?? -1]

/** The value of the chosen peer's line, or of the chart's main line. */
function headlineAt(data: ChartData, selected: number | undefined, sec: number): string {
  const line = spokenOf(data, selected)
  const value = line && valueAt(data, line, sec)
  if (!line || value === null || value === undefined) return ''
  return ofPeer(line, formatValue(value, data.unit))
}

type PlotState = Pick<ChartProps, 'data' | 'endSec' | 'selected' | 'palette'>

interface Handlers {
  readonly onSeek: (sec: number) => void
  /** Undefined: the pointer left the chart. */
  readonly onPoint: (sec: number | undefined) => void
}

/** The cursor is the same in all charts. */
const SYNC_KEY = 'lab'
const HEIGHT_PX = 168
const FONT_PX = 11
/** The width of the bound's label; with less room on the right it stands on the left, if there is more. */
const BOUND_LABEL_PX = 170

class Plot {
  readonly #root: HTMLElement
  readonly #handlers: Handlers
  readonly #veil = document.createElement('div')
  /** Drawn above the veil. */
  readonly #bound = document.createElement('div')
  #state: PlotState
  #plot: uPlot | undefined
  #headSec = Number.POSITIVE_INFINITY

  constructor(root: HTMLElement, state: PlotState, handlers: Handlers) {
    this.#root = root
    this.#state = state
    this.#handlers = handlers
    this.#veil.className = 'veil'
    this.#bound.className = 'bound'
    this.#build()
  }

  show(state: PlotState): void {
    const before = this.#state
    this.#state = state
    const isSameKind =
      before.data.lines.length === state.data.lines.length &&
      before.palette === state.palette &&
      before.selected === state.selected
    if (isSameKind && this.#plot) this.#plot.setData(alignedData(state.data))
    else this.#build()
  }

  playTo(sec: number): void {
    this.#headSec = sec
    const plot = this.#plot
    if (!plot) return
    moveTo(this.#veil, plot, sec)
  }

  resize(): void {
    const width = this.#root.clientWidth
    if (width > 0) this.#plot?.setSize({ width, height: HEIGHT_PX })
  }

  destroy(): void {
    this.#plot?.destroy()
  }

  #build(): void {
    this.#plot?.destroy()
    this.#plot = new uPlot(this.#options(), alignedData(this.#state.data), this.#root)
    const { over } = this.#plot
    over.append(this.#veil, this.#bound)
    over.addEventListener('click', event => {
      const sec = this.#plot?.posToVal(event.offsetX, 'x')
      if (sec !== undefined) this.#handlers.onSeek(sec)
    })
  }

  #placeBound(): void {
    const { boundSec } = this.#state.data
    this.#bound.hidden = boundSec === undefined
    if (boundSec === undefined || !this.#plot) return
    this.#bound.textContent = boundLabelOf(boundSec)
    const share = boundSec / this.#state.endSec
    const roomPx = (1 - share) * this.#root.clientWidth
    this.#bound.classList.toggle('leftwards', roomPx < BOUND_LABEL_PX && share > 0.5)
    moveTo(this.#bound, this.#plot, boundSec)
  }

  #options(): uPlot.Options {
    const { data, palette } = this.#state
    const axis = {
      stroke: palette.inkSoft,
      font: `${FONT_PX}px ${palette.font}`,
      grid: { stroke: palette.line, width: 1 },
      ticks: { show: false },
    }
    return {
      width: Math.max(1, this.#root.clientWidth),
      height: HEIGHT_PX,
      padding: [8, 8, 0, 0],
      legend: { show: false },
      cursor: {
        sync: { key: SYNC_KEY },
        drag: { x: false, y: false, setScale: false },
        points: { show: false },
        y: false,
      },
      scales: {
        x: { time: false, range: () => [0, Math.max(this.#state.endSec, 1e-3)] },
        y: {
          range: (_plot, _min, max) => [0, 1.04 * Math.max(max || 0, this.#state.data.top, 1e-3)],
        },
      },
      axes: [
        {
          ...axis,
          size: 26,
          space: 60,
          values: (_plot, splits) => splits.map(sec => `${number(sec)} s`),
        },
        { ...axis, size: 40, space: 32, values: (_plot, splits) => splits.map(number) },
      ],
      series: [{}, ...data.lines.map(line => this.#series(line)), ...bandSeries(data)],
      bands: bandsOf(data, palette),
      hooks: {
        // Scales are final only when the chart is drawn.
        draw: [
          () => {
            this.playTo(this.#headSec)
            this.#placeBound()
          },
        ],
        setCursor: [plot => this.#onCursor(plot)],
      },
    }
  }

  #series({ look, node }: Line): uPlot.Series {
    const { selected, palette, data } = this.#state
    const isChosen = selected !== undefined && node === selected
    const isOther = look === 'peer' && !isChosen && data.lines.some(line => line.node === selected)
    return {
      stroke: isChosen ? palette.ink : colourOf(look, palette),
      width: isChosen || look === 'main' || look === 'moving' ? 2 : 1,
      alpha: look === 'peer' && !isChosen ? (isOther ? 0.25 : 0.6) : 1,
      points: { show: false },
    }
  }

  #onCursor(plot: uPlot): void {
    const { left = -1 } = plot.cursor
    this.#handlers.onPoint(left < 0 ? undefined : plot.posToVal(left, 'x'))
  }
}

function moveTo(element: HTMLElement, plot: uPlot, sec: number): void {
  // Measuring the page instead would cause a layout at every frame.
  const widthPx = plot.bbox.width / uPlot.pxRatio
  const leftPx = Math.min(widthPx, Math.max(0, plot.valToPos(sec, 'x')))
  element.style.transform = `translateX(${Number.isFinite(leftPx) ? leftPx : widthPx}px)`
}

const colourOf = (look: Look, palette: Palette): string =>
  look === 'moving' ? palette.move : look === 'aside' ? palette.edge : palette.have

function alignedData({ xs, lines, band }: ChartData): uPlot.AlignedData {
  const ys = lines.map(line => [...line.ys])
  return [[...xs], ...ys, ...(band ? [[...band.high], [...band.low]] : [])]
}

/** Invisible: they are the edges of the band. */
const bandSeries = ({ band }: ChartData): uPlot.Series[] =>
  band
    ? [
        { show: true, width: 0 },
        { show: true, width: 0 },
      ]
    : []

function bandsOf({ band, lines }: ChartData, { have }: Palette): uPlot.Band[] {
  const first = lines.length + 1
  return band
    ? [{ series: [first, first + 1], fill: `color-mix(in srgb, ${have} 22%, transparent)` }]
    : []
}
