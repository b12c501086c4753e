/** The layout of a chart of pieces held over time, for the page and for the report's pictures. */

export interface Curve {
  readonly name: string
  /** Changes of the number of pieces held, in order of time. */
  readonly steps: readonly Step[]
  /** When it left; undefined: it is still there. */
  readonly goneMs?: number | undefined
}

export type Step = readonly [fromMs: number, held: number]

export interface Sheet {
  readonly width: number
  readonly height: number
  /** For the names to the right of the lines, and for the figures of both axes. */
  readonly margin: { readonly left: number; readonly right: number; readonly y: number }
  /** The least distance from one name to the next. */
  readonly lineHeight: number
}

interface Layout {
  readonly curves: readonly LaidCurve[]
  readonly times: readonly { readonly x: number; readonly label: string }[]
  readonly counts: readonly { readonly y: number; readonly label: string }[]
}

export interface LaidCurve {
  readonly name: string
  readonly path: string
  readonly end: { readonly x: number; readonly y: number }
  /** The height of its name, moved where lines end at the same height. */
  readonly nameY: number
}

const MAX_TICKS = 6
/** From one time to the next, at least: "0.35 s" and room around it. */
const TICK_PX = 48

/** `pieces` and `endMs`: where the axes end. */
export function layOut(
  curves: readonly Curve[],
  { pieces, endMs }: { readonly pieces: number; readonly endMs: number },
  { width, height, margin, lineHeight }: Sheet,
): Layout {
  const axisWidth = width - margin.left - margin.right
  const x = (ms: number): number =>
    margin.left + (Math.min(ms, endMs) / Math.max(1, endMs)) * axisWidth
  const y = (held: number): number =>
    height - margin.y - (held / Math.max(1, pieces)) * (height - 2 * margin.y)
  // Equal lines are drawn side by side, not on top of each other.
  const aside = (i: number): number =>
    (i - (curves.length - 1) / 2) * Math.min(2, 12 / curves.length)
  const ends = curves.map(({ steps, goneMs = endMs }, i) => ({
    x: x(goneMs),
    y: y(steps.at(-1)?.[1] ?? 0) + aside(i),
  }))
  const namesY = apart(
    ends.map(end => end.y),
    lineHeight,
    height - margin.y,
  )
  return {
    curves: curves.map(({ name, steps }, i) => {
      const end = ends[i] as LaidCurve['end']
      const path = steps
        .map(([ms, held], at) => stepTo(x(ms), y(held) + aside(i), at === 0))
        .join('')
      return { name, path: `${path}H${rounded(end.x)}`, end, nameY: namesY[i] as number }
    }),
    times: ticks(endMs / 1000, 0, mostTimes(axisWidth)).map(sec => ({
      x: x(sec * 1000),
      label: `${sec} s`,
    })),
    counts: countTicks(pieces).map(count => ({ y: y(count), label: String(count) })),
  }
}

const mostTimes = (axisWidth: number): number =>
  Math.max(1, Math.min(Math.floor(axisWidth / TICK_PX), MAX_TICKS))

/** The number of all pieces, at the top, and round numbers far enough below it. */
function countTicks(pieces: number): number[] {
  const round = ticks(pieces, 1)
  const step = round[1] ?? 1
  return [...round.filter(count => pieces - count >= step), pieces]
}

const stepTo = (x: number, y: number, isFirst: boolean): string =>
  isFirst ? `M${rounded(x)} ${rounded(y)}` : `H${rounded(x)}V${rounded(y)}`

const rounded = (px: number): number => Math.round(px * 10) / 10

/** Round numbers from 0 to `end`: about `most` of them, at least `least` apart. */
export function ticks(end: number, least = 0, most = MAX_TICKS): number[] {
  const rough = Math.max(end / most, least, Number.MIN_VALUE)
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 5].find(times => times * power >= rough * 0.999) ?? 10) * power
  const count = Math.floor(end / step + 1e-9)
  return Array.from({ length: count + 1 }, (_, i) => Number((i * step).toPrecision(6)))
}

/** Moves the heights so that they are at least `gap` apart and none is below `bottom`. */
function apart(heights: readonly number[], gap: number, bottom: number): number[] {
  const moved = [...heights]
  const fromAbove = heights
    .map((_, i) => i)
    .sort((a, b) => at(heights, a) - at(heights, b) || a - b)
  let least = Number.NEGATIVE_INFINITY
  for (const i of fromAbove) {
    moved[i] = Math.max(at(moved, i), least)
    least = at(moved, i) + gap
  }
  let most = bottom
  for (const i of fromAbove.reverse()) {
    moved[i] = Math.min(at(moved, i), most)
    most = at(moved, i) - gap
  }
  return moved
}

const at = (values: readonly number[], i: number): number => values[i] as number
