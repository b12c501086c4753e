/** How full the lines are is drawn in a frame of its own: a thousand of them take longer than all else. */
import { paced } from '../../share/paced.ts'
import type { Turns } from '../turns.ts'
import { linesOf, renewLines } from './paint.ts'
import type { Scene } from './scene.ts'

/** This share of the time may go into it: lines of a small network are renewed at each frame. */
const MAX_SHARE = 1 / 40
/** And then lines are as they were this long ago. */
const MAX_WAIT_MS = 400

export class LinesInTurn {
  readonly #turns: Turns
  readonly #renewed: () => void
  #painted: Scene | undefined
  /** What the kept lines are drawn from. */
  #lines: readonly unknown[] = []
  #tookMs = 0

  constructor(turns: Turns, renewed: () => void) {
    this.#turns = turns
    this.#renewed = renewed
  }

  /** After each painting; the first one with these kept pixels has drawn the lines. */
  follow(scene: Scene): void {
    const lines = linesOf(scene)
    if (scene.kept !== this.#painted?.kept) this.#lines = lines
    this.#painted = scene
    if (lines.some((value, i) => value !== this.#lines[i])) this.#renew()
  }

  close(): void {
    this.#turns.leave(this)
  }

  readonly #renew = paced(
    () => this.#turns.take(this, () => this.#draw()),
    () => Math.min(MAX_WAIT_MS, this.#tookMs / MAX_SHARE),
  )

  #draw(): void {
    const scene = this.#painted
    if (!scene) return
    const beganMs = performance.now()
    renewLines(scene)
    this.#tookMs = performance.now() - beganMs
    this.#lines = linesOf(scene)
    this.#renewed()
  }
}
