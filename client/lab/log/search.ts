/** Which records a person wants to see. */
import type { Millis } from '../../../shared/base/ids.ts'
import { type Kind, kindNamed } from '../../share/log/filter.ts'
import type { Recording } from '../recording/recording.ts'
import { upperBound } from '../recording/table.ts'

export interface LogFilter {
  /** A row, as who says it or as who is meant. */
  readonly row: number | undefined
  readonly kind: Kind | undefined
}

/** The places of the last so many that are not after `atMs`, the newest first. */
export function lastRecords(
  recording: Recording,
  { row, kind }: LogFilter,
  atMs: Millis,
  count: number,
): number[] {
  const { log, shapes } = recording
  const [rows, remotes, shapeOf] = [log.column('row'), log.column('remote'), log.column('shape')]
  const isWanted = shapes.map(({ event }) => kind === undefined || kindNamed(event) === kind)
  const found: number[] = []
  for (let at = upperBound(log.column('atMs'), atMs, log.length) - 1; at >= 0; at--) {
    if (!isWanted[shapeOf[at] as number]) continue
    if (row !== undefined && rows[at] !== row && remotes[at] !== row) continue
    found.push(at)
    if (found.length === count) break
  }
  return found
}
