/**
 * All trackers of one torrent: the server that the page came from, which names members, and those that
 * its magnet names. The peer sees one tracker, that is there as long as any of them is.
 */
import type { PeerId } from '../../shared/base/ids.ts'
import type { Announcement } from '../../shared/peer/effect.ts'
import type { Input } from '../../shared/peer/input.ts'
import { ANNOUNCE_INTERVAL_MS, type AnnounceReply } from '../../shared/tracker/announce.ts'
import type { TrackerClient } from './tracker.ts'
import { WebTorrentTracker, type WebTorrentTrackerPorts } from './tracker-webtorrent.ts'

export interface TrackersPorts extends Omit<WebTorrentTrackerPorts, 'onUp' | 'onDown'> {
  readonly server: Pick<TrackerClient, 'online' | 'announce'>
  /** Addresses of the others. */
  readonly urls: readonly string[]
  feed(input: TrackerInput): void
}

export type TrackerInput = Extract<Input, { readonly type: 'trackerUp' | 'trackerDown' }>

const ALL_DOWN = 'No tracker can be reached. Trying again until one is back.'

/** What the server would say if it were there and knew nobody. */
const NOBODY = { intervalMs: ANNOUNCE_INTERVAL_MS, peers: [], seeders: 0, leechers: 0 }

export class Trackers {
  readonly #ports: TrackersPorts
  #others: readonly WebTorrentTracker[] = []
  #stock: ReadonlySet<PeerId> = new Set()

  constructor(ports: TrackersPorts) {
    this.#ports = ports
  }

  /** From here on this tab is listed. */
  start(): void {
    const { urls, feed } = this.#ports
    // A tracker that comes up is told at once that we are here; the others hear it once more.
    const onUp = () => feed({ type: 'trackerUp' })
    const onDown = () => this.#onDown(ALL_DOWN)
    const ports = { ...this.#ports, onUp, onDown }
    this.#others = urls.map(url => new WebTorrentTracker(url, ports))
    if (this.#isUp) onUp()
  }

  /** Of the server's line. */
  onServer(input: TrackerInput): void {
    if (input.type === 'trackerUp') this.#ports.feed(input)
    else this.#onDown(input.reason)
  }

  /** Whether the server named it as one whom candidates cannot be sent. */
  isStock(remote: PeerId): boolean {
    return this.#stock.has(remote)
  }

  async announce(announcement: Announcement): Promise<AnnounceReply> {
    for (const other of this.#others) other.announce(announcement)
    const reply = await this.#announceToServer(announcement)
    if ('failure' in reply) return reply
    const { stock = [], ...named } = reply
    this.#stock = new Set(stock)
    // Many are members at several trackers: the largest count is the least wrong.
    return {
      ...named,
      seeders: Math.max(reply.seeders, ...this.#others.map(other => other.seeders)),
      leechers: Math.max(reply.leechers, ...this.#others.map(other => other.leechers)),
    }
  }

  close(): void {
    for (const other of this.#others) other.close()
    this.#others = []
  }

  async #announceToServer(announcement: Announcement): Promise<AnnounceReply> {
    const { infoHash, peerId, server } = this.#ports
    if (!server.online && this.#isUp) return NOBODY
    return server.announce({ infoHash, peerId, ...announcement })
  }

  get #isUp(): boolean {
    return this.#ports.server.online || this.#others.some(other => other.isUp)
  }

  #onDown(reason: string): void {
    if (!this.#isUp) this.#ports.feed({ type: 'trackerDown', reason })
  }
}
