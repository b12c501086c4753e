/**
 * One torrent of this tab, as the pages see it: verbs, a view, and the content once it is there. It
 * outlives its runs in the swarm (see `run.ts`).
 */
import { assert } from '../../shared/base/assert.ts'
import type { InfoHash } from '../../shared/base/ids.ts'
import type { PeerView } from '../../shared/peer/view.ts'
import { type Priority, wantedBytes } from '../../shared/torrent/file-choice.ts'
import type { Info } from '../../shared/torrent/info.ts'
import { formatMagnet } from '../../shared/torrent/magnet.ts'
import { encodeTorrentFile } from '../../shared/torrent/metainfo.ts'
import { announceUrl, contactableTrackers } from '../../shared/torrent/tracker-url.ts'
import type { Limits, LoggedEvent, SeedingGoal, Torrent, TorrentView } from './api.ts'
import { fileOf, streamFile } from './content.ts'
import { LogRing } from './log-ring.ts'
import type { Run, RunParts } from './run.ts'
import { isGoalReached, NO_GOAL } from './seeding-goal.ts'
import type { Place } from './storage.ts'
import { FileStore } from './store/files.ts'
import type { PieceStore } from './store/piece-store.ts'
import type { TorrentRecord } from './store/record.ts'
import { TorrentSettings } from './torrent-settings.ts'
import type { Verifier } from './verify.ts'

/** What a torrent needs of its session. */
export interface TorrentPorts {
  /** Where the server is. */
  readonly origin: string
  newRun(parts: RunParts): Run
  readonly verifier: Verifier
  /** For torrents without one of their own. */
  seedingGoal(): SeedingGoal
  onChange(): void
  /** It has left the tab. */
  onLeft(torrent: TabTorrent): void
}

export interface TorrentParts {
  readonly infoHash: InfoHash
  /** What the magnet calls it. */
  readonly linkName: string | undefined
  readonly place: Place
  readonly record: TorrentRecord
  readonly info: Info | undefined
  /** In the order of `info.files`, if it is shared from here. */
  readonly files: readonly File[] | undefined
  readonly wanted: boolean
  readonly paused: boolean
}

export class TabTorrent implements Torrent {
  readonly infoHash: InfoHash
  readonly #linkName: string | undefined
  readonly #place: Place
  readonly #ports: TorrentPorts
  readonly #settings: TorrentSettings
  readonly #log = new LogRing()
  #info: Info | undefined
  #files: readonly File[] | undefined
  #store: PieceStore | undefined
  #wanted: boolean
  #paused: TorrentView['paused']
  #verification: { share: number; done?: Promise<void> } | undefined
  readonly #left = new AbortController()
  #run: Run

  constructor(parts: TorrentParts, ports: TorrentPorts) {
    this.infoHash = parts.infoHash
    this.#linkName = parts.linkName
    this.#place = parts.place
    this.#ports = ports
    this.#settings = new TorrentSettings(parts.record, record => this.#place.keepRecord(record))
    this.#info = parts.info
    this.#files = parts.files
    this.#wanted = parts.wanted
    this.#paused = parts.paused ? 'person' : undefined
    this.#run = this.#newRun()
  }

  // --- what it is

  get magnet(): string {
    return this.magnetAt(this.#ports.origin)
  }

  magnetAt(origin: string): string {
    const { info } = this
    const name = info?.name ?? this.#linkName
    return formatMagnet({
      infoHash: this.infoHash,
      trackers: this.#trackersAt(origin),
      ...(name !== undefined && { name }),
      ...(info && { length: info.length }),
    })
  }

  get name(): string {
    return this.info?.name ?? this.#linkName ?? this.infoHash
  }

  get trackers(): readonly string[] {
    return this.#trackersAt(this.#ports.origin)
  }

  /** Our own comes first, under the name by which it is reached there. */
  #trackersAt(origin: string): string[] {
    const own = announceUrl(this.#ports.origin)
    const others = this.#settings.trackers.filter(url => url !== own)
    return [...new Set([announceUrl(origin), ...others])]
  }

  get comment(): string | undefined {
    return this.#settings.comment
  }

  get info(): Info | undefined {
    this.#info ??= this.#run.driver.inspect().info
    return this.#info
  }

  torrentFile(): Uint8Array<ArrayBuffer> | undefined {
    const { info, comment, trackers } = this
    return info && encodeTorrentFile(info, { announce: trackers, ...(comment && { comment }) })
  }

  get view(): TorrentView {
    const view = this.#run.driver.inspect()
    const { info } = view
    const { bytesWanted, bytesHeld } = this.#bytes(view)
    return {
      ...view,
      piecePriorities: info && this.#settings.piecePriorities(info),
      bytesWanted,
      bytesHeld,
      bytesLeft: bytesWanted - bytesHeld,
      filePriorities: info && this.#settings.filePriorities(info),
      paused: this.#paused,
      verifying: this.#verification?.share,
      limits: this.#settings.limits,
      seedingGoal: this.#settings.seedingGoal,
      totals: this.#settings.totals(view),
      etaMs: etaMs(view, bytesWanted - bytesHeld),
      storage: this.#store?.kind ?? 'disk',
      dependents: dependents(view),
    }
  }

  get log(): readonly LoggedEvent[] {
    return this.#log.toArray()
  }

  #bytes({ info, held, bytesLeft }: PeerView): { bytesWanted: number; bytesHeld: number } {
    if (!info) return { bytesWanted: 0, bytesHeld: 0 }
    const pieces = this.#settings.piecePriorities(info)
    return pieces
      ? { bytesWanted: wantedBytes(info, pieces), bytesHeld: wantedBytes(info, pieces, held) }
      : { bytesWanted: info.length, bytesHeld: info.length - bytesLeft }
  }

