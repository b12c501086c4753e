/**
 * Downloads that begin without a click, because the person has switched that on in this browser. The
 * names and sizes come first: what would not fit waits for the person, like any other offer.
 */
import { signal } from '@preact/signals'
import type { InfoHash, Session, Torrent } from '../host/api.ts'
import { shortageOf } from './room.ts'

export interface AutoStartPorts {
  isOn(): boolean
  start(torrent: Torrent): void
}

export class AutoStart {
  readonly #session: Session
  readonly #ports: AutoStartPorts
  /** Opened while it was on, and not known well enough to begin. */
  readonly #expected = new Set<InfoHash>()
  #beginning = Promise.resolve()
  /** What it began, for the screens to say so. */
  readonly begun = signal<ReadonlySet<InfoHash>>(new Set())

  constructor(session: Session, ports: AutoStartPorts) {
    this.#session = session
    this.#ports = ports
    session.subscribe(() => this.#lookAtAll())
  }

  /** To be called for what was opened, and for nothing that the person has already begun or paused. */
  expect(torrent: Torrent): void {
    if (!this.#ports.isOn()) return
    this.#expected.add(torrent.swarm)
    this.#lookAt(torrent)
  }

  #lookAtAll(): void {
    if (this.#expected.size === 0) return
    const { torrents } = this.#session
    for (const swarm of this.#expected) {
      const torrent = torrents.find(each => each.swarm === swarm)
      if (torrent) this.#lookAt(torrent)
      else this.#expected.delete(swarm)
    }
  }

  #lookAt(torrent: Torrent): void {
    const { phase } = torrent.view
    if (phase === 'joining' || phase === 'opening') return
    this.#expected.delete(torrent.swarm)
    if (phase !== 'idle') return
    // One after the other: each takes from the room that the next is held against.
    this.#beginning = this.#beginning.then(() => this.#begin(torrent))
  }

  async #begin(torrent: Torrent): Promise<void> {
    const shortage = await shortageOf(torrent, this.#session.torrents)
    // Meanwhile the person may have begun, paused or closed it, or switched this off.
    const { phase, paused } = torrent.view
    if (shortage || phase !== 'idle' || paused || !this.#ports.isOn()) return
    this.begun.value = new Set([...this.begun.value, torrent.swarm])
    this.#ports.start(torrent)
  }
}
