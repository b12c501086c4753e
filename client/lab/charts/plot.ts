/** A chart's lines, drawn by uPlot, and what stands over them: the veil after the playhead, and the bound. */
import uPlot from 'uplot'
import { number } from '../../language/format.ts'
import type { Palette } from '../../share/view/canvas.ts'
import type { ChartData, Line, Look } from './chart-data.ts'
import { boundLabelOf } from './chart-words.ts'

export interface PlotState {
  readonly data: ChartData
  readonly endSec: number
  /** A node of the plan; its line stands out. */
  readonly selected: number | undefined
  readonly palette: Palette
}

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

export class Plot {
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
