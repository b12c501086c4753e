/**
 * Bytes by remote over all links there were: a link's own counter begins at 0 and goes with it.
 * Told often enough, this misses only what came between the last look and the closing.
 */
export class ByteLedger {
  readonly #closed = new Map<string, number>()
  #open = new Map<string, number>()

  /** The links there are now, and what came over each since it opened. */
  observe(links: readonly { readonly remote: string; readonly downloaded: number }[]): void {
    const now = new Map(links.map(link => [link.remote, link.downloaded]))
    for (const [remote, bytes] of this.#open) {
      // Gone, or less than before: that was another link.
      if (bytes > (now.get(remote) ?? 0)) {
        this.#closed.set(remote, (this.#closed.get(remote) ?? 0) + bytes)
      }
    }
    this.#open = now
  }

  totals(): Record<string, number> {
    const totals = new Map(this.#closed)
    for (const [remote, bytes] of this.#open) totals.set(remote, (totals.get(remote) ?? 0) + bytes)
    return Object.fromEntries(totals)
  }
}
