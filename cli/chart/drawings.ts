/** All drawings of an experiment: the course of its runs, if it looks at that, and a chart a measure. */
import type { CurveSet } from '../../shared/experiments/curves.ts'
import type { CurveKind } from '../../shared/experiments/experiment.ts'
import type { Summary } from '../../shared/experiments/summary.ts'
import { curveChart } from './curves.ts'
import { measureChart } from './measure.ts'

export interface Drawing {
  readonly file: string
  readonly svg: string
  readonly caption: string
}

export function drawingsOf(summary: Summary): Drawing[] {
  const { name, seeds, rows, measures, curves } = summary
  const means = `means of ${seeds.length} ${seeds.length === 1 ? 'run' : 'runs'}`
  const withIntervals = `${means} with their 95 % intervals.`
  return [
    ...curves.map(set => {
      const { file, caption, isWithIntervals } = KINDS[set.kind]
      return {
        file: `${name}-${file}${fileWord(set.x)}.svg`,
        svg: courseChart(summary, set),
        caption: `${caption}, ${placeOf(summary, set)}: ${isWithIntervals ? withIntervals : `${means}.`}`,
      }
    }),
    ...measures.flatMap((measure, index) => {
      if (measure.isPlain) return []
      const hasBound = rows.some(({ cells }) => cells[index]?.bound !== null)
      return [
        {
          // The first is what the experiment is about.
          file: index === 0 ? `${name}.svg` : `${name}-${index + 1}.svg`,
          svg: measureChart(summary, index),
          caption: `${measure.name}: ${withIntervals}${gapsIn(summary, index)}${hasBound ? ' Dashed: what no swarm can beat.' : ''}`,
        },
      ]
    }),
  ]
}

/** Where fewer runs have a value than there are. */
function gapsIn({ rows, seeds }: Summary, index: number): string {
  const short = rows.flatMap(({ line, x, cells }) => {
    const n = cells[index]?.estimate?.n ?? 0
    return n < seeds.length ? [`${[line, x].filter(Boolean).join(', ')}: ${n}`] : []
  })
  return short.length > 0 ? ` Runs that have a value, where not all have: ${short.join('; ')}.` : ''
}

interface KindOfCurves {
  readonly file: string
  readonly caption: string
  readonly xName: string
  readonly yName: string
  readonly all: (set: CurveSet) => number
  readonly isWithIntervals: boolean
}

const percent = (): number => 100

const KINDS: { readonly [Kind in CurveKind]: KindOfCurves } = {
  filling: {
    file: '',
    caption: 'Pieces held over time',
    xName: 'Time, s',
    yName: 'Pieces held, %',
    all: percent,
    isWithIntervals: true,
  },
  copies: {
    file: 'copies-',
    caption: 'Copies of a piece over time, of the most frequent, on average and of the rarest',
    xName: 'Time, s',
    yName: 'Copies of a piece',
    all: ({ curves }) => Math.max(...curves.flatMap(({ points }) => points.map(({ y }) => y))),
    isWithIntervals: true,
  },
  pieceGaps: {
    file: 'piece-gaps-',
    caption: 'Times between two pieces of a leecher, of all, of the first tenth and of the last',
    xName: 'Time between two pieces, s',
    yName: 'At most as long, %',
    all: percent,
    isWithIntervals: false,
  },
  blockGaps: {
    file: 'block-gaps-',
    caption: 'Times between two blocks of a leecher, of all, of the first tenth and of the last',
    xName: 'Time between two blocks, s',
    yName: 'At most as long, %',
    all: percent,
    isWithIntervals: false,
  },
}

/** A number says of what it is. */
const placeOf = ({ xName }: Summary, { x }: CurveSet): string =>
  /^\d/.test(x) ? `${x} ${xName.toLowerCase()}` : x

const fileWord = (label: string): string => label.toLowerCase().replace(/[^a-z0-9]+/g, '-')

function courseChart(summary: Summary, set: CurveSet): string {
  const { caption, xName, yName, all } = KINDS[set.kind]
  const most = all(set)
  return curveChart({
    title: `${summary.title}, ${placeOf(summary, set)}: ${caption.toLowerCase()}`,
    xName,
    yName: `${yName} (${placeOf(summary, set)})`,
    all: most,
    curves: set.curves.map(({ name, points }) => ({
      name,
      points: points.map(({ sec, y, low, high }) => ({
        sec,
        y,
        ...(low !== undefined && { low: Math.max(low, 0) }),
        ...(high !== undefined && { high: Math.min(high, most) }),
      })),
    })),
  })
}
