/** The charts of one run, from its recording. */
import { ownLineOf, peersOf } from '../peers/peers.ts'
import {
  type CopyChange,
  changesOfCopies,
  type Recording,
  type Row,
} from '../recording/recording.ts'
import type { Plan } from '../worker/protocol.ts'
import type { ChartData, Line, Value } from './chart-data.ts'

export function runCharts(plan: Plan, recording: Recording): ChartData[] {
  const grid = gridOf(plan, recording)
  return [
    completion(grid),
    piecesOfPeers(grid),
    ratesOfPeers(grid),
    uploadUtilisation(grid),
    seedersShare(grid),
    rarestPiece(grid),
    redundancy(grid),
  ]
}

function completion(grid: Grid): ChartData {
  const { plan, recording, leechers, timesMs } = grid
  const expected = plan.nodes.filter(({ kind }) => kind === 'leecher').length * plan.pieces
  const counts = leechers.map(row => heldCounts(row, timesMs))
  const ys = timesMs.map((_, i) => {
    const held = counts.reduce((sum, each) => sum + (each[i] as number), 0)
    return (100 * held) / expected
  })
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
  const ys = timesMs.map((ms, i) => {
    const here = recording.rows.filter(row => recording.isPresent(row, ms))
    const capacity = here.reduce((sum, { node }) => sum + (uplinks.get(node) ?? 0), 0) / 8000
    return capacity === 0 ? null : (100 * (bytesPerMs[i] ?? 0)) / capacity
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
  const ys = all.map((bytes, i) => (bytes ? (100 * (theirs[i] as number)) / bytes : null))
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
  const changes = changesOfCopies(recording)
  const copies = new Int32Array(plan.pieces)
  let [next, total] = [0, 0]
  const [rarest, mean]: [Value[], Value[]] = [[], []]
  for (const ms of timesMs) {
    for (; next < changes.length && (changes[next] as CopyChange).atMs <= ms; next++) {
      const { piece, by } = changes[next] as CopyChange
      copies[piece] = (copies[piece] as number) + by
      total += by
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
    leechers.map(row => ({ ys: presentOnly(row, timesMs, heldCounts(row, timesMs)) })),
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
      const rates = smoothed(bytes, grid).map(perMs => (perMs === null ? null : perMs * 0.008))
      const tookMs = Math.min(row.finishedMs, row.leftMs, recording.untilMs) - row.joinedMs
      const mean = tookMs > 0 ? (sum(bytes) * 0.008) / tookMs : null
      return { ys: presentOnly(row, timesMs, rates, row.finishedMs), mean }
    }),
  )
}

function ofPeers(grid: Grid, kind: Kind, all: readonly Pick<Line, 'ys' | 'mean'>[]): ChartData {
  const { plan, leechers } = grid
  if (all.length <= MAX_PEER_LINES) {
    const lines = all.map((peer, i): Line => {
      const node = leechers[i]?.node as number
      return { of: { peer: plan.nodes[node]?.name ?? '' }, look: 'peer', ...peer, node }
    })
    return chart(grid, kind, lines)
  }
  const sorted = grid.xs.map((_, i) =>
    all.flatMap(({ ys }) => (ys[i] === null ? [] : (ys[i] as number))).sort((a, b) => a - b),
  )
  const quantile = (share: number): Value[] =>
    sorted.map(values => values[Math.round(share * (values.length - 1))] ?? null)
  const means = all.flatMap(({ mean }) => mean ?? []).sort((a, b) => a - b)
  const mean = means[Math.round(0.5 * (means.length - 1))]
  return chart(
    grid,
    {
      ...kind,
      headline: 2,
      band: { is: 'quartiles', low: quantile(0.25), high: quantile(0.75) },
    },
    [
      { of: 'slowest', look: 'aside', ys: quantile(0) },
      { of: 'fastest', look: 'aside', ys: quantile(1) },
      { of: 'median', look: 'main', ys: quantile(0.5), ...(mean !== undefined && { mean }) },
    ],
  )
}

/** Rates are averaged over this share of the run. */
const SMOOTHED_OVER = 1 / 30

/** The times are the ends of the samples' spans. */
interface Grid {
  readonly plan: Plan
  readonly recording: Recording
  readonly timesMs: readonly number[]
  readonly xs: readonly number[]
  readonly leechers: readonly Row[]
  /** The number of spans that a rate is averaged over. */
  readonly window: number
}

function gridOf(plan: Plan, recording: Recording): Grid {
  const { spans, spanMs } = recording.samples
  const ends = Array.from({ length: spans }, (_, i) => (i + 1) * spanMs)
  const timesMs = [0, ...ends.map(end => Math.min(end, Math.max(recording.untilMs, 0)))]
  return {
    plan,
    recording,
    timesMs,
    xs: timesMs.map(ms => ms / 1000),
    leechers: recording.rows.filter(({ isSeeder }) => !isSeeder),
    window: Math.max(1, Math.round(spans * SMOOTHED_OVER)),
  }
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

function sum(numbers: Iterable<number>): number {
  let total = 0
  for (const value of numbers) total += value
  return total
}

function heldCounts({ heldTimesMs, heldCount }: Row, timesMs: readonly number[]): number[] {
  let held = 0
  return timesMs.map(ms => {
    while (held < heldCount && (heldTimesMs[held] as number) <= ms) held++
    return held
  })
}

/** Null while the peer is absent, and after `untilMs`. */
const presentOnly = (
  { joinedMs, leftMs }: Row,
  timesMs: readonly number[],
  ys: readonly Value[],
  untilMs = Number.POSITIVE_INFINITY,
): Value[] =>
  ys.map((y, i) => {
    const ms = timesMs[i] as number
    return ms < joinedMs || ms >= leftMs || ms > untilMs ? null : y
  })

/** Bytes per ms at the grid's times, averaged over the window before each. */
function smoothed(bytes: Float32Array | Float64Array, { window, recording }: Grid): Value[] {
  const { spanMs } = recording.samples
  let sum = 0
  const ys: Value[] = [0]
  for (let i = 0; i < bytes.length; i++) {
    sum += bytes[i] as number
    if (i >= window) sum -= bytes[i - window] as number
    ys.push(Math.max(0, sum) / (Math.min(i + 1, window) * spanMs))
  }
  return ys
}
