/**
 * How far another clock is ahead of ours, from questions it answered with its time. The answer came
 * at some moment of the round trip, so half of that is the most it can be wrong; of several, the one
 * that can be least wrong is believed (the clock filter of NTP, RFC 5905, section 10).
 */
import type { Millis } from '../../../shared/base/ids.ts'

interface Sample {
  readonly aheadMs: Millis
  readonly errorMs: Millis
  readonly atMs: Millis
}

/** How many answers are kept, as in NTP. */
const MAX_SAMPLES = 8
/** Two clocks drift apart by no more: RFC 5905's PHI, 15 parts in a million. Old answers fade by it. */
const DRIFT = 15e-6

export class ClockOffset {
  readonly #samples: Sample[] = []

  /** Asked and answered by our clock, the answer's time by the other. */
  add(askedMs: Millis, theirMs: Millis, answeredMs: Millis): void {
    const middleMs = (askedMs + answeredMs) / 2
    const errorMs = (answeredMs - askedMs) / 2
    this.#samples.push({ aheadMs: theirMs - middleMs, errorMs, atMs: answeredMs })
    this.#samples.sort((a, b) => errorAt(a, answeredMs) - errorAt(b, answeredMs))
    if (this.#samples.length > MAX_SAMPLES) this.#samples.pop()
  }

  /** 0 before the first answer. */
  get aheadMs(): Millis {
    return this.#samples[0]?.aheadMs ?? 0
  }

  /** The most that `aheadMs` can be wrong. */
  errorMs(now: Millis): Millis {
    const [best] = this.#samples
    return best ? errorAt(best, now) : Number.POSITIVE_INFINITY
  }
}

const errorAt = ({ errorMs, atMs }: Sample, now: Millis): Millis => errorMs + (now - atMs) * DRIFT
