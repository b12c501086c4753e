/** Why a peer was as late as it was, in sentences that its recording bears out. */
import { labView } from '../../language/lab-view.ts'
import { formatPercent, formatTime } from '../format.ts'
import type { Recording, Row } from '../recording/recording.ts'
import type { Plan } from '../worker/protocol.ts'
import { ownLineOf } from './peers.ts'

/** Less than this share of its line counts as nothing. */
const IDLE_SHARE = 0.02

export function lastWords(plan: Plan, recording: Recording, row: Row): string[] {
  if (row.isSeeder || !Number.isFinite(row.finishedMs)) return []
  const others = recording.rows.filter(
    each => !each.isSeeder && Number.isFinite(each.finishedMs) && each !== row,
  )
  const sooner = others.filter(({ finishedMs }) => finishedMs <= row.finishedMs)
  const texts = labView.texts.late
  const all = others.length + 1
  const place =
    sooner.length === others.length
      ? texts.last(all)
      : texts.place({ place: sooner.length + 1, all })
  return [
    ...(others.length === 0 ? [] : [place]),
    ...lineWords(plan, recording, row, others),
    ...lastPieceWords(plan, recording, row),
  ]
}

function lineWords(plan: Plan, recording: Recording, row: Row, others: readonly Row[]): string[] {
  const use = useOf(plan, recording, row)
  if (!use) return []
  const texts = labView.texts.late
  const rest = others.flatMap(other => useOf(plan, recording, other)?.share ?? [])
  const mean = rest.reduce((sum, share) => sum + share, 0) / rest.length
  const own = formatPercent(use.share)
  return [
    rest.length > 0 ? texts.lineBeside({ own, others: formatPercent(mean) }) : texts.line(own),
    ...(use.idleMs >= recording.samples.spanMs ? [texts.idle(formatTime(use.idleMs))] : []),
  ]
}

/** How well a peer's line down was used from when it came until it had everything. */
function useOf(plan: Plan, { samples }: Recording, row: Row) {
  const line = ownLineOf(plan, row.node)
  const { spanMs, spans, down } = samples
  const first = Math.floor(row.joinedMs / spanMs)
  const last = Math.min(Math.ceil(row.finishedMs / spanMs), spans)
  if (!line || last <= first) return undefined
  const mostBytes = (line.down.rateBitsPerSec / 8000) * spanMs
  let [bytes, idle, earlier] = [0, 0, 0]
  // Backwards: a block is counted where it ended, and has filled the line for as long before as it took.
  for (let span = last - 1; span >= first; span--) {
    const came = down[row.index * spans + span] as number
    bytes += came
    earlier += came
    if (earlier < IDLE_SHARE * mostBytes) idle++
    earlier = Math.max(0, earlier - mostBytes)
  }
  return { share: Math.min(1, bytes / (mostBytes * (last - first))), idleMs: idle * spanMs }
}

/** Which piece came last, when another leecher first had it, and who else lacked it still. */
function lastPieceWords(plan: Plan, recording: Recording, row: Row): string[] {
  const piece = row.heldFromMs.indexOf(row.finishedMs)
  if (piece < 0) return []
  const holders = recording.rows.filter(other => other !== row)
  const before = holders.filter(({ heldFromMs }) => (heldFromMs[piece] as number) < row.finishedMs)
  const firstMs = before
    .filter(({ isSeeder }) => !isSeeder)
    .reduce((least, { heldFromMs }) => Math.min(least, heldFromMs[piece] as number), Infinity)
  const texts = labView.texts.late
  const from = senderOf(plan, recording, row, piece)
  const time = formatTime(row.finishedMs)
  return [
    from === undefined
      ? texts.lastPiece({ piece, time })
      : texts.lastPieceFrom({ piece, time, from }),
    Number.isFinite(firstMs)
      ? texts.firstAt({ time: formatTime(firstMs), holders: before.length })
      : texts.nobodyBefore(before.length),
  ]
}

function senderOf(plan: Plan, { flights, rows }: Recording, row: Row, piece: number) {
  const [to, pieces, from] = [flights.column('to'), flights.column('piece'), flights.column('from')]
  for (let i = flights.length - 1; i >= 0; i--) {
    if (to[i] !== row.index || pieces[i] !== piece) continue
    return plan.nodes[rows[from[i] as number]?.node ?? -1]?.name
  }
  return undefined
}
