import { effect, useSignal } from '@preact/signals'
import type { ComponentChildren, RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { labCharts } from '../../language/lab-charts.ts'
import { language } from '../../language/language.ts'
import type { Palette } from '../../share/view/canvas.ts'
import { formatTime, formatValue } from '../format.ts'
import type { Player } from '../player.ts'
import { useSeen, useWhileSeen } from '../seen.ts'
import { type ChartData, type Line, valueAt } from './chart-data.ts'
import { aboutOf, labelOf, outcomeInWords, titleOf, unitOf } from './chart-words.ts'
import { Plot } from './plot.ts'

interface ChartProps {
  /** For whoever must know whether it is seen. */
  readonly figure?: RefObject<HTMLElement | null>
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
  figure,
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
  const shownSec = useWhileSeen(seen, !isWhole, () =>
    player ? player.shownMs.value / 1000 : endSec,
  )
  const sec = pointed.value ?? shownSec
  const isAtEnd = isWhole && pointed.value === undefined && (!player || player.isAtEnd.value)
  const headline = isAtEnd ? overRun(data, selected) : headlineAt(data, selected, sec)
  const texts = labCharts.texts.charts
  return (
    <figure
      ref={figure ?? null}
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
