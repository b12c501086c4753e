/** The playhead over a recording. */
import { computed, signal } from '@preact/signals'
import type { Millis } from '../../shared/base/ids.ts'
import { paced, withFrameCost } from '../share/paced.ts'
import { Turns } from './turns.ts'

/** Virtual ms in a real second. */
export const SPEEDS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 10e3, 20e3, 60e3, 300e3,
] as const

/** A whole run is played in about this time at first. */
const WATCHED_IN_SEC = 18
/** Texts and tables are updated this often: faster figures cannot be read. */
const SHOWN_EVERY_MS = 120
/** A frame that changes them takes longer than the others: one in this number may, and `MAX_SHOWN_MS` is the end. */
const FRAMES_OF_ONE_SHOWN = 25
const MAX_SHOWN_MS = 1000
/** A tab that was hidden does not jump ahead. */
const MAX_FRAME_MS = 250
/** With prefers-reduced-motion the picture changes in steps. */
const STILL_STEP_MS = 500

export class Player {
  /** Of what follows the playhead. */
  readonly turns = new Turns()
  readonly atMs = signal<Millis>(0)
  /** The same, updated less often, for texts and tables. */
  readonly shownMs = signal<Millis>(0)
  readonly endMs = signal<Millis>(0)
  readonly isPlaying = signal(false)
  readonly speed = signal<number>(1000)
  readonly isAtEnd = computed(() => this.atMs.value >= this.endMs.value)
  readonly isGrowing = signal(false)
  /** Something is recorded. */
  readonly hasBegun = computed(() => this.endMs.value > 0)
  readonly #wantsStillness = matchMedia('(prefers-reduced-motion: reduce)')
  #frame: number | undefined
  #lastMs = 0

  constructor() {
    let costMs = 0
    const show = paced(
      () =>
        withFrameCost(
          () => {
            this.shownMs.value = this.atMs.peek()
          },
          busyMs => {
            costMs = busyMs
          },
        ),
      () => Math.min(MAX_SHOWN_MS, Math.max(SHOWN_EVERY_MS, FRAMES_OF_ONE_SHOWN * costMs)),
    )
    this.atMs.subscribe(() => show())
  }

  /** Plays a new run from its start; `expectedMs` sets the speed. */
  begin(expectedMs: Millis): void {
    this.beginAt(expectedMs / WATCHED_IN_SEC)
  }

  /** At this speed, or the next slower one. */
  beginAt(fastest: number): void {
    this.atMs.value = 0
    this.endMs.value = 0
    this.isGrowing.value = true
    this.speed.value = SPEEDS.findLast(speed => speed <= fastest) ?? SPEEDS[0]
    this.play()
  }

  play(): void {
    if (this.isAtEnd.value && !this.isGrowing.value) this.atMs.value = 0
    this.isPlaying.value = true
    if (this.#frame !== undefined) return
    this.#lastMs = performance.now()
    this.#frame = requestAnimationFrame(this.#advance)
  }

  pause(): void {
    this.isPlaying.value = false
  }

  seek(atMs: Millis): void {
    this.atMs.value = Math.min(Math.max(atMs, 0), this.endMs.value)
  }

  readonly #advance = (): void => {
    this.#frame = undefined
    if (!this.isPlaying.value) return
    this.#frame = requestAnimationFrame(this.#advance)
    const now = performance.now()
    const passedMs = now - this.#lastMs
    if (this.#wantsStillness.matches && passedMs < STILL_STEP_MS) return
    this.#lastMs = now
    const stepMs = this.#wantsStillness.matches ? STILL_STEP_MS : Math.min(passedMs, MAX_FRAME_MS)
    this.seek(this.atMs.value + (stepMs * this.speed.value) / 1000)
    if (this.isAtEnd.value && !this.isGrowing.value) this.pause()
  }
}
