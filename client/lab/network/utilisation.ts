/** How full the lanes are: what they carried in the time before a moment, of what they could have. */
import type { Millis } from '../../../shared/base/ids.ts'
import type { Samples } from '../recording/samples.ts'
import type { PlanLane } from '../worker/protocol.ts'

/** 0 to 1, averaged over at least one span that ends by `atMs`. */
export function utilisationAt(
  { lanes, spanMs, spans }: Samples,
  { lane, rateBitsPerSec }: PlanLane,
  atMs: Millis,
  windowMs: Millis,
): number {
  const last = Math.min(Math.floor(atMs / spanMs), spans - 1)
  const count = Math.min(last + 1, Math.max(1, Math.round(windowMs / spanMs)))
  let bytes = 0
  for (let span = last - count + 1; span <= last; span++) {
    bytes += lanes[lane * spans + span] as number
  }
  return count > 0 ? Math.min(1, (bytes * 8000) / (rateBitsPerSec * count * spanMs)) : 0
}
