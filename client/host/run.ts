/**
 * One stay of a torrent in its swarm: a peer, its connections, and what drives them. A pause ends the
 * run, and going on begins another. What is stored outlives it.
 */
import type { InfoHash, PeerId } from '../../shared/base/ids.ts'
import { seededRandom } from '../../shared/base/random.ts'
import type { IncomingSignal } from '../../shared/events.ts'
import { type ExchangeChoice, swarmOf } from '../../shared/peer/exchange-choice.ts'
import { Peer } from '../../shared/peer/peer.ts'
import type { Info } from '../../shared/torrent/info.ts'
import type { Connect } from './channel/channel.ts'
import type { Clock } from './clock.ts'
import { Dialler } from './dial.ts'
import { Driver, type DriverPorts } from './driver.ts'
import { browserName, newOfferId, newSeed } from './identity.ts'
import type { LogRing } from './log-ring.ts'
import { OpenOffers } from './open-offers.ts'
import { sha1 } from './storage/hashing.ts'
import type { TrackerClient } from './tracker.ts'
import type { TrackerSockets } from './tracker-socket.ts'
import { type TrackerInput, Trackers } from './trackers.ts'

const VERSION = '0.1.0'

/** Stands where a torrent may not use ours: one that is never there. */
const NO_SERVER: RunPorts['server'] = {
  online: false,
  announce: () => Promise.reject(new Error('This torrent is private: its own trackers are asked.')),
  signal: () => undefined,
}

/** What all runs of a tab share. */
export interface RunPorts {
  readonly peerId: PeerId
  readonly clock: Clock
  /** The peer's time, perhaps emulated; connections are made in real time. */
  readonly protocolClock: Clock
  readonly server: Pick<TrackerClient, 'online' | 'announce' | 'signal'>
  readonly trackerSockets: TrackerSockets
  readonly connect: Connect
  readonly maxLinks: number | undefined
  /** Something may look different now. */
  onChange(): void
}

export interface RunParts {
  readonly infoHash: InfoHash
  readonly info: Info | undefined
  readonly exchange: ExchangeChoice
  readonly wanted: boolean
  readonly log: LogRing
  /** Our server may be told of it: a private torrent's trackers alone may (BEP 27). */
  readonly usesServer: boolean
  /** Addresses of those to announce to besides the server. */
  readonly trackers: readonly string[]
  readonly storage: DriverPorts['storage']
  onInfo?: DriverPorts['onInfo']
}

export class Run {
  readonly driver: Driver
  readonly #dialler: Dialler
  readonly #openOffers: OpenOffers
  readonly #trackers: Trackers
  readonly #usesServer: boolean
  #isPublic = false

  constructor(parts: RunParts, ports: RunPorts) {
    const { infoHash, info, exchange, wanted, log, trackers, storage, onInfo } = parts
    const { peerId, clock, connect, maxLinks, onChange } = ports
    const swarm = swarmOf(infoHash, exchange)
    const server = parts.usesServer ? ports.server : NO_SERVER
    this.#usesServer = parts.usesServer
    const peer = new Peer(
      {
        infoHash,
        peerId,
        exchange,
        client: `tabswarm ${VERSION} ${browserName()}`,
        wanted,
        ...(info && { info }),
        ...(maxLinks !== undefined && { maxLinks }),
      },
      seededRandom(newSeed()),
    )
    this.#openOffers = new OpenOffers({ connect, clock, newOfferId })
    this.#dialler = new Dialler({
      self: peerId,
      connect,
      clock,
      newOfferId,
      send: (to, offerId, signal) => server.signal({ infoHash: swarm, offerId, to, ...signal }),
      isServerUp: () => server.online,
      takesWhole: remote => this.#trackers.isStock(remote),
      feed: input => this.driver.feed(input),
      onOpen: (remote, channel, hangUp) => this.driver.openLink(remote, channel, hangUp),
    })
    this.#trackers = new Trackers({
      infoHash: swarm,
      peerId,
      clock,
      server,
      urls: trackers,
      sockets: ports.trackerSockets,
      openOffers: this.#openOffers,
      dialler: this.#dialler,
      feed: input => this.driver.feed(input),
    })
    this.driver = new Driver(peer, {
      clock: ports.protocolClock,
      dialler: this.#dialler,
      log,
      announce: announcement => this.#trackers.announce(announcement),
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

  /** Opens its store; the swarm learns of it by `appear`. */
  begin(): void {
    this.driver.feed({ type: 'join' })
  }

  /** From here on trackers list this tab, and others may connect. */
  appear(): void {
    if (this.#isPublic || this.driver.broken !== undefined) return
    this.#isPublic = true
    this.#trackers.start()
  }

  /** Of the line to the server. */
  onTracker(input: TrackerInput): void {
    if (this.#isPublic && this.#usesServer) this.#trackers.onServer(input)
  }

  onSignal({ from, offerId, infoHash: _, ...signal }: IncomingSignal): void {
    if (this.#isPublic) this.#dialler.onSignal(from, offerId, signal)
    else if (signal.kind === 'offer') this.#dialler.refuse(from, offerId, 'paused')
  }

  /** Says goodbye at once, also while the page is going, so that others need not time out. */
  end(): void {
    this.driver.feed({ type: 'leave' })
    this.driver.stop()
    this.#close()
  }

  #close(): void {
    this.#isPublic = false
    this.#trackers.close()
    this.#openOffers.close()
    this.#dialler.close()
  }
}
