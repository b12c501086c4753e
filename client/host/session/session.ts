/** This tab: its tracker connection, its clock, its storage, and the torrents it takes part in. */
import type { InfoHash } from '../../../shared/base/ids.ts'
import { seededRandom } from '../../../shared/base/random.ts'
import { type BitTorrentPolicies, DEFAULT_POLICIES } from '../../../shared/bittorrent/policies.ts'
import { AnswerBudget } from '../../../shared/dialling/answer-budget.ts'
import { SERVER } from '../../../shared/dialling/way.ts'
import type { IncomingSignal } from '../../../shared/events.ts'
import { LaneBudget } from '../../../shared/peer/lane-budget.ts'
import { contentLength } from '../../../shared/torrent/info.ts'
import type { Identity } from '../../../shared/tracker/proof.ts'
import {
  HostError,
  type KeptTorrent,
  type OpenOptions,
  type SeedingGoal,
  type Session,
  type Shaping,
  type SharedFile,
  type ShareOptions,
  type Torrent,
} from '../api.ts'
import type { Connect } from '../channel/channel.ts'
import { IceList } from '../channel/ice-list.ts'
import { shaped } from '../channel/shaped.ts'
import { type WebRtcOptions, webRtc } from '../channel/webrtc.ts'
import { type Clock, WorkerClock } from '../clock.ts'
import { newIdentity, newSeed } from '../identity.ts'
import { later } from '../later.ts'
import { Run, type RunParts, type ServerInput } from '../run.ts'
import { OwnLine } from '../shaper/own-line.ts'
import { BrowserStorage } from '../storage/browser-storage.ts'
import { sha1, Verifier } from '../storage/hashing.ts'
import { TabTorrent } from '../torrent/torrent.ts'
import { checkGoal, NO_GOAL } from '../torrent/torrent-settings.ts'
import { connectTracker, type TrackerClient, type TrackerHandlers } from '../tracker.ts'
import { TrackerSockets } from '../tracker-socket.ts'
import { WebSeedLoader } from '../web-seed/loader.ts'
import { byPolicies, type ExchangeOf, loadGossipOf, loadPolicies } from './exchange-loader.ts'
import { checkGossip, checkPolicies } from './exchange-settings.ts'
import { Notifier } from './notifier.ts'
import { cleanMagnet, readText } from './read-text.ts'
import { checkShaping, UNSHAPED } from './shaping.ts'
import {
  infoHashOf,
  sourceInLink,
  sourceInTorrentFile,
  type TorrentSource,
} from './torrent-source.ts'
import { type Page, watchUncaught } from './uncaught.ts'

export interface SessionOptions extends WebRtcOptions {
  /** Where the server is; by default where the page came from. */
  readonly trackerUrl?: string
  /** Links that are opened download without being asked. */
  readonly autostart?: boolean
  readonly maxLinks?: number
  /** Links between our own tabs may be several connections. */
  readonly lanes?: boolean
}

/** How often torrents are asked whether they have shared enough. */
const BEAT_MS = 1_000
/** Between two beats: after more this machine has slept, and no line can be trusted. */
const SLEPT_MS = 5_000

/** Rejects with a `HostError` where the browser lacks what a swarm needs. */
export async function createSession(options: SessionOptions = {}): Promise<Session> {
  if (typeof RTCPeerConnection === 'undefined' || typeof Worker === 'undefined')
    throw new HostError(
      'unsupported-browser',
      'This browser cannot connect to others (WebRTC is missing or switched off). Use a current Firefox, Chrome, Edge or Safari.',
    )
  // Loads the library that plain http needs now, while the server is there.
  await sha1(new Uint8Array())
  const identity = await newIdentity()
  const clock = new WorkerClock()
  const origin = options.trackerUrl ?? location.origin
  const ice = new IceList(clock)
  return new TabSession(options, {
    page: window,
    clock,
    storage: new BrowserStorage(clock),
    connect: webRtc({ ice, ...options }),
    ice,
    identity,
    origin,
    connectServer: handlers => connectTracker(handlers, origin, identity, ice),
  })
}

/** What the browser gives; tests give other things. */
export interface SessionParts {
  readonly page: Page
  readonly clock: Clock
  readonly storage: Pick<BrowserStorage, 'claim' | 'kept' | 'forget' | 'close'>
  readonly connect: Connect
  readonly ice: Pick<IceList, 'onRelayLimit' | 'surroundings'>
  readonly identity: Identity
  /** Where the server is. */
  readonly origin: string
  connectServer(handlers: TrackerHandlers): TrackerClient
}

const closing = () => new HostError('cancelled', 'This page is closing.')

const loadImport = later(() => import('./import.ts'))

