/**
 * Follows a page, and keeps what each peer of its gossiping torrents held: from when the first of them is
 * shown, also while others are. The page itself does not know: most visitors never gossip.
 */
import { effect } from '@preact/signals'
import type { Torrent } from '../../host/api.ts'
import type { Page } from '../page.ts'
import { HeldHistory } from './history.ts'

class Histories {
  readonly #of = new WeakMap<Torrent, HeldHistory>()

  constructor({ snapshot }: Page) {
    effect(() => {
      const { items, atMs } = snapshot.value
      for (const { torrent, view } of items) if (view.gossip) this.of(torrent).note(view, atMs)
    })
  }

  of(torrent: Torrent): HeldHistory {
    const history = this.#of.get(torrent) ?? new HeldHistory()
    this.#of.set(torrent, history)
    return history
  }
}

const followed = new WeakMap<Page, Histories>()

export function heldIn(page: Page, torrent: Torrent): HeldHistory {
  const histories = followed.get(page) ?? new Histories(page)
  followed.set(page, histories)
  return histories.of(torrent)
}
