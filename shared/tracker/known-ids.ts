/**
 * Ids as the WebTorrent tracker protocol writes them, with what they are here: those of swarms and peers come again
 * with each announce, and are checked and converted once.
 */
import { fromBinary, isBinaryId, toBinary } from './webtorrent.ts'

/** As many as there may be members; some 20 MB. With more, all are forgotten. */
const MAX_KNOWN = 100_000

export class KnownIds {
  readonly #known = new Map<string, string>()
  readonly #written = new Map<string, string>()

  /** 40 hex digits; undefined if it is no id. */
  hexOf(input: unknown): string | undefined {
    if (typeof input !== 'string') return undefined
    const known = this.#known.get(input)
    if (known !== undefined) return known
    if (!isBinaryId(input)) return undefined
    if (this.#known.size >= MAX_KNOWN) this.#known.clear()
    const hex = fromBinary(input)
    this.#known.set(input, hex)
    return hex
  }

  /** As JSON has it, of 40 hex digits. */
  writtenOf(hex: string): string {
    const known = this.#written.get(hex)
    if (known !== undefined) return known
    if (this.#written.size >= MAX_KNOWN) this.#written.clear()
    const written = JSON.stringify(toBinary(hex))
    this.#written.set(hex, written)
    return written
  }
}
