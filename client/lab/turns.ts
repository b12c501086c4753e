/** What may come a frame later takes turns: none of it makes a frame of the picture wait for all of it. */
export class Turns {
  readonly #waiting = new Map<unknown, () => void>()
  #frame: number | undefined

  /** `run` is called in a frame of its own, in place of what waits under the same key. */
  take(key: unknown, run: () => void): void {
    this.#waiting.set(key, run)
    this.#frame ??= requestAnimationFrame(this.#next)
  }

  leave(key: unknown): void {
    this.#waiting.delete(key)
  }

  readonly #next = (): void => {
    this.#frame = undefined
    for (const [key, run] of this.#waiting) {
      this.#waiting.delete(key)
      if (this.#waiting.size > 0) this.#frame = requestAnimationFrame(this.#next)
      run()
      return
    }
  }
}
