/** The charts of one run, from its recording. */
import { ownLineOf, peersOf } from '../peers/peers.ts'
import type { Recording, Row } from '../recording/recording.ts'
import type { Plan } from '../worker/protocol.ts'
import { CHART_KEYS, type ChartData, type ChartKey, type Line, type Value } from './chart-data.ts'
import {
  type Grid,
  gridOf,
  heldCounts,
  inOrder,
  NEVER,
  presentOnly,
  quantilesOf,
  type Series,
  smoothed,
  sum,
  valuesOf,
} from './series.ts'

export function runChart(key: ChartKey, plan: Plan, recording: Recording): ChartData {
  return CHARTS[key](gridOf(plan, recording))
}

export const runCharts = (plan: Plan, recording: Recording): ChartData[] =>
  CHART_KEYS.map(key => runChart(key, plan, recording))

function completion(grid: Grid): ChartData {
  const { plan, recording, leechers, timesMs } = grid
  const expected = plan.nodes.filter(({ kind }) => kind === 'leecher').length * plan.pieces
  const held = new Float64Array(timesMs.length)
  for (const row of leechers)
    for (const [i, count] of heldCounts(row, timesMs).entries())
      held[i] = (held[i] as number) + count
  const ys = Array.from(held, count => (100 * count) / expected)
  const { makespanMs } = plan.bound
  const done = ys.findIndex(share => share >= 100)
  const kind: Kind = {
    key: 'completion',
    unit: '%',
    top: 100,
    boundSec: makespanMs / 1000,
    outcome:
      done < 0
        ? { is: 'at-end', value: ys.at(-1) ?? 0 }
        : { is: 'whole', afterMs: lastOf(leechers), plusMinusMs: undefined },
  }
  return recording.rows.length === 0
    ? chart(grid, kind, [])
    : oneLine(grid, kind, { of: 'leechers', look: 'main', ys })
}

const oneLine = (grid: Grid, kind: Kind, line: Line): ChartData =>
  chart(grid, { ...kind, headline: 0 }, [line])

const receivedBytes = ({ recording: { samples } }: Grid): Float64Array =>
  samples.useful.map((bytes, i) => bytes + (samples.redundant[i] as number))

function uploadUtilisation(grid: Grid): ChartData {
  const { plan, recording, timesMs } = grid
  const uplinks = new Map(
    peersOf(plan).map(({ index }) => [index, ownLineOf(plan, index)?.up.rateBitsPerSec ?? 0]),
  )
  const bytesPerMs = smoothed(receivedBytes(grid), grid)
  const joined = inOrder(recording.rows, ({ joinedMs }) => joinedMs)
  const left = inOrder(recording.rows, ({ leftMs }) => leftMs)
  let [joins, leaves, bitsPerSec] = [0, 0, 0]
  const ys = timesMs.map((ms, i) => {
    for (; (joined[joins]?.joinedMs ?? NEVER) <= ms; joins++)
      bitsPerSec += uplinks.get((joined[joins] as Row).node) ?? 0
    for (; (left[leaves]?.leftMs ?? NEVER) <= ms; leaves++)
      bitsPerSec -= uplinks.get((left[leaves] as Row).node) ?? 0
    return joins === leaves || bitsPerSec < 1
      ? null
      : (100 * (bytesPerMs[i] ?? 0)) / (bitsPerSec / 8000)
  })
  const couldSendBytes = recording.rows.reduce((total, { node, joinedMs, leftMs }) => {
    const presentMs = Math.max(0, Math.min(leftMs, recording.untilMs) - joinedMs)
    return total + ((uplinks.get(node) ?? 0) / 8000) * presentMs
  }, 0)
  const kind: Kind = {
    key: 'utilisation',
    unit: '%',
    top: 100,
  }
  const mean = percentOf(sum(receivedBytes(grid)), couldSendBytes)
  return oneLine(grid, kind, { of: 'peers', look: 'moving', ys, mean })
}

function seedersShare(grid: Grid): ChartData {
  const { fromSeeders } = grid.recording.samples
  const all = smoothed(receivedBytes(grid), grid)
  const theirs = smoothed(fromSeeders, grid)
  const ys = Array.from(all, (bytes, i) => (bytes ? (100 * (theirs[i] as number)) / bytes : null))
  const kind: Kind = {
    key: 'seeders',
    unit: '%',
    top: 100,
  }
  const mean = percentOf(sum(fromSeeders), sum(receivedBytes(grid)))
  return oneLine(grid, kind, { of: 'seeders', look: 'main', ys, mean })
}

function redundancy(grid: Grid): ChartData {
  const { useful, redundant } = grid.recording.samples
  let [good, spare] = [0, 0]
  const ys: Value[] = [null]
  for (const [i, bytes] of useful.entries()) {
    good += bytes
    spare += redundant[i] as number
    ys.push(good > 0 ? (100 * spare) / good : null)
  }
  const overRun = ys.at(-1)
  const kind: Kind = {
    key: 'redundancy',
    unit: '%',
    top: 5,
    outcome: typeof overRun === 'number' ? { is: 'in-all', value: overRun } : undefined,
  }
  return oneLine(grid, kind, { of: 'so-far', look: 'moving', ys })
}

