/** One torrent of this tab as the pages see it. It outlives its runs in the swarm (see `run.ts`). */
import { assert } from '../../../shared/base/assert.ts'
import type { InfoHash } from '../../../shared/base/ids.ts'
import type { BitTorrentPolicies } from '../../../shared/bittorrent/policies.ts'
import { NORMAL, type Priority } from '../../../shared/torrent/file-choice.ts'
import type { Info } from '../../../shared/torrent/info.ts'
import { announceUrl, contactableTrackers } from '../../../shared/torrent/tracker-url.ts'
import type {
  GossipStyle,
  Limits,
  LoggedEvent,
  Mended,
  SeedingGoal,
  SharedFile,
  Torrent,
  TorrentView,
} from '../api.ts'
import type { Surroundings } from '../channel/surroundings.ts'
import { LogRing } from '../log-ring.ts'
import type { Run, RunParts } from '../run.ts'
import type { ExchangeOf } from '../session/exchange-loader.ts'
import type { TorrentSource } from '../session/torrent-source.ts'
import type { Place } from '../storage/browser-storage.ts'
import type { Verifier } from '../storage/hashing.ts'
import { recordWith, storable } from '../storage/record.ts'
import { type HandedOn, magnetAt, torrentFileAt, trackersAt } from './handed-on.ts'
import { isGoalReached, NO_GOAL, TorrentSettings } from './torrent-settings.ts'
import { TorrentStore } from './torrent-store.ts'
import { torrentView, wantedIn } from './torrent-view.ts'

export interface TorrentPorts {
  readonly origin: string
  newRun(parts: RunParts): Run
  readonly verifier: Verifier
  /** For torrents that do not gossip. */
  policies(): BitTorrentPolicies
  /** For torrents without one of their own. */
  seedingGoal(): SeedingGoal
  surroundings(): Surroundings
  onChange(): void
  onLeft(torrent: TabTorrent): void
}

export interface TorrentParts {
  readonly source: TorrentSource
  readonly exchange: ExchangeOf
  readonly place: Place
  readonly wanted: boolean
  readonly paused: boolean
}

export class TabTorrent implements Torrent {
  readonly infoHash: InfoHash
  readonly swarm: InfoHash
  readonly gossip: GossipStyle | undefined
  readonly #exchange: ExchangeOf
  #linkName: string | undefined
  readonly #store: TorrentStore
  readonly #ports: TorrentPorts
  readonly #settings: TorrentSettings
  readonly #log = new LogRing()
  #info: Info | undefined
  #wanted: boolean
  #paused: TorrentView['paused']
  #hasLeft = false
  #run: Run

