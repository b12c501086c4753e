/** Pieces held by each tab over time, and the table of them: what the gossip report calls infopeer. */
import { type Curve, type Step, ticks } from '../../client/share/held/curves.ts'
import type { GossipStyle } from '../../shared/wire/gossip-style.ts'
import { aligned } from '../aligned.ts'
import { curveChart } from '../chart/curves.ts'
import { standalone } from '../chart/frame.ts'
import type { TabSnapshot } from '../tabs/probe.ts'

export type Held = ReturnType<typeof heldOf>

interface WatchedTab {
  readonly name: string
  readonly snapshot: Pick<TabSnapshot, 'heldAt' | 'pieceCount'> | undefined
}

/** `openedAt`: when the link was opened by those who fetch; pages take their time to load and connect. */
export function heldOf(
  tabs: readonly WatchedTab[],
  openedAt: number,
  gossip: GossipStyle | undefined,
) {
  const starts = tabs.map(({ snapshot }) => snapshot?.heldAt[0]?.[0] ?? Number.NaN)
  const startedAt = Math.min(...starts.filter(at => at >= openedAt))
  const curves = tabs.map(({ name, snapshot }): Curve => {
    const changes = snapshot?.heldAt ?? []
    const atStart = changes.findLast(([at]) => at <= startedAt)?.[1] ?? 0
    const since = changes.flatMap(([at, held]): Step[] =>
      at > startedAt ? [[at - startedAt, held]] : [],
    )
    return { name, steps: [[0, atStart], ...since] }
  })
  const ends = curves.map(({ steps }) => steps.at(-1)?.[0] ?? 0)
  const pieces = Math.max(...tabs.map(({ snapshot }) => snapshot?.pieceCount ?? 0))
  // Times are from the moment that the first of those who fetch knew of the pieces.
  return { gossip, pieces, endMs: Math.max(...ends), curves }
}

/** A line for each tab, a column for each of a few moments. */
export function infopeer({ curves, endMs }: Held): string {
  const secs = [...ticks(endMs / 1000, 0, MOST_MOMENTS), endMs / 1000]
  const head = ['Pieces held', ...secs.slice(0, -1).map(sec => `${sec} s`), 'end']
  const rows = curves.map(({ name, steps }) => [
    name,
    ...secs.map(sec => String(heldAt(steps, sec * 1000))),
  ])
  return aligned([head, ...rows], `l${'r'.repeat(secs.length)}`).join('\n')
}

/** More do not fit a terminal. */
const MOST_MOMENTS = 10

const heldAt = (steps: Curve['steps'], ms: number): number =>
  steps.findLast(([fromMs]) => fromMs <= ms)?.[1] ?? 0

export function heldFigure({ curves, gossip, pieces, endMs }: Held): string {
  const chart = curveChart({
    title: `Pieces held by each of ${curves.length} tabs, ${styleInWords(gossip)}`,
    xName: 'Since the first of them knew what there is to fetch, s',
    yName: 'Pieces held',
    all: pieces,
    isStepped: true,
    curves: curves.map(({ name, steps }) => ({
      name,
      points: [...steps, [SLACK * endMs, steps.at(-1)?.[1] ?? 0] as const].map(([ms, y]) => ({
        sec: ms / 1000,
        y,
      })),
    })),
  })
  return standalone(chart)
}

/** So that the last step is one. */
const SLACK = 1.03

function styleInWords(gossip: GossipStyle | undefined): string {
  if (!gossip) return 'as BitTorrent has it'
  const { mode, fidelity, roundMs, fanOut } = gossip
  return `gossip by ${mode} (${fidelity}), rounds of ${roundMs / 1000} s, fan-out ${fanOut}`
}
