/**
 * Downloads that begin by themselves: because the person has switched that on in this browser, or has
 * pressed a button for this one before anybody had it. The names and sizes come first: what would not fit waits for the person, like any other offer.
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
  /** The person has asked for these, which nobody had yet. */
  readonly promised = signal<ReadonlySet<InfoHash>>(new Set())
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

  /** The person's click: it begins as soon as somebody says what it is, if it fits. */
  promise(torrent: Torrent): void {
    this.promised.value = new Set([...this.promised.value, torrent.swarm])
    this.#expected.add(torrent.swarm)
    this.#lookAt(torrent)
  }

  takeBack({ swarm }: Pick<Torrent, 'swarm'>): void {
    const promised = new Set(this.promised.value)
    if (promised.delete(swarm)) this.promised.value = promised
    if (!this.#ports.isOn()) this.#expected.delete(swarm)
  }

  /** Whether it begins without a further click. */
  willBegin({ swarm }: Pick<Torrent, 'swarm'>): boolean {
    return this.promised.value.has(swarm) || (this.#ports.isOn() && this.#expected.has(swarm))
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
    const isPromised = this.promised.value.has(torrent.swarm)
    if (isPromised && phase === 'idle') this.takeBack(torrent)
    if (shortage || phase !== 'idle' || paused || !(isPromised || this.#ports.isOn())) return
    if (isPromised) return this.#ports.start(torrent)
    this.begun.value = new Set([...this.begun.value, torrent.swarm])
    this.#ports.start(torrent)
  }
}
