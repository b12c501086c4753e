/** One stay of a torrent in its swarm, until it is paused. What is stored outlives it. */
import type { InfoHash } from '../../shared/base/ids.ts'
import { seededRandom } from '../../shared/base/random.ts'
import { AnswerBudget, sponsorOf } from '../../shared/dialling/answer-budget.ts'
import type { DiallingInput } from '../../shared/dialling/effect.ts'
import { SERVER, type TrackerUrl } from '../../shared/dialling/way.ts'
import type { IncomingSignal } from '../../shared/events.ts'
import type { ExchangeFactory } from '../../shared/peer/exchange-factory.ts'
import type { LaneBudget } from '../../shared/peer/lane-budget.ts'
import { Peer } from '../../shared/peer/peer.ts'
import type { Info } from '../../shared/torrent/info.ts'
import type { Identity } from '../../shared/tracker/proof.ts'
import type { WebSeedView } from '../../shared/webseed/view.ts'
import type { Connect } from './channel/channel.ts'
import type { Clock } from './clock.ts'
import { Driver, type DriverPorts } from './driver.ts'
import { browserName, newSeed } from './identity.ts'
import type { LogRing } from './log-ring.ts'
import { sha1 } from './storage/hashing.ts'
import type { TrackerClient } from './tracker.ts'
import { TrackerLines } from './tracker-lines.ts'
import type { TrackerSockets } from './tracker-socket.ts'
import type { WebSeedLoader } from './web-seed/loader.ts'
import type { WebSeedRun } from './web-seed/web-seed-run.ts'

const VERSION = '0.1.0'

export type ServerInput = Extract<
  DiallingInput,
  { type: 'trackerUp' | 'trackerDown' | 'announceFailed' }
>

export interface RunPorts {
  readonly identity: Identity
  readonly clock: Clock
  readonly server: Pick<TrackerClient, 'online' | 'announce' | 'signal'>
  readonly trackerSockets: TrackerSockets
  readonly connect: Connect
  readonly maxLinks?: number | undefined
  /** Of all torrents of the tab; by default one of its own. */
  readonly answers?: AnswerBudget
  /** Absent where a link is always one connection. */
  readonly lanes?: LaneBudget
  /** Absent where nothing is fetched from web servers. */
  readonly webSeeds?: Pick<WebSeedLoader, 'open'>
  onChange(): void
}

export interface RunParts {
  readonly infoHash: InfoHash
  readonly info: Info | undefined
  readonly exchange: ExchangeFactory
  readonly wanted: boolean
  readonly log: LogRing
  /** False for a private torrent that does not name our server: its trackers alone may know (BEP 27). */
  readonly usesServer: boolean
  /** Trackers besides our server. */
  readonly trackers: readonly TrackerUrl[]
  readonly storage: DriverPorts['storage']
  onInfo?: DriverPorts['onInfo']
}

export class Run {
  readonly driver: Driver
  readonly #trackers: TrackerLines
  readonly #server: RunPorts['server'] | undefined
  readonly #answers: AnswerBudget
  readonly #clock: Clock
  readonly #loader: RunPorts['webSeeds']
  readonly #blockBytes: number
  #isPublic = false
  #hasEnded = false
  /** Addresses of web seeds. */
  #webUrls: readonly string[] = []
  #webSeeds: 'none' | 'loading' | WebSeedRun = 'none'

  constructor(parts: RunParts, ports: RunPorts) {
    const { infoHash, info, exchange, wanted, log, trackers, storage, onInfo } = parts
    const { identity, clock, connect, maxLinks, answers = new AnswerBudget(), onChange } = ports
    this.#answers = answers
    this.#clock = clock
    this.#loader = ports.webSeeds
    this.#blockBytes = exchange.blockBytes
    this.#server = parts.usesServer ? ports.server : undefined
    const peer = new Peer(
      {
        infoHash,
        peerId: identity.peerId,
        exchange,
        client: `tabswarm ${VERSION} ${browserName()}`,
        wanted,
        answers,
        trackers: this.#server ? [SERVER, ...trackers] : trackers,
        ...(info && { info }),
        ...(maxLinks !== undefined && { maxLinks }),
        ...(ports.lanes && { lanes: ports.lanes }),
      },
      seededRandom(newSeed()),
    )
    this.#trackers = new TrackerLines({
      infoHash: exchange.swarmOf(infoHash),
      identity,
      server: this.#server,
      urls: trackers,
      sockets: ports.trackerSockets,
      feed: input => this.driver.feed(input),
    })
    this.driver = new Driver(peer, {
      clock,
      connect,
      trackers: this.#trackers,
      log,
      sha1,
      storage,
      ...(onInfo && { onInfo }),
      onChange,
      onBroken: error => {
        console.error('tabswarm: a torrent was ended by a fault of this program', error)
        this.#close()
      },
    })
  }

  /** Opens its store; `appear` announces it to the swarm. */
  begin(): void {
    this.driver.feed({ type: 'join' })
  }

  /** Trackers that it did not begin with. */
  addTrackers(urls: readonly TrackerUrl[]): void {
    if (this.driver.broken === undefined) this.#trackers.add(urls)
  }

  /** Announces this tab to the trackers: from here on others may connect. */
  appear(): void {
    if (this.#isPublic || this.driver.broken !== undefined) return
    this.#isPublic = true
    this.#trackers.start()
  }

  /** Web servers may be asked, too (BEP 19). */
  useWebSeeds(info: Info, urls: readonly string[]): void {
    this.#webUrls = urls
    if (this.#webSeeds instanceof Object) this.#webSeeds.found(urls)
    if (this.#webSeeds !== 'none' || !this.#loader) return
    this.#webSeeds = 'loading'
    this.#loader
      .open(info, this.#blockBytes, input => this.driver.feed(input))
      .then(
        seeds => {
          if (this.#hasEnded) return
          this.#webSeeds = seeds
          this.driver.attach(seeds)
          seeds.found(this.#webUrls)
        },
        error => {
          this.#webSeeds = 'none'
          console.warn('tabswarm: what fetches from web servers could not be loaded', error)
        },
      )
  }

  get webSeeds(): readonly WebSeedView[] {
    return this.#webSeeds instanceof Object ? this.#webSeeds.inspect() : []
  }

  onServer(input: ServerInput): void {
    if (this.#isPublic && this.#server) this.driver.feed(input)
  }

  onSignal({ from, offerId, infoHash, ...signal }: IncomingSignal, group?: number): void {
    if (this.#isPublic)
      this.driver.feed({ type: 'carried', tracker: SERVER, from, offerId, signal, group })
    else if (signal.kind === 'offer' && this.#mayRefuse(group))
      this.#server?.signal({ infoHash, offerId, to: from, kind: 'refuse', reason: 'paused' })
  }

  /** Says goodbye at once, also while the page is going, so that others need not time out. */
  end(): void {
    this.driver.feed({ type: 'leave' })
    this.driver.stop()
    this.#close()
  }

  #mayRefuse(group: number | undefined): boolean {
    return this.#answers.mayRefuse(sponsorOf(SERVER, group), this.#clock.now())
  }

  #close(): void {
    this.#isPublic = false
    this.#hasEnded = true
    if (this.#webSeeds instanceof Object) this.#webSeeds.leave()
    this.#trackers.close()
  }
}
