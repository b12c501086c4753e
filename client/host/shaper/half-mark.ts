/** When a send queue has drained: it is at half, or less, of its height since it last had. */
export class HalfMark {
  #highBytes = 0

  rose(bytes: number): void {
    this.#highBytes = Math.max(this.#highBytes, bytes)
  }

  /** True if that is half or less: the next mark is half of this. */
  fell(bytes: number): boolean {
    if (bytes > this.#highBytes >> 1) return false
    this.#highBytes = bytes
    return true
  }
}
