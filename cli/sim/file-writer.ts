/** Writes a file as it grows, in large portions. The first trouble is thrown with what to do. */
import { closeSync, openSync, writeSync } from 'node:fs'

/** Few enough writes to cost nothing, little enough memory. */
const PORTION_BYTES = 1024 * 1024

export class FileWriter {
  readonly #path: string
  readonly #file: number
  #portion: Uint8Array[] = []
  #portionBytes = 0

  constructor(path: string) {
    this.#path = path
    this.#file = this.#orSay(() => openSync(path, 'w'))
  }

  write(data: string | Uint8Array): void {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data
    this.#portion.push(bytes)
    this.#portionBytes += bytes.length
    if (this.#portionBytes >= PORTION_BYTES) this.#flush()
  }

  close(): void {
    this.#flush()
    closeSync(this.#file)
  }

  #flush(): void {
    const bytes = Buffer.concat(this.#portion)
    this.#portion = []
    this.#portionBytes = 0
    for (let at = 0; at < bytes.length; ) {
      at += this.#orSay(() => writeSync(this.#file, bytes, at))
    }
  }

  #orSay<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new Error(
        `${this.#path} cannot be written (${reason}). Give another path, or make room.`,
      )
    }
  }
}
