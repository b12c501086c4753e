/** What a person may ask of this tab's line, checked. */
import { formatRate } from '../../../shared/network/units.ts'
import { type ErrorDetail, HostError, type Shaping } from '../api.ts'

export const UNSHAPED: Shaping = {
  uploadBitsPerSec: undefined,
  downloadBitsPerSec: undefined,
  delayMs: 0,
  lossShare: 0,
}

/** Below, a single block takes over two minutes, and remotes give up on it. */
const MIN_SHAPED_BITS_PER_SEC = 1_000
/** No tab gets more. */
const MAX_SHAPED_BITS_PER_SEC = 10e9
/** A connection that answers later than that is taken for dead by many programs. */
const MAX_SHAPED_DELAY_MS = 10_000
/** With more, hardly a message would ever be whole. */
const MAX_SHAPED_LOSS = 0.5

/** Throws a `HostError` that says what to do. Written so that NaN fails every test. */
export function checkShaping(shaping: Shaping): void {
  const { uploadBitsPerSec, downloadBitsPerSec, delayMs, lossShare } = shaping
  for (const rate of [uploadBitsPerSec, downloadBitsPerSec]) {
    if (rate === undefined) continue
    if (rate >= MIN_SHAPED_BITS_PER_SEC && rate <= MAX_SHAPED_BITS_PER_SEC) continue
    const least = formatRate(MIN_SHAPED_BITS_PER_SEC)
    const most = formatRate(MAX_SHAPED_BITS_PER_SEC)
    refuse(`Choose a limit from ${least} to ${most}, or none.`, { kind: 'line-rate', least, most })
  }
  if (!(delayMs >= 0 && delayMs <= MAX_SHAPED_DELAY_MS))
    refuse(`Choose a delay from 0 to ${MAX_SHAPED_DELAY_MS} ms.`, {
      kind: 'line-delay',
      mostMs: MAX_SHAPED_DELAY_MS,
    })
  if (!(lossShare >= 0 && lossShare <= MAX_SHAPED_LOSS))
    refuse(`Choose a loss from 0 to ${100 * MAX_SHAPED_LOSS} %.`, {
      kind: 'line-loss',
      mostPercent: 100 * MAX_SHAPED_LOSS,
    })
}

function refuse(sentence: string, detail: ErrorDetail): never {
  throw new HostError('bad-shaping', sentence, { detail })
}
