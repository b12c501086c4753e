/** The server's time, as this tab knows it: asked for at the start, then every few seconds. */
import type { Millis } from '../../../shared/base/ids.ts'
import type { Clock } from '../clock.ts'
import type { CoordinatorLine } from './coordinator-line.ts'

/** At the start. One of them on an idle line is enough: it has the shortest round trip. */
const FIRST_QUESTIONS = 10
/** Short enough to follow a drift of the clocks; each question costs a message both ways. */
const INTERVAL_MS = 5_000

export class SharedTime {
  readonly #line: Pick<CoordinatorLine, 'time'>
  readonly #clock: Clock
  readonly #offset = new ClockOffset()
  #isClosed = false

  private constructor(line: Pick<CoordinatorLine, 'time'>, clock: Clock) {
    this.#line = line
    this.#clock = clock
  }

  /** Rejects if the server does not tell its time. */
  static async agreed(line: Pick<CoordinatorLine, 'time'>, clock: Clock): Promise<SharedTime> {
    const shared = new SharedTime(line, clock)
    for (let i = 0; i < FIRST_QUESTIONS; i++) await shared.#ask()
    shared.#follow()
    return shared
  }

  now(): Millis {
    return this.#clock.now() + this.#offset.aheadMs
  }

  errorMs(): Millis {
    return this.#offset.errorMs(this.#clock.now())
  }

  close(): void {
    this.#isClosed = true
  }

  async #ask(): Promise<void> {
    const askedMs = this.#clock.now()
    const theirMs = await this.#line.time()
    this.#offset.add(askedMs, theirMs, this.#clock.now())
  }

  #follow(): void {
    this.#clock.after(INTERVAL_MS, async () => {
      if (this.#isClosed) return
      // Where the server is not there now, what is known stands, and grows less certain.
      await this.#ask().catch(() => undefined)
      this.#follow()
    })
  }
}

interface Sample {
  readonly aheadMs: Millis
  readonly errorMs: Millis
  readonly atMs: Millis
}

/** How many answers are kept, as in NTP. */
const MAX_SAMPLES = 8
/** Two clocks drift apart by no more: RFC 5905's PHI, 15 parts in a million. Old answers fade by it. */
const DRIFT = 15e-6

/**
 * How far another clock is ahead of ours, from questions it answered with its time. The answer came
 * at some moment of the round trip, so half of that is the most it can be wrong; of several, the one
 * that can be least wrong is believed (the clock filter of NTP, RFC 5905, section 10).
 */
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
