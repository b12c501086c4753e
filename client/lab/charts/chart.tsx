import { effect, useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { formatTime, formatValue } from '../format.ts'
import type { Palette } from '../palette.ts'
import type { Player } from '../player.ts'
import { type ChartData, valueAt } from './chart-data.ts'
import { Plot } from './plot.ts'

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
  readonly isTold?: boolean
  readonly children?: ComponentChildren
}

/** A chart, its title, and its value at the playhead or the pointer. */
export function Chart({
  data,
  title,
  endSec,
  palette,
  selected,
  player,
  isTold,
  children,
}: ChartProps) {
  const root = useRef<HTMLDivElement>(null)
  const plot = useRef<Plot | undefined>(undefined)
  const pointed = useSignal<number | undefined>(undefined)
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
    const stop = player && effect(() => drawn.playTo(player.atMs.value / 1000))
    return () => {
      stop?.()
      sized.disconnect()
      drawn.destroy()
    }
  }, [])
  useEffect(() => plot.current?.show(state), [data, endSec, selected, palette])
  const sec = pointed.value ?? (player ? player.shownMs.value / 1000 : endSec)
  const told = toldAt(data, selected, sec)
  return (
    <figure class={isTold ? 'chart is-told' : 'chart'} data-chart={data.key}>
      <figcaption>
        <h3>{title ?? data.title}</h3>
        <p class="chart-told">
          {told}
          {pointed.value !== undefined && <span> at {formatTime(1000 * sec)}</span>}
        </p>
      </figcaption>
      <div ref={root} class="plot" role="img" aria-label={`${data.title}: ${data.about} ${told}`} />
      {children}
    </figure>
  )
}

/** The value of the chosen peer's line, or of the chart's main line. */
function toldAt(data: ChartData, selected: number | undefined, sec: number): string {
  const line =
    data.lines.find(({ node }) => node !== undefined && node === selected) ??
    data.lines.find(({ label }) => label === data.told)
  const value = line && valueAt(data, line, sec)
  if (!line || value === null || value === undefined) return ''
  const name = line.node === undefined ? '' : `${line.label}: `
  return name + formatValue(value, data.unit)
}
