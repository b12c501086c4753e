import { type Rate, TokenBucket } from '../shared/base/bucket.ts'
import { escapeInvisible } from '../shared/base/text.ts'

/** One JSON object a line, to stderr. No caller passes an SDP or an info hash; an address only where LOG_ADDRESSES asks for it. */
export type Log = (event: string, fields?: Readonly<Record<string, string | number>>) => void

/** Lines of log, at most: a flood of refusals must not fill the disk, nor slow the server down. */
const LOG_RATE: Rate = { burst: 100, perSecond: 1 }

export function limitedLog(log: Log, now: () => number): Log {
  const lines = new TokenBucket(LOG_RATE, now())
  return (event, fields) => {
    if (lines.take(now())) log(event, fields)
  }
}

/** An error that should never happen: one message is lost, the server goes on. `request`: on whose connection. */
export function logBug(log: Log, error: unknown, request?: string): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : 'not an Error'
  log('bug', { error: text, ...(request !== undefined && { request }) })
}

/** One line, whatever the fields hold: a stranger's words neither begin a line of their own nor reach the terminal as orders. */
export function logLine(at: Date, event: string, fields: Parameters<Log>[1] = {}): string {
  // JSON leaves C1 controls, line separators and directions as they are.
  return escapeInvisible(JSON.stringify({ at: at.toISOString(), event, ...fields }))
}

export const logToStderr: Log = (event, fields) => {
  process.stderr.write(`${logLine(new Date(), event, fields)}\n`)
}
