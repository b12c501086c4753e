/** This tab: its tracker connection, its clock, its storage, and the torrents it takes part in. */
import type { InfoHash, PeerId } from '../../shared/base/ids.ts'
import { seededRandom } from '../../shared/base/random.ts'
import { SERVER } from '../../shared/dialling/way.ts'
import type { IncomingSignal } from '../../shared/events.ts'
import { type BitTorrentPolicies, DEFAULT_POLICIES } from '../../shared/torrent/policies.ts'
import {
  type GossipStyle,
  HostError,
  type KeptTorrent,
  type OpenOptions,
  type SeedingGoal,
  type Session,
  type Shaping,
  type SharedFile,
  type ShareOptions,
  type Torrent,
} from './api.ts'
import type { Connect } from './channel/channel.ts'
import { shaped } from './channel/shaped.ts'
import { type WebRtcOptions, webRtc } from './channel/webrtc.ts'
import { type Clock, WorkerClock } from './clock.ts'
import { meetingPlace } from './exchange.ts'
import { checkGossip } from './gossip.ts'
import { newPeerId, newSeed, sha1 } from './hash.ts'
import { importFiles } from './import.ts'
import { infoHashOf, type Known, knownByLink, knownByTorrentFile } from './known.ts'
import { Notifier } from './notifier.ts'
import { checkPolicies } from './policies.ts'
import { Run, type RunParts, type ServerInput } from './run.ts'
import { checkGoal, NO_GOAL } from './seeding-goal.ts'
import { OwnLine } from './shaper/own-line.ts'
import { checkShaping } from './shaping.ts'
import { BrowserStorage } from './storage.ts'
import type { TorrentRecord } from './store/record.ts'
import { TabTorrent } from './torrent.ts'
import { connectTracker, type TrackerClient } from './tracker.ts'
import { TrackerSockets } from './tracker-socket.ts'
import { Verifier } from './verify.ts'

export interface SessionOptions extends WebRtcOptions {
  /** Where the server is; by default where the page came from. */
  readonly trackerUrl?: string
  /** Links that are opened download without being asked. */
  readonly autostart?: boolean
  readonly maxLinks?: number
}

/** How often torrents are asked whether they have shared enough. */
const BEAT_MS = 1_000

/** Rejects with a `HostError` where the browser lacks what a swarm needs. */
export async function createSession(options: SessionOptions = {}): Promise<Session> {
  if (typeof RTCPeerConnection === 'undefined' || typeof Worker === 'undefined')
    throw new HostError(
      'unsupported-browser',
      'This browser cannot connect to others (WebRTC is missing or switched off). Use a current Firefox, Chrome, Edge or Safari.',
    )
  // Loads the library that plain http needs now, while the server is there.
  await sha1(new Uint8Array())
  return new TabSession(options)
}

class TabSession implements Session {
  readonly #options: SessionOptions
  readonly #peerId: PeerId = newPeerId()
  readonly #clock: Clock = new WorkerClock()
  readonly #storage = new BrowserStorage(this.#clock)
  readonly #notifier = new Notifier(this.#clock)
  readonly #verifier = new Verifier()
  /** All torrents share it. */
  readonly #line = new OwnLine(this.#clock, seededRandom(newSeed()))
  readonly #connect: Connect
  /** Where the server is. */
  readonly #origin: string
  readonly #server: TrackerClient
  readonly #trackerSockets = new TrackerSockets(this.#clock)
  /** By the swarm that they are in: one info hash may be in several. */
  readonly #torrents = new Map<InfoHash, TabTorrent>()
  /** Being opened: two calls for one torrent give one torrent. */
  readonly #opening = new Map<InfoHash, Promise<TabTorrent>>()
  readonly #onPageHide = () => this.#leaveAll()
  #seedingGoal = NO_GOAL
  #policies = DEFAULT_POLICIES
  #cancelBeat: () => void

