/**
 * How late messages arrive, in emulated time, and whether a run's figures can be trusted. A message is
 * late if its real way took longer than the emulated one.
 */
import type { Millis } from '../../../shared/base/ids.ts'

/** 99 in 100 messages must be within this: less than a quarter of a block's time at 6 Mbps. */
export const LATE_BUDGET_MS = 5
/** All messages must be within this: more is a pause of the whole machine. */
export const WORST_BUDGET_MS = 50

/** Why the run's figures cannot be trusted, and what to change; undefined if they can. */
export function faultOf(
  { p99Ms, worstMs }: LatenessView,
  clockErrorMs: Millis,
): string | undefined {
  const late =
    p99Ms > LATE_BUDGET_MS
      ? `1 message in 100 was ${p99Ms.toFixed(1)} ms late or more, ${LATE_BUDGET_MS} ms are allowed`
      : worstMs > WORST_BUDGET_MS
        ? `a message was ${worstMs.toFixed(0)} ms late, ${WORST_BUDGET_MS} ms are allowed`
        : undefined
  if (late) return `The machine did not keep up: ${late}. ${REMEDY}`
  if (clockErrorMs > LATE_BUDGET_MS)
    return `The tabs' clocks may differ by ${clockErrorMs.toFixed(1)} ms: the line to the server is too slow or too busy. ${REMEDY}`
  return undefined
}

const REMEDY = 'Use more dilation, fewer tabs with more peers each, or fewer peers.'

/** Resolution of the histogram, in emulated milliseconds. */
const STEP_MS = 0.1
/** Later messages count as this late, except for `worstMs`. */
const STEPS = 1_000

export interface LatenessView {
  readonly messages: number
  readonly p99Ms: Millis
  readonly worstMs: Millis
}

export class Lateness {
  readonly #counts = new Uint32Array(STEPS + 1)
  #messages = 0
  #worstMs: Millis = 0
  /** The lateness of the latest message. */
  lastMs: Millis = 0

  add(lateMs: Millis): void {
    this.lastMs = lateMs
    this.#messages++
    this.#worstMs = Math.max(this.#worstMs, lateMs)
    const step = Math.min(Math.ceil(Math.max(lateMs, 0) / STEP_MS), STEPS)
    this.#counts[step] = (this.#counts[step] as number) + 1
  }

  view(): LatenessView {
    return { messages: this.#messages, p99Ms: this.#quantile(0.99), worstMs: this.#worstMs }
  }

  #quantile(share: number): Millis {
    let left = this.#messages * share
    for (const [step, count] of this.#counts.entries()) {
      left -= count
      if (left <= 0) return Math.min(step * STEP_MS, this.#worstMs)
    }
    return this.#worstMs
  }
}
