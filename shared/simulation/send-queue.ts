/** The send queue of a data channel: how much waits, and when that is half of what it was. */
export class SendQueue {
  #bytes = 0
  /** Its height since it last drained. */
  #highBytes = 0

  get bytes(): number {
    return this.#bytes
  }

  add(bytes: number): void {
    this.#bytes += bytes
    this.#highBytes = Math.max(this.#highBytes, this.#bytes)
  }

  /** True if it is now half empty. */
  took(bytes: number): boolean {
    this.#bytes -= bytes
    if (this.#bytes > this.#highBytes / 2) return false
    this.#highBytes = this.#bytes
    return true
  }
}
