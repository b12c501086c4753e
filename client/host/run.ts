/**
 * One stay of a torrent in its swarm: a peer, its connections, and what drives them. To pause is to
 * end a run: nothing moves any more, and nobody counts on this tab. What is stored outlives it.
 */
import type { InfoHash, PeerId } from '../../shared/base/ids.ts'
import { seededRandom } from '../../shared/base/random.ts'
import type { DiallingInput } from '../../shared/dialling/effect.ts'
import { SERVER, type TrackerUrl } from '../../shared/dialling/way.ts'
import type { IncomingSignal } from '../../shared/events.ts'
import { type ExchangeChoice, swarmOf } from '../../shared/peer/exchange-choice.ts'
import { Peer } from '../../shared/peer/peer.ts'
import type { Info } from '../../shared/torrent/info.ts'
import { browserName } from './browser-name.ts'
import type { Connect } from './channel/channel.ts'
import type { Clock } from './clock.ts'
import { Driver } from './driver.ts'
import { newSeed, sha1 } from './hash.ts'
import type { LogRing } from './log-ring.ts'
import type { PieceStore } from './store/piece-store.ts'
import type { TrackerClient } from './tracker.ts'
import { TrackerLines } from './tracker-lines.ts'
import type { TrackerSockets } from './tracker-socket.ts'

const VERSION = '0.1.0'

/** Of the line to the server. */
export type ServerInput = Extract<DiallingInput, { type: 'trackerUp' | 'trackerDown' }>

/** What all runs of a tab share. */
export interface RunPorts {
  readonly peerId: PeerId
  /** What the peer lives by. */
  readonly clock: Clock
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
  readonly trackers: readonly TrackerUrl[]
  /** By piece, once it is known what there is; undefined: all alike. */
  priorities?(info: Info): Uint8Array | undefined
  openStore(info: Info): Promise<PieceStore>
}

export class Run {
  readonly driver: Driver
  readonly #trackers: TrackerLines
  readonly #server: RunPorts['server'] | undefined
  #isPublic = false

  /** It opens its store; the swarm learns of it by `appear`. */
  constructor(parts: RunParts, ports: RunPorts) {
    const { infoHash, info, exchange, wanted, log, trackers, openStore } = parts
    const { peerId, clock, connect, maxLinks, onChange } = ports
    this.#server = parts.usesServer ? ports.server : undefined
    const peer = new Peer(
      {
        infoHash,
        peerId,
        exchange,
        client: `tabswarm ${VERSION} ${browserName()}`,
        wanted,
        trackers: this.#server ? [SERVER, ...trackers] : trackers,
        ...(info && { info }),
        ...(maxLinks !== undefined && { maxLinks }),
      },
      seededRandom(newSeed()),
    )
    this.#trackers = new TrackerLines({
      infoHash: swarmOf(infoHash, exchange),
      peerId,
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
      openStore: info => {
        // Before the first piece is asked for.
        const priorities = parts.priorities?.(info)
        if (priorities) this.driver.feed({ type: 'prioritise', priorities })
        return openStore(info)
      },
      onChange,
    })
    this.driver.feed({ type: 'join' })
  }

  /** From here on trackers list this tab, and others may connect. */
  appear(): void {
    if (this.#isPublic) return
    this.#isPublic = true
    this.#trackers.start()
  }

  onServer(input: ServerInput): void {
    if (this.#isPublic && this.#server) this.driver.feed(input)
  }

  onSignal({ from, offerId, infoHash, ...signal }: IncomingSignal): void {
    if (this.#isPublic)
      this.driver.feed({ type: 'carried', tracker: SERVER, from, offerId, signal })
    else if (signal.kind === 'offer')
      this.#server?.signal({ infoHash, offerId, to: from, kind: 'refuse', reason: 'paused' })
  }

  /** Says goodbye at once, so that others need not find out: also while the page is going. */
  end(): void {
    this.driver.feed({ type: 'leave' })
    this.driver.stop()
    this.#trackers.close()
  }
}
