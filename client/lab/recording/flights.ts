/** The blocks that are on their way at a moment, and where they are. */
import type { Millis } from '../../../shared/base/ids.ts'
import type { Path } from './chunk.ts'
import type { Recording } from './recording.ts'
import { upperBound } from './table.ts'

/** `share`: how much of the way between the two nodes is done. `sender` and `receiver` are rows. */
export interface Flight {
  readonly fromNode: number
  readonly toNode: number
  readonly share: number
  readonly sender: number
  readonly receiver: number
  readonly piece: number
  readonly startMs: Millis
  readonly arriveMs: Millis
  /** All nodes on its way. */
  readonly nodes: readonly number[]
}

export function* flightsAt(recording: Recording, atMs: Millis): Generator<Flight> {
  const { flights, paths, longestFlightMs } = recording
  const arrive = flights.column('arriveMs')
  const start = flights.column('startMs')
  const path = flights.column('path')
  const from = flights.column('from')
  const to = flights.column('to')
  const piece = flights.column('piece')
  const latestMs = atMs + longestFlightMs
  for (let i = upperBound(arrive, atMs, flights.length); i < flights.length; i++) {
    const [startMs, arriveMs] = [start[i] as number, arrive[i] as number]
    if (arriveMs > latestMs) return
    if (startMs > atMs) continue
    const passed = (atMs - startMs) / (arriveMs - startMs)
    const way = paths[path[i] as number] as Path
    yield {
      ...hopAt(way, passed),
      nodes: way.nodes,
      startMs,
      arriveMs,
      sender: from[i] as number,
      receiver: to[i] as number,
      piece: piece[i] as number,
    }
  }
}

/** `passed`: the share of the travelling time. */
function hopAt(
  { nodes, reached }: Path,
  passed: number,
): Pick<Flight, 'fromNode' | 'toNode' | 'share'> {
  let hop = 1
  while (hop < nodes.length - 1 && (reached[hop] as number) < passed) hop++
  const [begin, end] = [reached[hop - 1] as number, reached[hop] as number]
  return {
    fromNode: nodes[hop - 1] as number,
    toNode: nodes[hop] as number,
    share: end > begin ? Math.min(1, (passed - begin) / (end - begin)) : 1,
  }
}
