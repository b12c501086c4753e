/** Loads what fetches from web servers when the first torrent needs it: most never do. */
import type { Info } from '../../../shared/torrent/info.ts'
import type { Clock } from '../clock.ts'
import { later } from '../later.ts'
import type { Fetcher } from './fetcher.ts'
import type { Feed, WebSeedRun } from './web-seed-run.ts'

const loadRun = later(() => import('./web-seed-run.ts'))

export class WebSeedLoader {
  readonly #clock: Clock
  readonly #onChange: () => void
  /** Of all torrents of the tab: what it asks of one host is counted once. */
  #fetcher: Fetcher | undefined

  constructor(clock: Clock, onChange: () => void) {
    this.#clock = clock
    this.#onChange = onChange
  }

  /** Rejects if the server of the page is away. */
  async open(info: Info, blockBytes: number, feed: Feed): Promise<WebSeedRun> {
    const { Fetcher: OfTab, WebSeedRun: OfTorrent } = await loadRun()
    this.#fetcher ??= new OfTab()
    return new OfTorrent(info, {
      clock: this.#clock,
      fetcher: this.#fetcher,
      blockBytes,
      isSecurePage: location.protocol === 'https:',
      feed,
      onChange: this.#onChange,
    })
  }

  close(): void {
    this.#fetcher?.close()
  }
}