  constructor({ source, exchange, place, wanted, paused }: TorrentParts, ports: TorrentPorts) {
    this.infoHash = source.infoHash
    this.gossip = source.gossip
    this.#exchange = exchange
    this.swarm = exchange(ports.policies()).swarmOf(source.infoHash)
    this.#linkName = source.name
    this.#ports = ports
    this.#store = new TorrentStore(source, {
      place,
      verifier: ports.verifier,
      isOffer: source.info === undefined,
      onProgress: () => ports.onChange(),
    })
    const record = recordWith(place.record, source)
    this.#settings = new TorrentSettings(record, changed => place.keepRecord(storable(changed)))
    this.#info = source.info ?? place.info
    // Only of one that is new to this browser: else what the person chose stands.
    const { selected } = source
    if (selected && !source.gossip && !place.info) this.#settings.ask(selected, this.#info)
    this.#wanted = wanted
    this.#paused = paused ? 'person' : undefined
    this.#run = this.#newRun()
    this.#begin()
  }

  get magnet(): string {
    return this.magnetAt(this.#ports.origin)
  }

  magnetAt(origin: string): string {
    return magnetAt(origin, this.#handedOn)
  }

  get name(): string {
    return this.info?.name ?? this.#linkName ?? this.infoHash
  }

  get trackers(): readonly string[] {
    return trackersAt(this.#ports.origin, this.#handedOn)
  }

  get comment(): string | undefined {
    return this.#settings.comment
  }

  get info(): Info | undefined {
    this.#info ??= this.#run.driver.inspect().info
    return this.#info
  }

  get #knownInfo(): Info {
    const { info } = this
    assert(info, 'which files there are is not known yet')
    return info
  }

  torrentFile(origin = this.#ports.origin): Uint8Array<ArrayBuffer> | undefined {
    return torrentFileAt(origin, this.#handedOn)
  }

  get #handedOn(): HandedOn {
    const { infoHash, gossip, info } = this
    const linkName = this.#linkName
    return {
      infoHash,
      gossip,
      info,
      linkName,
      settings: this.#settings,
      ownOrigin: this.#ports.origin,
    }
  }

  get view(): TorrentView {
    return torrentView(this.#run.driver.inspect(), this.#settings, {
      webSeeds: this.#run.webSeeds,
      paused: this.#paused,
      verifying: this.#store.verifying,
      storage: this.#store.kind,
      lostFiles: this.#store.lostFiles,
      broken: this.#run.driver.broken,
      surroundings: this.#ports.surroundings(),
    })
  }

  get log(): readonly LoggedEvent[] {
    return this.#log.toArray()
  }

  selectFiles(indices: Iterable<number>): void {
    this.#settings.selectFiles(indices, this.info)
    this.#prioritise()
  }

  prioritiseFiles(priorities: readonly Priority[]): void {
    this.#settings.prioritiseFiles(priorities, this.#knownInfo)
    this.#prioritise()
  }

  setLimits(limits: Limits): void {
    this.#settings.setLimits(limits)
    this.#run.driver.feed({ type: 'limit', ...this.#settings.limits })
    this.#ports.onChange()
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

  /**
   * It was opened again: by a second link, as a `.torrent` file, or by sharing the files themselves. What is
   * new is added, and nothing is taken back.
   */
  learn(source: Partial<TorrentSource>): void {
    const { info, files, selected } = source
    this.#linkName ??= source.name
    this.#learnAround(source)
    if (selected && !this.gossip && this.#mayAsk) {
      this.#settings.ask(selected, this.info)
      this.#prioritise()
    }
    if (files && !this.#store.isOwn && this.view.phase !== 'seeding') {
      this.#info = info
      this.#store.adopt(source)
      this.#wanted = true
      this.#paused = undefined
      this.#restart()
    } else if (files && info && this.#store.isOwn) {
      this.#store.replace(info, files)
      this.start()
    } else if (files) this.start()
    else if (info && !this.info) {
      this.#info = info
      this.#restart()
    }
  }

  async mend(files: readonly SharedFile[]): Promise<Mended> {
    const info = this.#knownInfo
    const { files: all, ...mended } = await this.#store.mend(info, files)
    if (all) this.learn({ info, files: all })
    this.#ports.onChange()
    return mended
  }

  #learnAround({ info, trackers = [], ...rest }: Partial<TorrentSource>): void {
    // The trackers of a private torrent are those that its file names (BEP 27).
    const isRefused = this.info?.private && info === undefined
    const added = isRefused ? [] : trackers
    this.#settings.learn({ ...rest, trackers: added })
    // Of a torrent that nobody has told us of yet, nothing is stored.
    if (this.info) this.#settings.keep()
    const { origin } = this.#ports
    if (added.length > 0) this.#run.addTrackers(contactableTrackers(added, origin))
    this.#useWebSeeds()
    this.#ports.onChange()
  }

  /** A link adds to a choice of files. Without one, all are chosen already, unless nothing has begun. */
  get #mayAsk(): boolean {
    return this.#settings.hasChoice || (!this.#wanted && !this.#paused && this.view.heldCount === 0)
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

  /**
   * The page leaves for the back/forward cache, where it may hold neither links nor locks: it says goodbye,
   * and is ready to come back.
   */
  suspend(): void {
    this.#info = this.info
    this.#settings.runEnded(this.#run.driver.inspect())
    this.#run.end()
    this.#store.suspend()
  }

  /** After `suspend`. */
  resume(): void {
    if (this.#run.driver.broken !== undefined) return
    const claimed = this.#store.resume(this.#info)
    // Another slot may be another record.
    if (this.#info) void claimed.then(() => this.#settings.keep())
    this.#run = this.#newRun()
    this.#begin()
    this.#ports.onChange()
  }

  onServer: Run['onServer'] = input => this.#run.onServer(input)
  onSignal: Run['onSignal'] = (signal, group) => this.#run.onSignal(signal, group)

  /** Counts the time for which it shares; it may reach its goal. */
  beat(elapsedMs: number): void {
    const view = this.#run.driver.inspect()
    if (view.phase !== 'seeding' || this.#paused) return
    this.#settings.seeded(elapsedMs, view)
    const goal = this.#settings.seedingGoal ?? this.#ports.seedingGoal()
    const { bytesWanted } = wantedIn(view, this.#settings)
    if (isGoalReached(goal, this.#settings.totals(view), bytesWanted)) this.pause('goal')
  }

  /** A broken torrent is not restarted: its state cannot be trusted. */
  #restart(): void {
    if (this.#run.driver.broken !== undefined) return
    this.#info = this.info
    this.#settings.runEnded(this.#run.driver.inspect())
    this.#run.end()
    this.#run = this.#newRun()
    this.#begin()
    this.#ports.onChange()
  }

  #newRun(): Run {
    return this.#ports.newRun({
      infoHash: this.infoHash,
      info: this.#info,
      exchange: this.#exchange(this.#ports.policies()),
      wanted: this.#wanted,
      log: this.#log,
      trackers: contactableTrackers(this.#settings.trackers, this.#ports.origin),
      usesServer: this.#usesServer,
      storage: this.#store,
      onInfo: info => this.#onInfo(info),
    })
  }

  #begin(): void {
    this.#run.begin()
    this.#run.driver.feed({ type: 'limit', ...this.#settings.limits })
    if (!this.#paused) this.#run.appear()
    this.#useWebSeeds()
  }

  /** They are asked once the person has started it, as peers are; what gossips comes from members alone. */
  #useWebSeeds(): void {
    const { webSeeds = [] } = this.#settings.around
    if (this.gossip || this.#store.isOwn) return
    const info = webSeeds.length > 0 ? this.info : undefined
    if (info) this.#run.useWebSeeds(info, webSeeds)
  }

  #onInfo(info: Info): void {
    this.#settings.resolve(info)
    this.#settings.keep()
    const priorities = this.#settings.piecePriorities(info)
    if (priorities) this.#run.driver.feed({ type: 'prioritise', priorities })
    this.#useWebSeeds()
  }

  /** A private torrent names the trackers that may bring its members together (BEP 27). */
  get #usesServer(): boolean {
    const { trackers } = this.#settings
    const isOurs = trackers.length === 0 || trackers.includes(announceUrl(this.#ports.origin))
    return isOurs || !this.#info?.private
  }

  room(): Promise<number | undefined> {
    return this.#store.room()
  }

  stream(fileIndex: number): ReadableStream<Uint8Array> {
    return this.#store.stream(this.#knownInfo, fileIndex)
  }

  async file(fileIndex: number): Promise<File> {
    return this.#store.file(this.#knownInfo, fileIndex)
  }
}
