/** A record of the log as the event that it was. */
import type { LoggedEvent } from '../../host/api.ts'
import type { LogRecord } from '../recording/log-records.ts'

/** As much of the event as is kept; peers go by their names. */
export function eventOf(record: LogRecord, nameOf: (row: number) => string): LoggedEvent['event'] {
  const { event, by, remote, numbers, textName, text } = record
  return {
    event,
    ...(by && { by }),
    ...(remote !== undefined && { remote: nameOf(remote) }),
    ...numbers,
    ...(textName !== undefined && { [textName]: text ?? '' }),
  } as LoggedEvent['event']
}
