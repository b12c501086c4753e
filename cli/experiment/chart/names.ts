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

/** In the order from the top, none closer to the next than their height, moved as little as goes. */
export function apart(names: readonly Name[]): Name[] {
  const groups = names
    .toSorted((a, b) => a.top - b.top)
    .map(name => ({ names: [name], centre: name.top }))
  for (let at = 0; at + 1 < groups.length; ) {
    const [upper, lower] = [groups[at], groups[at + 1]] as [Group, Group]
    const needed = ((upper.names.length + lower.names.length) * HEIGHT) / 2
    if (lower.centre - upper.centre >= needed) {
      at++
      continue
    }
    groups.splice(at, 2, joined(upper, lower))
    at = Math.max(0, at - 1)
  }
  return groups.flatMap(({ names, centre }) =>
    names.map((name, i) => ({ ...name, top: centre + (i - (names.length - 1) / 2) * HEIGHT })),
  )
}

/** Names that stand one below the other, around a common centre. */
interface Group {
  readonly names: Name[]
  readonly centre: number
}

function joined(upper: Group, lower: Group): Group {
  const names = [...upper.names, ...lower.names]
  return { names, centre: names.reduce((sum, { top }) => sum + top, 0) / names.length }
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
