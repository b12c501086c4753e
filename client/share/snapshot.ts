/** The session as it is right now, as plain data: what the screens draw. */
import type { Info } from '../../shared/torrent/info.ts'
import type { InfoHash, Session, Torrent, TorrentView } from '../host/api.ts'
import { share } from '../language/share.ts'
import { percentOf } from './format.ts'
import type { Ledger } from './ledger.ts'
import { NO_RECEIVERS, type Receivers } from './receivers.ts'
import type { Remembered } from './remembered.ts'
import { type Screen, screenOf } from './screen.ts'

export interface Item {
  readonly torrent: Torrent
  readonly view: TorrentView
  readonly mine: boolean
  readonly saved: boolean
  readonly screen: Screen
  /** When this screen was first shown. */
  readonly sinceMs: number
  readonly name: string
  readonly percent: number
  /** Of what was shared from here. */
  readonly receivers: Receivers
}

export interface Snapshot {
  readonly atMs: number
  /** Counts up with every snapshot: moving pictures are drawn from it. */
  readonly tick: number
  readonly online: boolean
  /** Not reached for longer than a short break takes. */
  readonly serverIsAway: boolean
  /** An error that nothing caught. */
  readonly broken: boolean
  readonly items: readonly Item[]
}

/** Breaks in the connection to the server that are shorter than this are not shown. */
const OFFLINE_GRACE_MS = 3000

/** A download that gets nothing for this long waits, as the page says: a snubbed link is given up after a minute. */
const STALLED_MS = 20_000

export class Snapshots {
  readonly #session: Session
  readonly #recall: (swarm: InfoHash) => Remembered | undefined
  readonly #ledger: Ledger
  readonly #offlineGraceMs: number
  readonly #since = new Map<InfoHash, { screen: Screen; sinceMs: number }>()
  readonly #arrivals = new Map<InfoHash, { downloaded: number; atMs: number }>()
  #onlineAtMs = Date.now()
  #tick = 0

  constructor(
    session: Session,
    recall: (swarm: InfoHash) => Remembered | undefined,
    ledger: Ledger,
    offlineGraceMs = OFFLINE_GRACE_MS,
  ) {
    this.#session = session
    this.#recall = recall
    this.#ledger = ledger
    this.#offlineGraceMs = offlineGraceMs
  }

  take(): Snapshot {
    const atMs = Date.now()
    const { online, torrents } = this.#session
    if (online) this.#onlineAtMs = atMs
    return {
      atMs,
      tick: this.#tick++,
      online,
      serverIsAway: !online && atMs - this.#onlineAtMs >= this.#offlineGraceMs,
      broken: this.#session.broken !== undefined,
      items: torrents.map(torrent => this.#itemOf(torrent, atMs, online)),
    }
  }

  #isStalled(swarm: InfoHash, { phase, downloaded }: TorrentView, atMs: number): boolean {
    const last = this.#arrivals.get(swarm)
    if (phase === 'downloading' && last?.downloaded === downloaded)
      return atMs - last.atMs >= STALLED_MS
    this.#arrivals.set(swarm, { downloaded, atMs })
    return false
  }

  #itemOf(torrent: Torrent, atMs: number, online: boolean): Item {
    const { view } = torrent
    const { mine = false, saved = false } = this.#recall(torrent.swarm) ?? {}
    const screen = screenOf(view, mine, this.#isStalled(torrent.swarm, view, atMs))
    let since = this.#since.get(torrent.swarm)
    if (since?.screen !== screen) {
      since = { screen, sinceMs: atMs }
      this.#since.set(torrent.swarm, since)
    }
    const name = view.info?.name ?? nameOf(torrent)
    const percent = view.info ? percentOf(view.bytesHeld, view.bytesWanted) : 0
    const receivers =
      screen === 'sharing' ? this.#ledger.follow(torrent, view, atMs, online) : NO_RECEIVERS
    const { sinceMs } = since
    return { torrent, view, mine, saved, screen, sinceMs, name, percent, receivers }
  }
}

/** Of a link that has no name: the beginning of its code tells it from others, all of it tells a person nothing. */
const nameOf = ({ name, infoHash }: Torrent): string =>
  name === infoHash ? share.texts.torrent.unnamed(infoHash.slice(0, 8)) : name

/** All bytes of a torrent's files, or of some, by index. */
export const bytesOf = (info: Info, indices: Iterable<number> = info.files.keys()): number =>
  [...indices].reduce((sum, index) => sum + (info.files[index]?.length ?? 0), 0)

/** Files that are to be fetched, by index. */
export const wantedFiles = ({ filePriorities = [] }: TorrentView): number[] =>
  filePriorities.flatMap((priority, index) => (priority > 0 ? index : []))