function rarestPiece(grid: Grid): ChartData {
  const { plan, recording, timesMs } = grid
  const { holds, rows } = recording
  const [heldMs, holder, pieceOf] = [
    holds.column('atMs'),
    holds.column('row'),
    holds.column('piece'),
  ]
  const left = inOrder(rows, ({ leftMs }) => leftMs)
  const copies = new Int32Array(plan.pieces)
  let [next, leaves, total] = [0, 0, 0]
  const count = (piece: number, by: 1 | -1): void => {
    copies[piece] = (copies[piece] as number) + by
    total += by
  }
  const [rarest, mean]: [Value[], Value[]] = [[], []]
  for (const ms of timesMs) {
    for (; next < holds.length && (heldMs[next] as number) <= ms; next++) {
      const { heldFromMs, leftMs } = rows[holder[next] as number] as Row
      const [piece, fromMs] = [pieceOf[next] as number, heldMs[next] as number]
      // Verified again, perhaps, after it was lost.
      if (heldFromMs[piece] === fromMs && fromMs < leftMs) count(piece, 1)
    }
    for (; (left[leaves]?.leftMs ?? NEVER) <= ms; leaves++) {
      const { heldFromMs, leftMs } = left[leaves] as Row
      for (const [piece, fromMs] of heldFromMs.entries()) if (fromMs < leftMs) count(piece, -1)
    }
    rarest.push(copies.reduce((least, count) => Math.min(least, count), Number.POSITIVE_INFINITY))
    mean.push(total / plan.pieces)
  }
  const kind: Kind = {
    key: 'rarest',
    unit: 'copies',
    headline: 1,
  }
  return chart(grid, kind, [
    { of: 'average', look: 'aside', ys: mean },
    { of: 'rarest', look: 'main', ys: rarest },
  ])
}

/** More lines cannot be told apart: then quartiles are drawn. */
const MAX_PEER_LINES = 60

function piecesOfPeers(grid: Grid): ChartData {
  const { plan, leechers, timesMs } = grid
  const kind: Kind = {
    key: 'pieces',
    unit: 'pieces',
    top: plan.pieces,
  }
  return ofPeers(
    grid,
    kind,
    leechers.map(row => ({ values: presentOnly(row, timesMs, heldCounts(row, timesMs)) })),
  )
}

function ratesOfPeers(grid: Grid): ChartData {
  const { recording, leechers, timesMs } = grid
  const { down, spans } = recording.samples
  const kind: Kind = {
    key: 'rates',
    unit: 'Mbit/s',
  }
  return ofPeers(
    grid,
    kind,
    leechers.map(row => {
      const bytes = down.subarray(row.index * spans, (row.index + 1) * spans)
      const rates = smoothed(bytes, grid).map(perMs => perMs * 0.008)
      const tookMs = Math.min(row.finishedMs, row.leftMs, recording.untilMs) - row.joinedMs
      const mean = tookMs > 0 ? (sum(bytes) * 0.008) / tookMs : null
      return { values: presentOnly(row, timesMs, rates, row.finishedMs), mean }
    }),
  )
}

interface OfPeer {
  readonly values: Series
  readonly mean?: Value
}

function ofPeers(grid: Grid, kind: Kind, all: readonly OfPeer[]): ChartData {
  const { plan, leechers } = grid
  if (all.length <= MAX_PEER_LINES) {
    const lines = all.map(({ values, ...peer }, i): Line => {
      const node = leechers[i]?.node as number
      const ys = valuesOf(values)
      return { of: { peer: plan.nodes[node]?.name ?? '' }, look: 'peer', ys, ...peer, node }
    })
    return chart(grid, kind, lines)
  }
  const [slowest, low, median, high, fastest] = quantilesOf(
    all.map(({ values }) => values),
    [0, 0.25, 0.5, 0.75, 1],
  ) as [Value[], Value[], Value[], Value[], Value[]]
  const means = all.flatMap(({ mean }) => mean ?? []).sort((a, b) => a - b)
  const mean = means[Math.round(0.5 * (means.length - 1))]
  return chart(
    grid,
    {
      ...kind,
      headline: 2,
      band: { is: 'quartiles', low, high },
    },
    [
      { of: 'slowest', look: 'aside', ys: slowest },
      { of: 'fastest', look: 'aside', ys: fastest },
      { of: 'median', look: 'main', ys: median, ...(mean !== undefined && { mean }) },
    ],
  )
}

const CHARTS: Readonly<Record<ChartKey, (grid: Grid) => ChartData>> = {
  completion,
  pieces: piecesOfPeers,
  rates: ratesOfPeers,
  utilisation: uploadUtilisation,
  seeders: seedersShare,
  rarest: rarestPiece,
  redundancy,
}

type Kind = Pick<ChartData, 'key' | 'unit'> &
  Partial<Pick<ChartData, 'boundSec' | 'band' | 'top' | 'headline' | 'outcome'>>

const chart = ({ xs }: Grid, kind: Kind, lines: readonly Line[]): ChartData => ({
  boundSec: undefined,
  band: undefined,
  top: 0,
  headline: undefined,
  outcome: undefined,
  ...kind,
  xs,
  lines,
})

const lastOf = (leechers: readonly Row[]): number =>
  Math.max(0, ...leechers.map(({ finishedMs }) => finishedMs).filter(Number.isFinite))

const percentOf = (part: number, whole: number): Value => (whole > 0 ? (100 * part) / whole : null)
