/**
 * One torrent of this tab, as the pages see it: verbs, a view, and the content once it is there. It
 * outlives its runs in the swarm (see `run.ts`).
 */
import { assert } from '../../shared/base/assert.ts'
import type { InfoHash } from '../../shared/base/ids.ts'
import { NORMAL, type Priority } from '../../shared/torrent/file-choice.ts'
import type { Info } from '../../shared/torrent/info.ts'
import { formatMagnet } from '../../shared/torrent/magnet.ts'
import { encodeTorrentFile } from '../../shared/torrent/metainfo.ts'
import type { BitTorrentPolicies } from '../../shared/torrent/policies.ts'
import { announceUrl, contactableTrackers } from '../../shared/torrent/tracker-url.ts'
import type { GossipStyle, Limits, LoggedEvent, SeedingGoal, Torrent, TorrentView } from './api.ts'
import { exchangeOf, meetingPlace } from './exchange.ts'
import { LogRing } from './log-ring.ts'
import type { Run, RunParts } from './run.ts'
import { isGoalReached, NO_GOAL } from './seeding-goal.ts'
import type { Place } from './storage.ts'
import type { TorrentRecord } from './store/record.ts'
import { TorrentSettings } from './torrent-settings.ts'
import { TorrentStore } from './torrent-store.ts'
import { torrentView, wantedIn } from './torrent-view.ts'
import type { Verifier } from './verify.ts'

/** What a torrent needs of its session. */
export interface TorrentPorts {
  /** Where the server is. */
  readonly origin: string
  newRun(parts: RunParts): Run
  readonly verifier: Verifier
  /** For torrents that do not gossip. */
  policies(): BitTorrentPolicies
  /** For torrents without one of their own. */
  seedingGoal(): SeedingGoal
  onChange(): void
  /** It has left the tab. */
  onLeft(torrent: TabTorrent): void
}

export interface TorrentParts {
  readonly infoHash: InfoHash
  readonly gossip: GossipStyle | undefined
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
  readonly swarm: InfoHash
  readonly gossip: GossipStyle | undefined
  readonly #linkName: string | undefined
  readonly #store: TorrentStore
  readonly #ports: TorrentPorts
  readonly #settings: TorrentSettings
  readonly #log = new LogRing()
  #info: Info | undefined
  #wanted: boolean
  #paused: TorrentView['paused']
  #hasLeft = false
  #run: Run

  constructor(parts: TorrentParts, ports: TorrentPorts) {
    this.infoHash = parts.infoHash
    this.gossip = parts.gossip
    this.swarm = meetingPlace(parts.infoHash, parts.gossip)
    this.#linkName = parts.linkName
    this.#ports = ports
    this.#store = new TorrentStore(parts.files, {
      place: parts.place,
      verifier: ports.verifier,
      onProgress: () => ports.onChange(),
    })
    this.#settings = new TorrentSettings(parts.record, record => parts.place.keepRecord(record))
    this.#info = parts.info
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
      ...(this.gossip && { gossip: this.gossip }),
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
    return torrentView(this.#run.driver.inspect(), this.#settings, {
      paused: this.#paused,
      verifying: this.#store.verifying,
      storage: this.#store.kind,
    })
  }

  get log(): readonly LoggedEvent[] {
    return this.#log.toArray()
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
    if (info) {
      const all = () => new Uint8Array(info.pieceCount).fill(NORMAL)
      const priorities = this.#settings.piecePriorities(info) ?? all()
      this.#run.driver.feed({ type: 'prioritise', priorities })
    }
    this.#ports.onChange()
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
    if (this.#store.isOwn || this.view.phase === 'seeding') return this.start()
    this.#info = info
    this.#store.adopt(files)
    this.#wanted = true
    this.#paused = undefined
    this.#restart()
  }

  /** The policies have changed, and a run holds to them from its beginning. */
  renew(): void {
    if (!this.gossip) this.#restart()
  }

  verify(): void {
    if (this.info && this.#store.verifyNext()) this.#restart()
  }

  async remove({ forget = false } = {}): Promise<void> {
    if (this.#hasLeft) return
    this.#hasLeft = true
    // At once: when the page is going there is no time for more.
    this.#settings.runEnded(this.#run.driver.inspect())
    this.#run.end()
    this.#store.close()
    this.#ports.onLeft(this)
    await this.#store.leave(forget)
  }

  onServer: Run['onServer'] = input => this.#run.onServer(input)
  onSignal: Run['onSignal'] = signal => this.#run.onSignal(signal)

  /** Time went by: while it shares it counts, and the goal may be reached. */
  beat(elapsedMs: number): void {
    const view = this.#run.driver.inspect()
    if (view.phase !== 'seeding' || this.#paused) return
    this.#settings.seeded(elapsedMs, view)
    const goal = this.#settings.seedingGoal ?? this.#ports.seedingGoal()
    const { bytesWanted } = wantedIn(view, this.#settings)
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
      exchange: exchangeOf(this.gossip, this.#ports.policies()),
      wanted: this.#wanted,
      log: this.#log,
      trackers: contactableTrackers(this.#settings.trackers, this.#ports.origin),
      usesServer: this.#usesServer,
      priorities: info => this.#settings.piecePriorities(info),
      openStore: info => {
        this.#settings.keep()
        return this.#store.open(info)
      },
    })
    run.driver.feed({ type: 'limit', ...this.#settings.limits })
    if (!this.#paused) run.appear()
    return run
  }

  /** Who made a private torrent says which trackers bring its members together (BEP 27). */
  get #usesServer(): boolean {
    const { trackers } = this.#settings
    const isOurs = trackers.length === 0 || trackers.includes(announceUrl(this.#ports.origin))
    return isOurs || !this.#info?.private
  }

  // --- its content

  stream(fileIndex: number): ReadableStream<Uint8Array> {
    assert(this.info, 'what is in it is not known yet')
    return this.#store.stream(this.info, fileIndex)
  }

  async file(fileIndex: number): Promise<File> {
    assert(this.info, 'what is in it is not known yet')
    return this.#store.file(this.info, fileIndex)
  }
}
