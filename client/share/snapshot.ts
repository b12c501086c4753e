/** The session as it is right now, as plain data: what the screens draw. */
import type { InfoHash, Session, Torrent, TorrentView } from '../host/api.ts'
import { percentOf } from './format.ts'
import type { Remembered } from './memory.ts'
import { type Screen, screenOf } from './screen.ts'

export interface Item {
  readonly torrent: Torrent
  readonly view: TorrentView
  readonly mine: boolean
  readonly saved: boolean
  readonly screen: Screen
  /** When this screen came up. */
  readonly sinceMs: number
  readonly name: string
  readonly percent: number
}

export interface Snapshot {
  readonly atMs: number
  /** Counts up with every snapshot: what moves on the page moves with it. */
  readonly tick: number
  readonly online: boolean
  /** Not reached for a while, not just between two breaths. */
  readonly serverIsAway: boolean
  /** An error that nothing caught. */
  readonly broken: boolean
  readonly items: readonly Item[]
}

/** A server that is not reached for this long is worth a word. */
const OFFLINE_GRACE_MS = 3000

export class Looker {
  readonly #session: Session
  readonly #recall: (swarm: InfoHash) => Remembered | undefined
  readonly #offlineGraceMs: number
  readonly #since = new Map<InfoHash, { screen: Screen; sinceMs: number }>()
  #onlineAtMs = Date.now()
  #tick = 0

  constructor(
    session: Session,
    recall: (swarm: InfoHash) => Remembered | undefined,
    offlineGraceMs = OFFLINE_GRACE_MS,
  ) {
    this.#session = session
    this.#recall = recall
    this.#offlineGraceMs = offlineGraceMs
  }

  look(): Snapshot {
    const atMs = Date.now()
    const { online, torrents } = this.#session
    if (online) this.#onlineAtMs = atMs
    return {
      atMs,
      tick: this.#tick++,
      online,
      serverIsAway: !online && atMs - this.#onlineAtMs >= this.#offlineGraceMs,
      broken: this.#session.broken !== undefined,
      items: torrents.map(torrent => this.#lookAt(torrent, atMs)),
    }
  }

  #lookAt(torrent: Torrent, atMs: number): Item {
    const { view } = torrent
    const { mine = false, saved = false } = this.#recall(torrent.swarm) ?? {}
    const screen = screenOf(view, mine)
    let since = this.#since.get(torrent.swarm)
    if (since?.screen !== screen) {
      since = { screen, sinceMs: atMs }
      this.#since.set(torrent.swarm, since)
    }
    const name = view.info?.name ?? torrent.name
    const percent = view.info ? percentOf(view.bytesHeld, view.bytesWanted) : 0
    return { torrent, view, mine, saved, screen, sinceMs: since.sinceMs, name, percent }
  }
}
