/** Charts with a line for each leecher, or with quartiles where they are too many for that. */
import type { ChartData, Line, Value } from './chart-data.ts'
import { chart, type Grid, heldCounts, type Kind, presentOnly, smoothed } from './grid.ts'

/** More lines than that are no lines any more. */
const MAX_PEER_LINES = 60

export function piecesOfPeers(grid: Grid): ChartData {
  const { plan, leechers, timesMs } = grid
  const kind: Kind = {
    key: 'pieces',
    title: 'Pieces of each peer',
    about: 'A line for each leecher; choose one and it stands out.',
    unit: 'pieces',
    top: plan.pieces,
  }
  return ofPeers(
    grid,
    kind,
    leechers.map(row => presentOnly(row, timesMs, heldCounts(row, timesMs))),
  )
}

export function ratesOfPeers(grid: Grid): ChartData {
  const { recording, leechers, timesMs } = grid
  const { down, spans } = recording.samples
  const kind: Kind = {
    key: 'rates',
    title: 'Download rate of each peer',
    about: 'Payload only; headers come on top.',
    unit: 'Mbit/s',
  }
  return ofPeers(
    grid,
    kind,
    leechers.map(row => {
      const bytes = down.subarray(row.index * spans, (row.index + 1) * spans)
      const rates = smoothed(bytes, grid).map(perMs => (perMs === null ? null : perMs * 0.008))
      return presentOnly(row, timesMs, rates, row.finishedMs)
    }),
  )
}

/** A line for each, or the quartiles of many. */
function ofPeers(grid: Grid, kind: Kind, all: readonly (readonly Value[])[]): ChartData {
  const { plan, leechers } = grid
  if (all.length <= MAX_PEER_LINES) {
    const lines = all.map((ys, i): Line => {
      const node = leechers[i]?.node as number
      return { label: plan.nodes[node]?.name ?? '', look: 'peer', ys, node }
    })
    return chart(grid, kind, lines)
  }
  const sorted = grid.xs.map((_, i) =>
    all.flatMap(ys => (ys[i] === null ? [] : (ys[i] as number))).sort((a, b) => a - b),
  )
  const quantile = (share: number): Value[] =>
    sorted.map(values => values[Math.round(share * (values.length - 1))] ?? null)
  return chart(
    grid,
    { ...kind, told: 'median', band: { low: quantile(0.25), high: quantile(0.75) } },
    [
      { label: 'slowest', look: 'aside', ys: quantile(0) },
      { label: 'fastest', look: 'aside', ys: quantile(1) },
      { label: 'median', look: 'main', ys: quantile(0.5) },
    ],
  )
}
