import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { countOf } from '../../format.ts'
import { type Curve, type LaidCurve, layOut } from '../../held/curves.ts'
import { onRestyle } from '../canvas.ts'

const HEIGHT_PX = 280
/** Before the page has said how wide it is. */
const FIRST_WIDTH_PX = 640
const MARGIN = { left: 34, right: 112, y: 28 }
/** Where a name stands, behind the end of the axis. */
const NAME_GAP_PX = 16
const LINE_HEIGHT_PX = 17
/** A shorter time axis would show nothing but noise. */
const MIN_AXIS_MS = 1_000
/** More names do not fit beside the lines; the table has them all. */
const MAX_NAMES = 14
/** Looks that differ in colour; beyond, also in their dashes. */
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
  const isNamed = curves.length <= MAX_NAMES
  const margin = { ...MARGIN, right: isNamed ? MARGIN.right : 8 }
  const sheet = { width: width.value, height: HEIGHT_PX, margin, lineHeight: LINE_HEIGHT_PX }
  const plan = layOut(curves, { pieces, endMs: Math.max(MIN_AXIS_MS, endMs) }, sheet)
  const axisEnd = sheet.width - margin.right
  const bottom = HEIGHT_PX - margin.y
  return (
    <figure ref={figure} class="held-chart">
      <figcaption>
        Pieces held by each since others came; of the others, as they last told
      </figcaption>
      <svg
        width={sheet.width}
        height={HEIGHT_PX}
        role="img"
        aria-label={`Chart: how many of ${countOf(pieces, 'piece')} each of ${countOf(curves.length, 'peer')} held over time. The table says the same in figures.`}
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
        {/* This tab's own, the first, lies on top. */}
        {plan.curves
          .map((curve, i) => (
            <g key={i}>
              <path class={curveClass(i)} d={curve.path} />
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

/** The line of a peer, as it looks in the chart. */
export const LineSample = ({ index }: { index: number }) => (
  <svg class="line-sample" width="22" height="8" aria-hidden="true">
    <path class={curveClass(index)} d="M0 4H22" />
  </svg>
)

const curveClass = (index: number): string =>
  `curve hue-${index % HUES}${index < HUES ? '' : ' dashed'}`
