/** How a swarm fills, as an SVG: the share of all pieces that leechers hold, over time. */
import * as Plot from '@observablehq/plot'
import type { Filling, Summary } from '../../../shared/experiments/summary.ts'
import { colourOf, FRAME, NAME_INDENT, pixelsOf } from './frame.ts'
import { apart, nameMark } from './names.ts'
import { drawn } from './svg.ts'

const ALL_PERCENT = 100
/** Room above "all". */
const TOP_PERCENT = 106

export function fillingChart(summary: Summary, { x, curves }: Filling): string {
  const names = apart(
    curves.flatMap(({ line, at }, index) => {
      const end = at.at(-1)
      if (!end) return []
      const top = pixelsOf(end.percent.mean, TOP_PERCENT)
      return [{ words: line, colour: colourOf(index), x: end.sec, top }]
    }),
  )
  return drawn(`${summary.title}, ${x}: pieces held over time`, {
    ...FRAME,
    x: { label: 'Time, s', labelAnchor: 'center', labelArrow: 'none' },
    y: { domain: [0, TOP_PERCENT], label: `Pieces held, % (${x})`, labelArrow: 'none', ticks: 5 },
    marks: [
      Plot.gridY({ stroke: 'var(--chart-grid)', strokeOpacity: 1, ticks: 5 }),
      Plot.ruleY([ALL_PERCENT], { stroke: 'var(--chart-soft)', strokeDasharray: '5 4' }),
      ...curves.flatMap(({ at }, index) => {
        const marks = at.map(({ sec, percent: { mean, ci95 } }) => ({
          x: sec,
          y: mean,
          low: Math.max(mean - (ci95 ?? 0), 0),
          high: Math.min(mean + (ci95 ?? 0), ALL_PERCENT),
        }))
        const colour = colourOf(index)
        return [
          Plot.areaY(marks, { x: 'x', y1: 'low', y2: 'high', fill: colour, fillOpacity: 0.16 }),
          Plot.lineY(marks, { x: 'x', y: 'y', stroke: colour, strokeWidth: 2 }),
        ]
      }),
      ...names.map(name => nameMark(name, TOP_PERCENT, NAME_INDENT)),
    ],
  })
}
