/** What was opened is closed, last first, once: at the end, on failure and on Ctrl-C alike. */
export class Cleanup {
  readonly #steps: (() => Promise<unknown> | unknown)[] = []
  #running: Promise<void> | undefined

  add(step: () => Promise<unknown> | unknown): void {
    this.#steps.push(step)
  }

  run(): Promise<void> {
    this.#running ??= this.#runAll()
    return this.#running
  }

  async #runAll(): Promise<void> {
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
      try {
        await step()
      } catch (error) {
        // One that does not close must not keep the others open.
        console.error(`While tidying up: ${error instanceof Error ? error.message : error}`)
      }
    }
  }
}
