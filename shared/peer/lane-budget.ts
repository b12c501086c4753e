/** How many connections lanes may add to those that links are: of all torrents of a tab, which has one browser process. */

/** Beside links: Chromium allows 500 connections, and a tab with twenty torrents may have that many links. */
const MAX_LANES_OF_TAB = 64
/** Of those, what remotes may have us make: many strangers that hold theirs open leave us the rest. */
const MAX_LANES_OF_REMOTES = MAX_LANES_OF_TAB / 2

export class LaneBudget {
  #ours = 0
  #theirs = 0

  take(isOurs: boolean): boolean {
    if (this.#ours + this.#theirs >= MAX_LANES_OF_TAB) return false
    if (!isOurs && this.#theirs >= MAX_LANES_OF_REMOTES) return false
    if (isOurs) this.#ours++
    else this.#theirs++
    return true
  }

  giveBack(isOurs: boolean): void {
    if (isOurs) this.#ours--
    else this.#theirs--
  }
}
