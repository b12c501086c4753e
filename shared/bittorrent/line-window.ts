/**
 * Whether all channels are fed side by side, or one after the other. Where they share one thin line, one
 * block after the other fills it: words then do not wait behind blocks, and who is served next is chosen
 * late. Where each channel has a bottleneck of its own, or a tab is slower than its line, they must be fed
 * side by side. A peer cannot see which it is, so it tries: some blocks one after the other, as many side
 * by side. It keeps the former only while that is no slower and the line hardly ever runs dry.
 */
import type { Millis } from '../base/ids.ts'
import { BLOCK_BYTES } from '../wire/message.ts'

/**
 * On a faster line the two blocks that may be under way are gone in 20 ms, about as long as a tab pauses
 * that is busy with other things as well: it would run dry.
 */
const THIN_LINE_BYTES_PER_SEC = 1_600_000
/** In one trial, or while what was found holds: the line is too fast for the tab. One may be chance. */
const MAX_DRY = 4
/**
 * A line that is slower one after the other has no second block behind the one that leaves: half a block,
 * at which a channel asks for more, takes 20 ms, longer than a tab pauses; and our own requests would
 * wait for the second too, at 1 Mbit/s 0.13 s.
 */
const BLOCK_BEHIND_BYTES_PER_SEC = 400_000
/** Compared in each of the two ways: at 6 Mbit/s 0.2 s. */
const TRIAL_BYTES = 8 * BLOCK_BYTES
/** Side by side must be this much faster: a trial is exact to a block. */
const CLEARLY_FASTER = 1.3
/** What was found holds for this time, and for this many times as long as blocks took side by side. */
const HOLD_MS = 5_000
/** At 1 Mbit/s they take a second, in which our own requests wait behind them for half of it. */
const HOLD_TRIALS = 20
/** Nothing leaves: one channel, which may be dead, holds up the others. */
const STALL_MS = 500

type State =
  | { readonly kind: 'side by side' | 'in turn'; readonly until: Millis }
  /** Blocks that were queued side by side leave first. */
  | { readonly kind: 'clear' }
  /** `since`: undefined until something leaves. */
  | { readonly kind: 'try in turn'; readonly since: Millis | undefined }
  | { readonly kind: 'try side by side'; readonly since: Millis; readonly inTurnMs: Millis }

export class LineWindow {
  #state: State = { kind: 'try in turn', since: undefined }
  /** Of the trial. */
  #bytes = 0
  /** How many times the line ran dry in this state. */
  #dry = 0
  #departedAt: Millis
  /** Under way, one after the other: one that leaves, and one behind it. */
  hasBlockBehind = true

  constructor(now: Millis) {
    this.#departedAt = now
  }

  /** All channels may be fed, each as it takes. `bytesPerSec`: what leaves all queues. */
  isSideBySide(bytesPerSec: number, now: Millis): boolean {
    if (bytesPerSec > THIN_LINE_BYTES_PER_SEC) this.#settle('side by side', now)
    if (this.#isInTurn && now - this.#departedAt >= STALL_MS) this.#settle('side by side', now)
    return !this.#isInTurn
  }

  /** Nothing waits to be sent: a trial would measure that. */
  idle(now: Millis): void {
    this.#departedAt = now
    const { kind } = this.#state
    if (kind !== 'side by side' && kind !== 'in turn')
      this.#enter({ kind: 'try in turn', since: undefined })
  }

  /** Nothing is left in any queue, and somebody waits for blocks. */
  ranDry(now: Millis): void {
    // One block leaves nothing behind it: a line that runs dry is not told from a window that is too short.
    if (!this.hasBlockBehind) return
    this.#dry++
    if (this.#isInTurn && this.#dry >= MAX_DRY) this.#settle('side by side', now)
  }

  /** `queuedBytes`: left in all queues. */
  departed(bytes: number, queuedBytes: number, now: Millis): void {
    this.#departedAt = now
    this.#bytes += bytes
    const state = this.#state
    switch (state.kind) {
      case 'in turn':
        if (now >= state.until) this.#enter({ kind: 'try in turn', since: now })
        return
      case 'side by side':
        if (now >= state.until) this.#enter({ kind: 'clear' })
        return
      case 'clear':
        if (queuedBytes <= 2 * BLOCK_BYTES) this.#enter({ kind: 'try in turn', since: now })
        return
      case 'try in turn':
        if (state.since === undefined) this.#enter({ kind: 'try in turn', since: now })
        else if (this.#bytes >= TRIAL_BYTES) this.#triedInTurn(now - state.since, now)
        return
      case 'try side by side':
        if (this.#bytes >= TRIAL_BYTES) this.#tried(state.inTurnMs, now - state.since, now)
    }
  }

  get #isInTurn(): boolean {
    const { kind } = this.#state
    return kind === 'in turn' || kind === 'clear' || kind === 'try in turn'
  }

  #triedInTurn(inTurnMs: Millis, now: Millis): void {
    const bytesPerSec = (TRIAL_BYTES * 1000) / inTurnMs
    this.hasBlockBehind = bytesPerSec >= BLOCK_BEHIND_BYTES_PER_SEC
    if (bytesPerSec > THIN_LINE_BYTES_PER_SEC) this.#settle('side by side', now)
    else this.#enter({ kind: 'try side by side', since: now, inTurnMs })
  }

  #tried(inTurnMs: Millis, sideBySideMs: Millis, now: Millis): void {
    const isClear = sideBySideMs * CLEARLY_FASTER < inTurnMs
    const holdMs = Math.max(HOLD_MS, HOLD_TRIALS * sideBySideMs)
    this.#settle(isClear ? 'side by side' : 'in turn', now, holdMs)
  }

  #settle(kind: 'side by side' | 'in turn', now: Millis, holdMs = HOLD_MS): void {
    this.#enter({ kind, until: now + holdMs })
  }

  #enter(state: State): void {
    this.#bytes = 0
    this.#dry = 0
    this.#state = state
  }
}
