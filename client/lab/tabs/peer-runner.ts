/** Runs the peers that a controller assigns, and reports on them. The controller has one of its own. */
import { signal } from '@preact/signals'
import type { Clock } from '../../host/clock.ts'
import type { EmulatedPeer } from '../../host/emulation/emulated-peer.ts'
import { newcomerOf } from '../../host/emulation/newcomers.ts'
import { TabPeers } from '../../host/emulation/tab-peers.ts'
import {
  type Command,
  type JoinCommand,
  MAX_EVENTS,
  type PeerReport,
  type Report,
  type ReportedEvent,
} from './messages.ts'

/** Often enough for a smooth picture. */
const REPORT_EVERY_MS = 250

interface Watched {
  readonly peer: EmulatedPeer
  readonly events: (readonly [number, ReportedEvent])[]
}

export class PeerRunner {
  readonly #clock: Clock
  readonly #report: (report: Report) => void
  readonly peers = signal<readonly PeerReport['status'][]>([])
  #home = new TabPeers()
  #watched: Watched[] = []
  #cancelReport = () => {}

  constructor(clock: Clock, report: (report: Report) => void) {
    this.#clock = clock
    this.#report = report
  }

  obey(command: Command): void {
    if (command.command === 'start') return this.#home.start()
    const done = command.command === 'join' ? this.#join(command) : this.#end()
    done.catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error)
      this.#report({ report: 'failed', why })
    })
  }

  close(): void {
    this.#cancelReport()
    this.#home.close()
    this.#home = new TabPeers()
    this.#watched = []
    this.peers.value = []
  }

  async #join({ nodes, ...command }: JoinCommand): Promise<void> {
    this.close()
    const home = this.#home
    for (const node of nodes) {
      const events: Watched['events'] = []
      const tell = (atMs: number, event: ReportedEvent) => events.push([atMs, event])
      const peer = await home.join(newcomerOf({ ...command, node }), tell)
      // Ended meanwhile, or ordered elsewhere.
      if (home !== this.#home) return peer.close()
      this.#watched.push({ peer, events })
    }
    this.#tell()
  }

  #tell(): void {
    this.#cancelReport()
    if (this.#watched.length === 0) return
    const peers = this.#watched.map(reportOf)
    this.peers.value = peers.map(({ status }) => status)
    this.#report({ report: 'peers', peers })
    this.#cancelReport = this.#clock.after(REPORT_EVERY_MS, () => this.#tell())
  }

  async #end(): Promise<void> {
    const home = this.#home
    const outcomes = await home.outcomes()
    if (home !== this.#home) return
    this.#tell()
    this.#report({ report: 'ended', outcomes })
    this.close()
  }
}

/** Events beyond the limit wait for the next report. */
function reportOf({ peer, events }: Watched): PeerReport {
  const untilMs = peer.now()
  const reported = events.splice(0, MAX_EVENTS)
  const next = events[0]
  return {
    peerId: peer.peerId,
    untilMs: next ? next[0] : untilMs,
    events: reported,
    status: peer.status(),
  }
}
