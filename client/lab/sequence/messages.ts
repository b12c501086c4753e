/** The messages between two peers until a moment: when each was sent, and when it came. */
import type { Millis } from '../../../shared/base/ids.ts'
import { logRecordAt } from '../recording/log-records.ts'
import type { Recording } from '../recording/recording.ts'
import { upperBound } from '../recording/table.ts'

export interface SequenceMessage {
  readonly event: string
  readonly piece: number | undefined
  readonly begin: number | undefined
  /** Rows. */
  readonly from: number
  readonly to: number
  /** Undefined: only the other end wrote it down. */
  sentMs: Millis | undefined
  /** Undefined: it is still on its way, or was lost. */
  cameMs: Millis | undefined
}

/** What a peer logs of its own doing, by the name of the message that the other end gets. */
const NAMES: Readonly<Record<string, string>> = { requested: 'request' }
/** No message: what the peer thinks of the link. */
const NO_MESSAGES: ReadonlySet<string> = new Set([
  'dialled',
  'dialFailed',
  'linked',
  'unlinked',
  'banned',
  'snubbed',
])
/** Records looked at, backwards from the moment: enough for any screen. */
const MAX_RECORDS = 200_000

interface Wanted {
  readonly count: number
  /** Of every piece that a peer gets it tells everyone: most messages are these. */
  readonly withHaves: boolean
}

/** The last ones, the oldest first. */
export function messagesBetween(
  recording: Recording,
  [a, b]: readonly [number, number],
  atMs: Millis,
  { count, withHaves }: Wanted,
): SequenceMessage[] {
  const { log, shapes } = recording
  const shapeOf = log.column('shape')
  const isWanted = shapes.map(({ event }) => withHaves || event !== 'have')
  const [rows, remotes] = [log.column('row'), log.column('remote')]
  const places: number[] = []
  const end = upperBound(log.column('atMs'), atMs, log.length)
  // Twice as many records as messages: each end writes its own. A few more, as they interleave.
  const wanted = 2 * count + 16
  for (let at = end - 1; at >= 0 && at > end - MAX_RECORDS && places.length < wanted; at--) {
    const [row, remote] = [rows[at], remotes[at]]
    if (!isWanted[shapeOf[at] as number]) continue
    if ((row === a && remote === b) || (row === b && remote === a)) places.push(at)
  }
  return paired(recording, places.reverse()).slice(-count)
}

/** Links keep the order of messages of one kind: the first that was sent is the first that comes. */
function paired(recording: Recording, places: readonly number[]): SequenceMessage[] {
  const messages: SequenceMessage[] = []
  const waiting = new Map<string, SequenceMessage[]>()
  for (const place of places) {
    const { atMs, row, remote, event: logged, by, numbers } = logRecordAt(recording, place)
    if (remote === undefined || NO_MESSAGES.has(logged)) continue
    const event = NAMES[logged] ?? logged
    const isSent = by === 'me' || logged in NAMES
    const [from, to] = isSent ? [row, remote] : [remote, row]
    const { piece, begin } = numbers
    const key = `${from} ${event} ${piece} ${begin}`
    const earlier = waiting.get(key) ?? []
    waiting.set(key, earlier)
    const match = isSent ? undefined : earlier.shift()
    if (match) {
      match.cameMs = atMs
      continue
    }
    const message: SequenceMessage = {
      ...{ event, piece, begin, from, to },
      sentMs: isSent ? atMs : undefined,
      cameMs: isSent ? undefined : atMs,
    }
    messages.push(message)
    if (isSent) earlier.push(message)
  }
  return messages
}

/** From whom a row got most blocks until the moment; undefined: from nobody yet. */
export function mainSourceOf(recording: Recording, row: number, atMs: Millis): number | undefined {
  const { flights } = recording
  const [to, from] = [flights.column('to'), flights.column('from')]
  const counts = new Map<number, number>()
  const end = upperBound(flights.column('arriveMs'), atMs, flights.length)
  for (let i = 0; i < end; i++) {
    if (to[i] !== row) continue
    const sender = from[i] as number
    counts.set(sender, (counts.get(sender) ?? 0) + 1)
  }
  let best: number | undefined
  for (const [sender, count] of counts)
    if (best === undefined || count > (counts.get(best) ?? 0)) best = sender
  return best
}
