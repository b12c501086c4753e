/** How many connections lanes may add to those that links are: of all torrents of a tab, which has one browser process. */

/** Beside links: Chromium allows 500 connections, and a tab with twenty torrents may have that many links. */
const MAX_LANES_OF_TAB = 64

export class LaneBudget {
  #taken = 0

  take(): boolean {
    if (this.#taken >= MAX_LANES_OF_TAB) return false
    this.#taken++
    return true
  }

  giveBack(): void {
    this.#taken--
  }
}
