/** The server's time, as this tab knows it: asked for at the start, and again and again. */
import type { Millis } from '../../../shared/base/ids.ts'
import type { Clock } from '../clock.ts'
import { ClockOffset } from './clock-offset.ts'
import type { CoordinatorLine } from './coordinator-line.ts'

/** At first; a quiet moment among them is all that is needed. */
const FIRST_QUESTIONS = 10
/** Often enough to follow a drift; each costs a message both ways. */
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
