/** All drawings of an experiment: how the swarm fills, if it looks at that, and a chart a measure. */
import type { Filling, Summary } from '../../shared/experiments/summary.ts'
import { curveChart } from './curves.ts'
import { measureChart } from './measure.ts'

export interface Drawing {
  readonly file: string
  readonly svg: string
  readonly caption: string
}

export function drawingsOf(summary: Summary): Drawing[] {
  const { name, seeds, rows, measures, fillings } = summary
  const means = `means of ${seeds.length} ${seeds.length === 1 ? 'run' : 'runs'} with their 95 % intervals.`
  return [
    ...fillings.map(filling => ({
      file: `${name}-${filling.x}.svg`,
      svg: fillingChart(summary, filling),
      caption: `Pieces held over time, ${filling.x}: ${means}`,
    })),
    ...measures.map((measure, index) => {
      const hasBound = rows.some(({ cells }) => cells[index]?.bound !== null)
      return {
        // The first is what the experiment is about.
        file: index === 0 ? `${name}.svg` : `${name}-${index + 1}.svg`,
        svg: measureChart(summary, index),
        caption: `${measure.name}: ${means}${hasBound ? ' Dashed: what no swarm can beat.' : ''}`,
      }
    }),
  ]
}

function fillingChart({ title }: Summary, { x, curves }: Filling): string {
  return curveChart({
    title: `${title}, ${x}: pieces held over time`,
    xName: 'Time, s',
    yName: `Pieces held, % (${x})`,
    all: 100,
    curves: curves.map(({ line, at }) => ({
      name: line,
      points: at.map(({ sec, percent: { mean, ci95 } }) => ({
        sec,
        y: mean,
        low: Math.max(mean - (ci95 ?? 0), 0),
        high: Math.min(mean + (ci95 ?? 0), 100),
      })),
    })),
  })
}
