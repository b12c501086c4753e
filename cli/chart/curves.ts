/** Curves over time as an SVG, each named at its end. */
import * as Plot from '@observablehq/plot'
import { colourOf, dashOf, drawn, gridY, NAME_INDENT, pixelsOf, SOFT } from './frame.ts'
import { apart, nameMark } from './names.ts'

export interface Curve {
  readonly name: string
  readonly points: readonly Point[]
}

export interface Point {
  readonly sec: number
  readonly y: number
  /** Its 95 % interval, if there is one. */
  readonly low?: number
  readonly high?: number
}

export interface CurveChart {
  readonly title: string
  readonly xName: string
  readonly yName: string
  /** A dashed line marks it: nothing is above. */
  readonly all: number
  /** A value holds until the next point. */
  readonly isStepped?: boolean
  readonly curves: readonly Curve[]
}

const HEADROOM = 1.06
const TICKS = 5
/** Stepped curves lie side by side where they would lie on each other. Pixels. */
const ASIDE = { most: 2, inAll: 12 }

export function curveChart({ title, xName, yName, all, isStepped, curves }: CurveChart): string {
  const top = HEADROOM * all
  const aside = isStepped ? Math.min(ASIDE.most, ASIDE.inAll / curves.length) : 0
  const names = apart(
    curves.flatMap(({ name, points }, index) => {
      const end = points.at(-1)
      if (!end) return []
      return [{ words: name, colour: colourOf(index), x: end.sec, top: pixelsOf(end.y, top) }]
    }),
  )
  return drawn(title, {
    x: { label: xName, labelAnchor: 'center', labelArrow: 'none' },
    y: { domain: [0, top], label: yName, labelArrow: 'none', ticks: TICKS },
    marks: [
      gridY(TICKS),
      Plot.ruleY([all], { stroke: SOFT, strokeDasharray: '5 4' }),
      ...curves.flatMap(({ points }, index) => [
        Plot.areaY(
          points.filter(({ low }) => low !== undefined),
          { x: 'sec', y1: 'low', y2: 'high', fill: colourOf(index), fillOpacity: 0.16 },
        ),
        Plot.lineY(points, {
          x: 'sec',
          y: 'y',
          stroke: colourOf(index),
          ...dashOf(index),
          strokeWidth: 2,
          curve: isStepped ? 'step-after' : 'linear',
          dy: (index - (curves.length - 1) / 2) * aside,
        }),
      ]),
      ...names.map(name => nameMark(name, top, NAME_INDENT)),
    ],
  })
}
