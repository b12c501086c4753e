import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { technical } from '../../../language/technical.ts'
import { type Curve, type LaidCurve, layOut } from '../../held/curves.ts'
import { onRestyle } from '../canvas.ts'

const HEIGHT_PX = 280
/** Until the page's own width is known. */
const FIRST_WIDTH_PX = 640
const MARGIN = { left: 34, right: 112, y: 28 }
/** From the end of the axis to the names. */
const NAME_GAP_PX = 16
const LINE_HEIGHT_PX = 17
/** A shorter time axis would show nothing but noise. */
const MIN_AXIS_MS = 1_000
/** More names do not fit beside the lines; the table has all. */
const MAX_NAMES = 14
/** Colours; further lines use them again, dashed. */
const HUES = 6

interface HeldChartProps {
  readonly curves: readonly Curve[]
  readonly pieces: number
  readonly endMs: number
}

/** Pieces held by each peer over time: the gossip report's figure. */
export function HeldChart({ curves, pieces, endMs }: HeldChartProps) {
  const figure = useRef<HTMLElement>(null)
  const width = useSignal(FIRST_WIDTH_PX)
  useEffect(() => {
    const element = figure.current
    if (!element) return
    return onRestyle(element, () => {
      width.value = Math.max(1, element.clientWidth)
    })
  }, [width])
  const texts = technical.texts.gossip
  const isNamed = curves.length <= MAX_NAMES
  const margin = { ...MARGIN, right: isNamed ? MARGIN.right : 8 }
  const sheet = { width: width.value, height: HEIGHT_PX, margin, lineHeight: LINE_HEIGHT_PX }
  const plan = layOut(curves, { pieces, endMs: Math.max(MIN_AXIS_MS, endMs) }, sheet)
  const axisEnd = sheet.width - margin.right
  const bottom = HEIGHT_PX - margin.y
  return (
    <figure ref={figure} class="held-chart">
      <figcaption>{texts.chart}</figcaption>
      <svg
        width={sheet.width}
        height={HEIGHT_PX}
        role="img"
        aria-label={texts.chartInWords({
          pieces: texts.pieceCount(pieces),
          peers: texts.peerCount(curves.length),
        })}
      >
        {plan.counts.map(({ y, label }) => (
          <g key={label}>
            <path class="grid" d={`M${margin.left} ${y}H${axisEnd}`} />
            <text class="count" x={margin.left - 8} y={y}>
              {label}
            </text>
          </g>
        ))}
        {plan.times.map(({ x, label }) => (
          <text key={label} class="time" x={x} y={bottom + 20}>
            {label}
          </text>
        ))}
        {/* In reverse: this tab's own line, the first, is drawn on top. */}
        {plan.curves
          .map((curve, i) => (
            <g key={i}>
              <path {...looks(i)} d={curve.path} />
              {isNamed && <Name curve={curve} x={axisEnd + NAME_GAP_PX} />}
            </g>
          ))
          .reverse()}
      </svg>
    </figure>
  )
}

const Name = ({ curve: { name, end, nameY }, x }: { curve: LaidCurve; x: number }) => (
  <>
    <path class="leader" d={`M${end.x + 2} ${end.y}L${x - 4} ${nameY}`} />
    <text class="curve-name" x={x} y={nameY}>
      {name}
    </text>
  </>
)

export const LineSample = ({ index }: { index: number }) => (
  <svg class="line-sample" width="22" height="8" aria-hidden="true">
    <path {...looks(index)} d="M0 4H22" />
  </svg>
)

/** Lines differ in hue and dashes; this tab's own is wider. */
const looks = (index: number) => ({
  class: index === 0 ? 'curve mine' : index < HUES ? 'curve' : 'curve dashed',
  stroke: `var(--hue-${index % HUES})`,
})
