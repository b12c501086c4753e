/**
 * How much may stand in the send queues of all channels together. Where they share one slow line, one
 * block after the other fills it: words then do not wait behind blocks, and who is served next is chosen
 * late. Where each channel has a bottleneck of its own they must be fed side by side. A peer cannot see
 * which it is, so it tries: some blocks one after the other, as many side by side, and keeps what is faster.
 */
import type { Millis } from '../base/ids.ts'
import { BLOCK_BYTES } from '../wire/message.ts'

/** Compared in each of the two ways: at 6 Mbit/s 0.2 s. */
const TRIAL_BYTES = 8 * BLOCK_BYTES
/** Side by side must be this much faster: a trial is exact to a block. */
const CLEARLY_FASTER = 1.3
/** The first trial begins after this time, when remotes are there to be compared. */
const FIRST_TRIAL_MS = 1_000
/** What was found holds for this time. */
const HOLD_MS = 5_000
/** Nothing leaves: one channel, which may be dead, holds up the others. */
const STALL_MS = 500

type State =
  | { readonly kind: 'settled'; readonly until: Millis }
  /** `inTurnMs`: what the first of the two trials took, in the second. */
  | { readonly kind: 'trial'; readonly since: Millis; readonly inTurnMs: Millis | undefined }

export class LineWindow {
  #sideBySide = false
  /** Before the trial. */
  #sideBySideBefore = false
  #state: State
  #trialBytes = 0
  #departedAt: Millis

  constructor(now: Millis) {
    this.#state = { kind: 'settled', until: now + FIRST_TRIAL_MS }
    this.#departedAt = now
  }

  /** All channels may be fed, each as it takes. */
  isSideBySide(now: Millis): boolean {
    if (!this.#sideBySide && now - this.#departedAt >= STALL_MS) this.#settle(true, now)
    return this.#sideBySide
  }

  /** Nothing waits to be sent: a trial would measure that. */
  idle(now: Millis): void {
    this.#departedAt = now
    if (this.#state.kind === 'trial') this.#settle(this.#sideBySideBefore, now)
  }

  departed(bytes: number, now: Millis): void {
    this.#departedAt = now
    if (this.#state.kind === 'settled') {
      if (now >= this.#state.until) this.#begin(undefined, now)
      return
    }
    this.#trialBytes += bytes
    if (this.#trialBytes < TRIAL_BYTES) return
    const { since, inTurnMs } = this.#state
    if (inTurnMs === undefined) this.#begin(now - since, now)
    else this.#settle((now - since) * CLEARLY_FASTER < inTurnMs, now)
  }

  #begin(inTurnMs: Millis | undefined, now: Millis): void {
    if (inTurnMs === undefined) this.#sideBySideBefore = this.#sideBySide
    this.#sideBySide = inTurnMs !== undefined
    this.#trialBytes = 0
    this.#state = { kind: 'trial', since: now, inTurnMs }
  }

  #settle(sideBySide: boolean, now: Millis): void {
    this.#sideBySide = sideBySide
    this.#state = { kind: 'settled', until: now + HOLD_MS }
  }
}
