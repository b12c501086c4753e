/** One torrent of this tab, as the pages see it: verbs, a view, and the content once it is there. */
import { assert } from '../../shared/base/assert.ts'
import type { InfoHash } from '../../shared/base/ids.ts'
import type { PeerView } from '../../shared/peer/view.ts'
import type { Info } from '../../shared/torrent/info.ts'
import { formatMagnet } from '../../shared/torrent/magnet.ts'
import { encodeTorrentFile } from '../../shared/torrent/metainfo.ts'
import type { LoggedEvent, Torrent, TorrentView } from './api.ts'
import { fileOf, streamFile } from './content.ts'
import type { Driver } from './driver.ts'
import type { PieceStore } from './store/piece-store.ts'

export interface TorrentParts {
  readonly infoHash: InfoHash
  /** What the magnet calls it. */
  readonly linkName: string | undefined
  readonly driver: Driver
  /** Leaves the swarm, and deletes what is stored if told so. */
  remove(forget: boolean): Promise<void>
}

export class TabTorrent implements Torrent {
  readonly infoHash: InfoHash
  readonly #parts: TorrentParts

  constructor(parts: TorrentParts) {
    this.infoHash = parts.infoHash
    this.#parts = parts
  }

  get magnet(): string {
    const info = this.#parts.driver.inspect().info
    const name = info?.name ?? this.#parts.linkName
    return formatMagnet({
      infoHash: this.infoHash,
      trackers: [],
      ...(name !== undefined && { name }),
      ...(info && { length: info.length }),
    })
  }

  get name(): string {
    return this.#parts.driver.inspect().info?.name ?? this.#parts.linkName ?? this.infoHash
  }

  get view(): TorrentView {
    const view = this.#parts.driver.inspect()
    return {
      ...view,
      bytesHeld: view.info ? view.info.length - view.bytesLeft : 0,
      etaMs: etaMs(view),
      storage: this.#parts.driver.store?.kind ?? 'disk',
      dependents: dependents(view),
    }
  }

  get log(): readonly LoggedEvent[] {
    return this.#parts.driver.log.toArray()
  }

  start(): void {
    this.#parts.driver.feed({ type: 'want', wanted: true })
  }

  pause(): void {
    this.#parts.driver.feed({ type: 'want', wanted: false })
  }

  stream(fileIndex: number): ReadableStream<Uint8Array> {
    const { info, store } = this.#content()
    return streamFile(info, store, fileIndex)
  }

  file(fileIndex: number): Promise<File> {
    const { info, store } = this.#content()
    return fileOf(info, store, fileIndex)
  }

  torrentFile(): Uint8Array<ArrayBuffer> | undefined {
    const info = this.#parts.driver.inspect().info
    return info && encodeTorrentFile(info)
  }

  remove({ forget = false } = {}): Promise<void> {
    return this.#parts.remove(forget)
  }

  #content(): { info: Info; store: PieceStore } {
    const { info } = this.#parts.driver.inspect()
    const { store } = this.#parts.driver
    assert(info && store, 'content was asked for before it is there')
    return { info, store }
  }
}

function etaMs({ phase, downRate, bytesLeft }: PeerView): number | undefined {
  if (phase !== 'downloading' || downRate <= 0) return undefined
  return (1000 * bytesLeft) / downRate
}

/** A remote that told no pieces yet has none. */
function dependents({ info, heldCount, links }: PeerView): number {
  if (!info || heldCount === 0) return 0
  return links.filter(link => (link.heldCount ?? 0) < info.pieceCount).length
}
