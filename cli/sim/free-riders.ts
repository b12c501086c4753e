/** Honest peers beside free riders: how long each waited, over all runs, in words and as a figure. */
import type { SimResult } from './result.ts'

interface Times {
  /** Ms from joining to having everything, shortest first; who never had it is left out. */
  readonly honest: readonly number[]
  readonly riders: readonly number[]
}

function timesOf({ runs }: SimResult): Times {
  const of = (isFreeRider: boolean): number[] =>
    runs
      .flatMap(({ peers }) => peers)
      .filter(peer => peer.isFreeRider === isFreeRider)
      .flatMap(({ joinedMs, finishedMs }) => (finishedMs === null ? [] : [finishedMs - joinedMs]))
      .sort((a, b) => a - b)
  return { honest: of(false), riders: of(true) }
}

/** Nothing where nobody rides free. */
export function freeRiderLines(result: SimResult): string[] {
  const { honest, riders } = timesOf(result)
  if (honest.length === 0 || riders.length === 0) return []
  const ratio = (mean(riders) / mean(honest)).toFixed(2)
  return [
    `Honest peers had everything after ${spread(honest)}.`,
    `Free riders after ${spread(riders)}: ${ratio} times as long on average.`,
  ]
}

const spread = (sorted: readonly number[]): string =>
  `${seconds(at(sorted, 0.1))} (a tenth of them), ${seconds(at(sorted, 0.5))} (half), ${seconds(at(sorted, 0.9))} (nine tenths)`

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.floor(share * (sorted.length - 1))] as number

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

const seconds = (ms: number): string => `${(ms / 1000).toFixed(0)} s`

const WIDTH = 640
const HEIGHT = 320
const MARGIN = 44
const TICKS = 6

/** The share of each that has everything, over time. SVG. */
export function freeRiderFigure(result: SimResult): string {
  const { honest, riders } = timesOf(result)
  const endMs = Math.max(...honest, ...riders)
  const x = (ms: number): number => MARGIN + (ms / endMs) * (WIDTH - 2 * MARGIN)
  const y = (share: number): number => HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN)
  const steps = (times: readonly number[]): string =>
    times.map((ms, i) => `H${x(ms).toFixed(1)}V${y((i + 1) / times.length).toFixed(1)}`).join('')
  const curve = (times: readonly number[], colour: string): string =>
    `<path d="M${MARGIN} ${y(0)}${steps(times)}" fill="none" stroke="${colour}" stroke-width="2"/>`
  const text = (at: readonly [number, number], words: string, colour = '#333', anchor = 'middle') =>
    `<text x="${at[0].toFixed(1)}" y="${at[1].toFixed(1)}" fill="${colour}" text-anchor="${anchor}">${words}</text>`
  const ticks = Array.from({ length: TICKS }, (_, i) => (i * endMs) / (TICKS - 1))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    '<title>How long free riders wait beside honest peers</title>',
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    text([WIDTH / 2, 24], `Share that has everything, ${result.runs.length} runs`),
    `<path d="M${MARGIN} ${y(1)}V${y(0)}H${WIDTH - MARGIN}" fill="none" stroke="#999"/>`,
    ...ticks.map(ms => text([x(ms), HEIGHT - MARGIN + 18], seconds(ms))),
    ...[0, 0.5, 1].map(share =>
      text([MARGIN - 6, y(share) + 4], `${share * 100} %`, '#333', 'end'),
    ),
    curve(honest, '#1b6ca8'),
    curve(riders, '#c2571a'),
    text([x(at(honest, 0.5)) - 10, y(0.55)], 'honest', '#1b6ca8', 'end'),
    text([x(at(riders, 0.5)) - 14, y(0.55)], 'free riders', '#c2571a', 'end'),
    '</svg>',
    '',
  ].join('\n')
}
