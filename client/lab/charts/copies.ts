/** How many copies of each piece there are in the swarm, change by change. */
import type { Millis } from '../../../shared/base/ids.ts'
import type { Recording } from '../recording/recording.ts'

export interface CopyChange {
  readonly atMs: Millis
  readonly piece: number
  readonly by: 1 | -1
}

/** In the order of time. */
export function changesOfCopies({ rows }: Recording): CopyChange[] {
  const changes: CopyChange[] = []
  for (const { heldFromMs, leftMs } of rows) {
    for (const [piece, atMs] of heldFromMs.entries()) {
      if (atMs >= leftMs) continue
      if (atMs === Number.POSITIVE_INFINITY) continue
      changes.push({ atMs, piece, by: 1 })
      if (leftMs !== Number.POSITIVE_INFINITY) changes.push({ atMs: leftMs, piece, by: -1 })
    }
  }
  return changes.sort((a, b) => a.atMs - b.atMs)
}
