/** Lines are named at their ends, where one looks; names that would overlap are moved apart. */
import * as Plot from '@observablehq/plot'
import { FRAME, INNER_HEIGHT } from './frame.ts'

export interface Name {
  readonly words: string
  readonly colour: string
  readonly x: number | string
  /** Pixels from the top. */
  readonly top: number
}

/** Between two names. Pixels. */
const HEIGHT = 16

/** In order from the top, moved as little as goes: clear of each other, the axis and the edges. */
export function apart(names: readonly Name[]): Name[] {
  const groups = names.toSorted((a, b) => a.top - b.top).map(name => group([name]))
  for (let at = 0; at + 1 < groups.length; ) {
    const [upper, lower] = [groups[at], groups[at + 1]] as [Group, Group]
    const needed = ((upper.names.length + lower.names.length) * HEIGHT) / 2
    if (lower.centre - upper.centre >= needed) {
      at++
      continue
    }
    groups.splice(at, 2, group([...upper.names, ...lower.names]))
    at = Math.max(0, at - 1)
  }
  return groups.flatMap(({ names, centre }) =>
    names.map((name, i) => ({ ...name, top: centre + (i - (names.length - 1) / 2) * HEIGHT })),
  )
}

/** Names that stand one below the other, around a common centre. */
interface Group {
  readonly names: readonly Name[]
  readonly centre: number
}

function group(names: readonly Name[]): Group {
  const middle = names.reduce((sum, { top }) => sum + top, 0) / names.length
  const half = ((names.length - 1) * HEIGHT) / 2
  const lowest = FRAME.marginTop + INNER_HEIGHT - half
  return { names, centre: Math.max(Math.min(middle, lowest), HEIGHT / 2 + half) }
}

/** Text right of a line's end, on an axis from 0 to `top`. */
export function nameMark({ words, colour, x, top: at }: Name, top: number, indent: number) {
  const y = ((FRAME.marginTop + INNER_HEIGHT - at) / INNER_HEIGHT) * top
  return Plot.text([{ x, y }], {
    x: 'x',
    y: 'y',
    text: [words],
    fill: colour,
    textAnchor: 'start',
    dx: indent,
  })
}
