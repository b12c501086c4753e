/** Keeps what became of this tab's shares: followed with every snapshot, and written down for a reload. */
import type { InfoHash, Torrent, TorrentView } from '../host/api.ts'
import { followReceivers, isNews, NO_RECEIVERS, type Receivers } from './receivers.ts'
import { receiversBefore } from './remembered.ts'

export class Ledger {
  readonly #shares = new Map<InfoHash, Receivers>()

  constructor() {
    for (const { swarm, list, forgotten } of receiversBefore.recall() ?? []) {
      // Nobody has been looked for yet.
      const unseen = list.map(each =>
        each.where === 'here' ? ({ ...each, where: 'unseen' } as const) : each,
      )
      this.#shares.set(swarm as InfoHash, { list: unseen, forgotten })
    }
  }

  of(swarm: InfoHash): Receivers {
    return this.#shares.get(swarm) ?? NO_RECEIVERS
  }

  follow(
    { swarm }: Pick<Torrent, 'swarm'>,
    view: TorrentView,
    nowMs: number,
    online: boolean,
  ): Receivers {
    const before = this.of(swarm)
    const now = followReceivers(before, view, { nowMs, online })
    this.#shares.set(swarm, now)
    if (isNews(before, now)) this.write()
    return now
  }

  forget(swarm: InfoHash): void {
    if (this.#shares.delete(swarm)) this.write()
  }

  /** Also as the page goes: when those were last seen who are here. */
  write(): void {
    const shares = Array.from(this.#shares, ([swarm, share]) => ({
      swarm,
      list: [...share.list],
      forgotten: share.forgotten,
    }))
    receiversBefore.remember(shares.filter(({ list }) => list.length > 0))
  }
}