  // --- what the person sets

  selectFiles(indices: Iterable<number>): void {
    this.#settings.selectFiles(indices, this.info)
    this.#prioritise()
  }

  prioritiseFiles(priorities: readonly Priority[]): void {
    assert(this.info, 'which files there are is not known yet')
    this.#settings.prioritiseFiles(priorities, this.info)
    this.#prioritise()
  }

  setLimits(limits: Limits): void {
    this.#settings.setLimits(limits)
    this.#limit()
  }

  setSeedingGoal(goal: SeedingGoal | undefined): void {
    this.#settings.setSeedingGoal(goal)
    this.#ports.onChange()
  }

  #prioritise(): void {
    const { info } = this
    if (!info) return
  }

  #limit(): void {
    this.#run.driver.feed({ type: 'limit', ...this.#settings.limits })
    this.#ports.onChange()
  }

  // --- coming and going

  start(): void {
    this.#wanted = true
    if (this.#paused === 'goal') this.#settings.setSeedingGoal(NO_GOAL)
    this.#paused = undefined
    this.#run.driver.feed({ type: 'want', wanted: true })
    this.#run.appear()
    this.#ports.onChange()
  }

  pause(why: 'person' | 'goal' = 'person'): void {
    if (this.#paused) return
    this.#paused = why
    this.#wanted = false
    this.#restart()
  }

  /** The metadata came another way, such as a `.torrent` file opened after its magnet. */
  learn(info: Info): void {
    if (this.info) return
    this.#info = info
    this.#restart()
  }

  /** The person has the files: from here on they are what is shared. */
  adopt(info: Info, files: readonly File[]): void {
    if (this.#files || this.view.phase === 'seeding') return this.start()
    this.#info = info
    this.#files = files
    // What was fetched of it before is in the files too.
    void this.#store?.remove()
    this.#store = undefined
    this.#wanted = true
    this.#paused = undefined
    this.#restart()
  }

  verify(): void {
    if (this.#verification || !this.info) return
    this.#verification = { share: 0 }
    this.#restart()
  }

  async remove({ forget = false } = {}): Promise<void> {
    if (this.#left.signal.aborted) return
    this.leave()
    if (forget) {
      await this.#store?.remove()
      await this.#place.forget()
    }
    this.#place.release()
  }

  /** At once: when the page is going there is no time for more. */
  leave(): void {
    this.#left.abort()
    this.#settings.runEnded(this.#run.driver.inspect())
    this.#run.end()
    this.#store?.close()
    this.#ports.onLeft(this)
  }

  onTracker: Run['onTracker'] = input => this.#run.onTracker(input)
  onSignal: Run['onSignal'] = signal => this.#run.onSignal(signal)

  /** Time went by: while it shares it counts, and the goal may be reached. */
  beat(elapsedMs: number): void {
    const view = this.#run.driver.inspect()
    if (view.phase !== 'seeding' || this.#paused) return
    this.#settings.seeded(elapsedMs, view)
    const goal = this.#settings.seedingGoal ?? this.#ports.seedingGoal()
    const { bytesWanted } = this.#bytes(view)
    if (isGoalReached(goal, this.#settings.totals(view), bytesWanted)) this.pause('goal')
  }

  #restart(): void {
    this.#info = this.info
    this.#settings.runEnded(this.#run.driver.inspect())
    this.#run.end()
    this.#run = this.#newRun()
    this.#ports.onChange()
  }

  #newRun(): Run {
    const run = this.#ports.newRun({
      infoHash: this.infoHash,
      info: this.#info,
      wanted: this.#wanted,
      log: this.#log,
      trackers: contactableTrackers(this.#settings.trackers, this.#ports.origin),
      openStore: info => this.#openStore(info),
    })
    run.driver.feed({ type: 'limit', ...this.#settings.limits })
    if (!this.#paused) run.appear()
    return run
  }

  // --- what is stored

  async #openStore(info: Info): Promise<PieceStore> {
    this.#store ??= await this.#newStore(info)
    const verification = this.#verification
    if (verification) {
      verification.done ??= this.#verify(this.#store, info, verification)
      await verification.done
    }
    return this.#store
  }

  async #newStore(info: Info): Promise<PieceStore> {
    if (!this.#files) return this.#place.open(info)
    // In its own time: the link is there already.
    this.#place.keepFiles(info, this.#files)
    return new FileStore(info, this.#files)
  }

  async #verify(store: PieceStore, info: Info, verification: { share: number }): Promise<void> {
    const onProgress = (share: number) => {
      verification.share = share
      this.#ports.onChange()
    }
    try {
      await this.#ports.verifier.verify(store, info, onProgress, this.#left.signal)
    } finally {
      this.#verification = undefined
    }
  }

  stream(fileIndex: number): ReadableStream<Uint8Array> {
    const { info, store } = this.#content()
    return streamFile(info, store, fileIndex)
  }

  file(fileIndex: number): Promise<File> {
    const { info, store } = this.#content()
    return fileOf(info, store, fileIndex)
  }

  #content(): { info: Info; store: PieceStore } {
    const { info } = this
    assert(info && this.#store, 'content was asked for before it is there')
    return { info, store: this.#store }
  }
}

function etaMs({ phase, downRate }: PeerView, bytesLeft: number): number | undefined {
  if (phase !== 'downloading' || downRate <= 0) return undefined
  return (1000 * bytesLeft) / downRate
}

/** A remote that told no pieces yet has none. */
function dependents({ info, heldCount, links }: PeerView): number {
  if (!info || heldCount === 0) return 0
  return links.filter(link => (link.heldCount ?? 0) < info.pieceCount).length
}