  constructor(options: SessionOptions) {
    this.#options = options
    this.#connect = shaped(this.#line, webRtc(options))
    this.#origin = options.trackerUrl ?? location.origin
    this.#server = connectTracker(
      {
        onUp: () => this.#tellAll({ type: 'trackerUp', tracker: SERVER }),
        onDown: reason => this.#tellAll({ type: 'trackerDown', tracker: SERVER, reason }),
        onSignal: signal => this.#onSignal(signal),
      },
      this.#origin,
    )
    window.addEventListener('pagehide', this.#onPageHide)
    this.#cancelBeat = this.#clock.after(BEAT_MS, () => this.#beat())
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
    for (const torrent of this.#torrents.values()) torrent.renew()
  }

  async share(files: readonly SharedFile[], options: ShareOptions = {}): Promise<Torrent> {
    const { gossip, comment } = options
    if (gossip) checkGossip(gossip)
    const imported = await importFiles(files, options)
    const infoHash = await infoHashOf(imported.info)
    const torrent = await this.#open({ infoHash, gossip, ...imported, comment }, { wanted: true })
    torrent.adopt(imported.info, imported.files)
    return torrent
  }

  async open(magnet: string, options: OpenOptions = {}): Promise<Torrent> {
    return this.#open(knownByLink(magnet), options)
  }

  async openTorrentFile(file: Blob, options: OpenOptions = {}): Promise<Torrent> {
    const known = await knownByTorrentFile(file)
    const torrent = await this.#open(known, options)
    torrent.learn(known.info)
    return torrent
  }

  async kept(): Promise<readonly KeptTorrent[]> {
    const found = await this.#storage.kept()
    return Promise.all(
      found.map(async ({ info, record: { gossip } }) => {
        const infoHash = await infoHashOf(info)
        return {
          infoHash,
          name: info.name,
          length: info.length,
          fileCount: info.files.length,
          open: (options: OpenOptions = {}) => this.#open({ infoHash, gossip }, options),
          forget: () => this.#storage.forget(infoHash),
        }
      }),
    )
  }

  async close(): Promise<void> {
    window.removeEventListener('pagehide', this.#onPageHide)
    this.#cancelBeat()
    this.#leaveAll()
    this.#notifier.close()
    this.#server.close()
    this.#storage.close()
    this.#clock.close()
  }

  /** One that is open already stays as it is. */
  #open(known: Known, options: OpenOptions): Promise<TabTorrent> {
    const swarm = meetingPlace(known.infoHash, known.gossip)
    const open = this.#torrents.get(swarm)
    if (open) return Promise.resolve(open)
    const underWay = this.#opening.get(swarm)
    if (underWay) return underWay
    const opening = this.#create(known, options).finally(() => this.#opening.delete(swarm))
    this.#opening.set(swarm, opening)
    return opening
  }

  async #create(known: Known, options: OpenOptions): Promise<TabTorrent> {
    const { infoHash, gossip } = known
    const place = await this.#storage.claim(infoHash)
    const { record } = place
    const torrent = new TabTorrent(
      {
        infoHash,
        gossip,
        linkName: known.name,
        place,
        record: {
          ...toTravel(record, gossip),
          trackers: [...new Set([...record.trackers, ...(known.trackers ?? [])])],
          comment: known.comment ?? record.comment,
        },
        info: known.info ?? place.info,
        files: known.files,
        wanted: options.wanted ?? this.#options.autostart ?? false,
        paused: options.paused ?? false,
      },
      {
        origin: this.#origin,
        newRun: parts => this.#newRun(parts),
        verifier: this.#verifier,
        policies: () => this.#policies,
        seedingGoal: () => this.#seedingGoal,
        onChange: () => this.#notifier.changed(),
        onLeft: ({ swarm }) => {
          this.#torrents.delete(swarm)
          this.#notifier.changed()
        },
      },
    )
    this.#torrents.set(torrent.swarm, torrent)
    // Only what is new here: later, what the person chose stands.
    if (known.selected && !gossip && !place.info) torrent.selectFiles(known.selected)
    return torrent
  }

  #newRun(parts: RunParts): Run {
    const { maxLinks } = this.#options
    return new Run(parts, {
      peerId: this.#peerId,
      clock: this.#clock,
      server: this.#server,
      trackerSockets: this.#trackerSockets,
      connect: this.#connect,
      maxLinks,
      onChange: () => this.#notifier.changed(),
    })
  }

  #leaveAll(): void {
    for (const torrent of [...this.#torrents.values()]) void torrent.remove()
  }

  #onSignal(signal: IncomingSignal): void {
    this.#torrents.get(signal.infoHash)?.onSignal(signal)
  }

  #tellAll(input: ServerInput): void {
    for (const torrent of this.#torrents.values()) torrent.onServer(input)
    this.#notifier.changed()
  }

  #beat(): void {
    for (const torrent of this.#torrents.values()) torrent.beat(BEAT_MS)
    this.#cancelBeat = this.#clock.after(BEAT_MS, () => this.#beat())
  }
}

/** The record of how it goes from here on. Gossip brings everything: no choice of files holds. */
function toTravel(
  { gossip: _, ...record }: TorrentRecord,
  gossip: GossipStyle | undefined,
): TorrentRecord {
  return gossip ? { ...record, gossip, priorities: undefined } : record
}