export class TabSession implements Session {
  readonly #options: SessionOptions
  readonly #parts: SessionParts
  readonly #notifier: Notifier
  readonly #verifier = new Verifier()
  /** All torrents share it. */
  readonly #line: OwnLine
  readonly #connect: Connect
  readonly #server: TrackerClient
  readonly #trackerSockets: TrackerSockets
  readonly #webSeeds: WebSeedLoader
  readonly #answers = new AnswerBudget()
  readonly #laneBudget = new LaneBudget()
  /** By the swarm that they are in: one info hash may be in several. */
  readonly #torrents = new Map<InfoHash, TabTorrent>()
  /** Being opened: two calls for one torrent give one torrent. */
  readonly #opening = new Map<InfoHash, Promise<TabTorrent>>()
  readonly #onPageHide = ({ persisted }: PageTransitionEvent) => {
    // Into the back/forward cache, from where a press of Back brings it again, with all that it had.
    if (!persisted) return void this.#leaveAll()
    this.#suspended = [...this.#torrents.values()]
    for (const torrent of this.#suspended) torrent.suspend()
  }
  readonly #onPageShow = () => {
    for (const torrent of this.#suspended.splice(0)) torrent.resume()
    this.#server.check()
  }
  readonly #onOnline = () => this.#server.check()
  /** While the page is in the back/forward cache. */
  #suspended: TabTorrent[] = []
  #seedingGoal = NO_GOAL
  #policies = DEFAULT_POLICIES
  #broken: string | undefined
  #isClosed = false
  #cancelBeat: () => void
  #beatAt: number
  readonly #endWatch: () => void

