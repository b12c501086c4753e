/** Everybody who is interested is served at once, and for good: there are no slots, and no tit for tat. */
import type { Choker, ChokerOutput } from './choker.ts'
import type { Remote } from './remote.ts'

export class EveryoneChoker implements Choker {
  readonly #output: ChokerOutput

  constructor(output: ChokerOutput) {
    this.#output = output
  }

  onInterested(remote: Remote): void {
    this.#output.unchoke(remote)
  }

  onNotInterested(): void {}

  leave(): void {}

  onRequest(): void {}

  onIdle(): void {}

  tick(): void {}
}
