import { type Rate, TokenBucket } from '../shared/base/bucket.ts'

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

export const logToStderr: Log = (event, fields) => {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), event, ...fields })}\n`)
}