  constructor(options: SessionOptions, parts: SessionParts) {
    const { clock, connect, page } = parts
    this.#options = options
    this.#parts = parts
    this.#notifier = new Notifier(clock)
    this.#webSeeds = new WebSeedLoader(clock, () => this.#notifier.changed())
    this.#line = new OwnLine(clock, seededRandom(newSeed()))
    // What is relayed waits for a second line besides.
    const relayLine = new OwnLine(clock, seededRandom(newSeed()))
    parts.ice.onRelayLimit = uploadBitsPerSec => {
      if (uploadBitsPerSec !== relayLine.shaping.uploadBitsPerSec)
        relayLine.shape({ ...UNSHAPED, uploadBitsPerSec })
    }
    this.#connect = shaped(this.#line, shaped(relayLine, this.#suspicious(connect), 'relayed'))
    this.#trackerSockets = new TrackerSockets(clock)
    this.#server = parts.connectServer({
      onUp: () => this.#tellAll({ type: 'trackerUp', tracker: SERVER }),
      onDown: reason => this.#tellAll({ type: 'trackerDown', tracker: SERVER, reason }),
      onSignal: (signal, group) => this.#onSignal(signal, group),
      onRefused: (infoHash, reason) => {
        const torrent = this.#torrents.get(infoHash)
        torrent?.onServer({ type: 'announceFailed', tracker: SERVER, reason })
      },
    })
    page.addEventListener('pagehide', this.#onPageHide)
    page.addEventListener('pageshow', this.#onPageShow)
    page.addEventListener('online', this.#onOnline)
    this.#endWatch = watchUncaught(page, error => this.#break(error))
    this.#beatAt = clock.now()
    this.#cancelBeat = clock.after(BEAT_MS, () => this.#beat())
  }

  get broken(): string | undefined {
    return this.#broken
  }

  get online(): boolean {
    return this.#server.online
  }

  get torrents(): readonly Torrent[] {
    return [...this.#torrents.values()]
  }

  subscribe(listener: () => void): () => void {
    return this.#notifier.subscribe(listener)
  }

  get shaping(): Shaping {
    return this.#line.shaping
  }

  setShaping(shaping: Shaping): void {
    checkShaping(shaping)
    this.#line.shape(shaping)
    this.#notifier.changed()
  }

  get seedingGoal(): SeedingGoal {
    return this.#seedingGoal
  }

  setSeedingGoal(goal: SeedingGoal): void {
    checkGoal(goal)
    this.#seedingGoal = { ...goal }
    this.#notifier.changed()
  }

  get policies(): BitTorrentPolicies {
    return this.#policies
  }

  setPolicies(policies: BitTorrentPolicies): void {
    checkPolicies(policies)
    this.#policies = { ...policies }
    const renew = () => {
      for (const torrent of this.#torrents.values()) torrent.renew()
    }
    const loading = loadPolicies(policies)
    if (!loading) return renew()
    loading.then(renew, error => {
      console.warn('tabswarm: a policy waits until its part of the program is loaded', error)
      renew()
    })
  }

  async share(files: readonly SharedFile[], options: ShareOptions = {}): Promise<Torrent> {
    const { gossip, comment } = options
    if (gossip) checkGossip(gossip)
    const { importFiles } = await loadImport()
    const imported = await importFiles(files, options)
    const infoHash = await infoHashOf(imported.info)
    return this.#open({ infoHash, gossip, ...imported, comment }, { wanted: true })
  }

  async open(magnet: string, options: OpenOptions = {}): Promise<Torrent> {
    const strict = cleanMagnet(magnet) ?? (await readText(magnet)).magnets[0]
    return this.#open(sourceInLink(strict as string), options)
  }

  async openTorrentFile(file: Blob, options: OpenOptions = {}): Promise<Torrent> {
    return this.#open(await sourceInTorrentFile(file), options)
  }

  async kept(): Promise<readonly KeptTorrent[]> {
    const found = await this.#parts.storage.kept()
    return Promise.all(
      found.map(async ({ info, record: { gossip } }) => {
        const infoHash = await infoHashOf(info)
        return {
          infoHash,
          name: info.name,
          length: contentLength(info),
          fileCount: info.files.length,
          open: (options: OpenOptions = {}) => this.#open({ infoHash, gossip }, options),
          forget: () => this.#parts.storage.forget(infoHash),
        }
      }),
    )
  }

  async close(): Promise<void> {
    this.#parts.page.removeEventListener('pagehide', this.#onPageHide)
    this.#parts.page.removeEventListener('pageshow', this.#onPageShow)
    this.#parts.page.removeEventListener('online', this.#onOnline)
    this.#endWatch()
    this.#cancelBeat()
    this.#isClosed = true
    // Those that are being opened find it closed, and give their places back.
    await Promise.allSettled([this.#leaveAll(), ...this.#opening.values()])
    this.#notifier.close()
    this.#server.close()
    this.#webSeeds.close()
    this.#parts.storage.close()
    this.#parts.clock.close()
  }

  /** The one way into the tab. A torrent that is open already learns what is new of it. */
  async #open(source: TorrentSource, options: OpenOptions): Promise<TabTorrent> {
    const { gossip } = source
    const exchange = gossip ? await loadGossipOf(gossip) : byPolicies
    if (this.#isClosed) throw closing()
    const swarm = exchange(this.#policies).swarmOf(source.infoHash)
    const underWay = this.#opening.get(swarm)
    const before = underWay ? await underWay : this.#torrents.get(swarm)
    before?.learn(source)
    if (before) return before
    const opening = this.#create(source, exchange, options).finally(() =>
      this.#opening.delete(swarm),
    )
    this.#opening.set(swarm, opening)
    return opening
  }

  async #create(
    source: TorrentSource,
    exchange: ExchangeOf,
    options: OpenOptions,
  ): Promise<TabTorrent> {
    const place = await this.#parts.storage.claim(source.infoHash)
    if (this.#isClosed) {
      place.release()
      throw closing()
    }
    const torrent = new TabTorrent(
      {
        source,
        exchange,
        place,
        wanted: options.wanted ?? this.#options.autostart ?? false,
        paused: options.paused ?? false,
      },
      {
        origin: this.#parts.origin,
        newRun: parts => this.#newRun(parts),
        verifier: this.#verifier,
        policies: () => this.#policies,
        seedingGoal: () => this.#seedingGoal,
        surroundings: () => this.#parts.ice.surroundings,
        onChange: () => this.#notifier.changed(),
        onLeft: ({ swarm }) => {
          this.#torrents.delete(swarm)
          this.#notifier.changed()
        },
      },
    )
    this.#torrents.set(torrent.swarm, torrent)
    return torrent
  }

  #newRun(parts: RunParts): Run {
    const { maxLinks, lanes = false } = this.#options
    const { clock, identity } = this.#parts
    return new Run(parts, {
      identity,
      clock,
      server: this.#server,
      trackerSockets: this.#trackerSockets,
      connect: this.#connect,
      maxLinks,
      answers: this.#answers,
      ...(lanes && { lanes: this.#laneBudget }),
      webSeeds: this.#webSeeds,
      onChange: () => this.#notifier.changed(),
    })
  }

  #break(error: unknown): void {
    // Once: a page that throws whenever it is told of a change would be told without end.
    if (this.#broken !== undefined) return
    this.#broken = error instanceof Error ? error.message : String(error)
    this.#notifier.changed()
  }

  async #leaveAll(): Promise<void> {
    await Promise.all([...this.#torrents.values()].map(torrent => torrent.remove()))
  }

  /** Where a remote's way is lost it may be our network that has changed, and with it the way to the server. */
  #suspicious(connect: Connect): Connect {
    return (role, handlers, kind) => {
      const onWayLost = () => {
        this.#server.check()
        handlers.onWayLost?.()
      }
      return connect(role, { ...handlers, onWayLost }, kind)
    }
  }

  #onSignal(signal: IncomingSignal, group: number | undefined): void {
    this.#torrents.get(signal.infoHash)?.onSignal(signal, group)
  }

  #tellAll(input: ServerInput): void {
    for (const torrent of this.#torrents.values()) torrent.onServer(input)
    this.#notifier.changed()
  }

  #beat(): void {
    const now = this.#parts.clock.now()
    if (now - this.#beatAt > SLEPT_MS) this.#server.check()
    this.#beatAt = now
    for (const torrent of this.#torrents.values()) torrent.beat(BEAT_MS)
    this.#cancelBeat = this.#parts.clock.after(BEAT_MS, () => this.#beat())
  }
}
