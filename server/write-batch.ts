/**
 * What is written to a connection within one turn of the event loop leaves with one system call, which costs as
 * much as all else that an offer does. Nothing waits longer than others take to be read.
 */
import type { Writable } from 'node:stream'

export class WriteBatch {
  /** With what is to be done once it has been written. */
  readonly #held = new Map<Writable, () => void>()

  hold(stream: Writable, onWritten: () => void): void {
    if (this.#held.has(stream)) return
    if (this.#held.size === 0) setImmediate(() => this.#write())
    stream.cork()
    this.#held.set(stream, onWritten)
  }

  #write(): void {
    const held = [...this.#held]
    this.#held.clear()
    for (const [stream, onWritten] of held) {
      stream.uncork()
      onWritten()
    }
  }
}
