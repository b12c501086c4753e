/** The log of a run as it was recorded, a JSON object for each line: of what cannot be run again. */
import { logRecordAt } from '../recording/log-record.ts'
import type { Recording } from '../recording/recording.ts'

export function logFile(recording: Recording, nameOf: (row: number) => string): Blob {
  const lines = Array.from({ length: recording.log.length }, (_, place) => {
    const { atMs, row, remote, event, by, numbers, text } = logRecordAt(recording, place)
    const who = { peer: nameOf(row), remote: remote === undefined ? null : nameOf(remote) }
    return `${JSON.stringify({ time: atMs, ...who, event, by, ...numbers, text })}\n`
  })
  return new Blob(lines, { type: 'application/x-ndjson' })
}
