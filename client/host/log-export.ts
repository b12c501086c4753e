/** A torrent's log as a file: NDJSON, one event a line, oldest first. */
import type { PeerId } from '../../shared/base/ids.ts'
import { type LoggedEvent, logLine } from '../../shared/peer/log-record.ts'

export function logAsNdjson(peer: PeerId, log: readonly LoggedEvent[]): Blob {
  const lines = log.map(logged => `${logLine(peer, logged)}\n`)
  return new Blob(lines, { type: 'application/x-ndjson' })
}
