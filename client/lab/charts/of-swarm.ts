/** Charts of the swarm as a whole. */

import { formatTime } from '../words.ts'
import type { Plan } from '../worker/protocol.ts'
import type { ChartData, Value } from './chart-data.ts'
import { type CopyChange, changesOfCopies } from './copies.ts'
import { chart, type Grid, heldCounts, type Kind, smoothed } from './grid.ts'

export function completion(grid: Grid): ChartData {
  const { plan, recording, leechers, timesMs } = grid
  const expected = plan.nodes.filter(({ kind }) => kind === 'leecher').length * plan.pieces
  const counts = leechers.map(row => heldCounts(row, timesMs))
  const ys = timesMs.map((_, i) => {
    const held = counts.reduce((sum, each) => sum + (each[i] as number), 0)
    return (100 * held) / expected
  })
  const { makespanMs } = plan.bound
  const kind: Kind = {
    key: 'completion',
    title: 'Swarm completion',
    about: 'Of all the pieces that leechers are to get, those they hold.',
    unit: '%',
    top: 100,
    told: 'all leechers',
    bound: { sec: makespanMs / 1000, label: `best possible: ${formatTime(makespanMs)}` },
  }
  return recording.rows.length === 0
    ? chart(grid, kind, [])
    : chart(grid, kind, [{ label: 'all leechers', look: 'main', ys }])
}

export function uploadUtilisation(grid: Grid): ChartData {
  const { plan, recording, timesMs } = grid
  const { useful, redundant } = recording.samples
  const uplinks = uploadRates(plan)
  const bytesPerMs = smoothed(
    useful.map((bytes, i) => bytes + (redundant[i] as number)),
    grid,
  )
  const ys = timesMs.map((ms, i) => {
    const here = recording.rows.filter(row => recording.isPresent(row, ms))
    const capacity = here.reduce((sum, { node }) => sum + (uplinks.get(node) ?? 0), 0) / 8000
    return bytesPerMs[i] === null || capacity === 0
      ? null
      : (100 * (bytesPerMs[i] as number)) / capacity
  })
  return chart(
    grid,
    {
      key: 'utilisation',
      title: 'Upload utilisation',
      about: 'Of what all present peers together could send, what they do send: payload only.',
      unit: '%',
      top: 100,
      told: 'all peers',
    },
    [{ label: 'all peers', look: 'moving', ys }],
  )
}

export function seedersShare(grid: Grid): ChartData {
  const { useful, redundant, fromSeeders } = grid.recording.samples
  const all = smoothed(
    useful.map((bytes, i) => bytes + (redundant[i] as number)),
    grid,
  )
  const theirs = smoothed(fromSeeders, grid)
  const ys = all.map((bytes, i) => (bytes ? (100 * (theirs[i] as number)) / bytes : null))
  return chart(
    grid,
    {
      key: 'seeders',
      title: "Seeders' share",
      about: 'Of all that is sent, what comes from those who had everything from the start.',
      unit: '%',
      top: 100,
      told: 'seeders',
    },
    [{ label: 'seeders', look: 'main', ys }],
  )
}

export function redundancy(grid: Grid): ChartData {
  const { useful, redundant } = grid.recording.samples
  let [good, spare] = [0, 0]
  const ys: Value[] = [null]
  for (const [i, bytes] of useful.entries()) {
    good += bytes
    spare += redundant[i] as number
    ys.push(good > 0 ? (100 * spare) / good : null)
  }
  return chart(
    grid,
    {
      key: 'redundancy',
      title: 'Redundancy',
      about: 'Received although it was there already, for each 100 bytes that were of use, so far.',
      unit: '%',
      top: 5,
      told: 'so far',
    },
    [{ label: 'so far', look: 'moving', ys }],
  )
}

/** Copies of each piece in the swarm, moment by moment. */
export function rarestPiece(grid: Grid): ChartData {
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
  return chart(
    grid,
    {
      key: 'rarest',
      title: 'Copies of the rarest piece',
      about: 'At 0 nobody present could finish.',
      unit: 'copies',
      told: 'rarest',
    },
    [
      { label: 'average', look: 'aside', ys: mean },
      { label: 'rarest', look: 'main', ys: rarest },
    ],
  )
}

/** Of each peer's node, in bits per second. */
function uploadRates({ nodes, links }: Plan): Map<number, number> {
  const rates = new Map<number, number>()
  const isPeer = (node: number): boolean => ['seeder', 'leecher'].includes(nodes[node]?.kind ?? '')
  for (const { from, to, forth, back } of links) {
    if (isPeer(from)) rates.set(from, forth.rateBitsPerSec)
    else if (isPeer(to)) rates.set(to, back.rateBitsPerSec)
  }
  return rates
}
