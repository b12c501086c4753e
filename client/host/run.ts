/**
 * One stay of a torrent in its swarm: a peer, its connections, and what drives them. To pause is to
 * end a run: nothing moves any more, and nobody counts on this tab. What is stored outlives it.
 */
import type { InfoHash, PeerId } from '../../shared/base/ids.ts'
import { seededRandom } from '../../shared/base/random.ts'
import type { IncomingSignal } from '../../shared/events.ts'
import type { ExchangeChoice } from '../../shared/peer/exchange-choice.ts'
import type { Input } from '../../shared/peer/input.ts'
import { Peer } from '../../shared/peer/peer.ts'
import type { Info } from '../../shared/torrent/info.ts'
import { browserName } from './browser-name.ts'
import type { Connect } from './channel/channel.ts'
import type { Clock } from './clock.ts'
import { Dialler } from './dial.ts'
import { Driver } from './driver.ts'
import { newOfferId, newSeed, sha1 } from './hash.ts'
import type { LogRing } from './log-ring.ts'
import type { PieceStore } from './store/piece-store.ts'
import type { TrackerClient } from './tracker.ts'

const VERSION = '0.1.0'

/** What all runs of a tab share. */
export interface RunPorts {
  readonly peerId: PeerId
  readonly clock: Clock
  readonly tracker: Pick<TrackerClient, 'online' | 'announce' | 'signal'>
  readonly connect: Connect
  readonly maxLinks: number | undefined
  readonly exchange: ExchangeChoice | undefined
  /** Something may look different now. */
  onChange(): void
}

export interface RunParts {
  readonly infoHash: InfoHash
  readonly info: Info | undefined
  readonly wanted: boolean
  readonly log: LogRing
  openStore(info: Info): Promise<PieceStore>
}

export class Run {
  readonly driver: Driver
  readonly #dialler: Dialler
  readonly #tracker: RunPorts['tracker']
  #isPublic = false

  /** It opens its store; the swarm learns of it by `appear`. */
  constructor({ infoHash, info, wanted, log, openStore }: RunParts, ports: RunPorts) {
    const { peerId, clock, tracker, connect, maxLinks, exchange, onChange } = ports
    const peer = new Peer(
      {
        infoHash,
        peerId,
        client: `tabswarm ${VERSION} ${browserName()}`,
        wanted,
        ...(info && { info }),
        ...(maxLinks !== undefined && { maxLinks }),
        ...(exchange && { exchange }),
      },
      seededRandom(newSeed()),
    )
    this.#tracker = tracker
    this.#dialler = new Dialler({
      self: peerId,
      connect,
      clock,
      newOfferId,
      send: (to, offerId, signal) => tracker.signal({ infoHash, offerId, to, ...signal }),
      takesWhole: () => false,
      feed: input => this.driver.feed(input),
      onOpen: (remote, channel, hangUp) => this.driver.openLink(remote, channel, hangUp),
    })
    this.driver = new Driver(peer, {
      clock,
      dialler: this.#dialler,
      log,
      announce: announcement => tracker.announce({ infoHash, peerId, ...announcement }),
      sha1,
      openStore,
      onChange,
    })
    this.driver.feed({ type: 'join' })
  }

  /** From here on the tracker lists this tab, and others may connect. */
  appear(): void {
    if (this.#isPublic) return
    this.#isPublic = true
    if (this.#tracker.online) this.driver.feed({ type: 'trackerUp' })
  }

  onTracker(input: Extract<Input, { readonly type: 'trackerUp' | 'trackerDown' }>): void {
    if (this.#isPublic) this.driver.feed(input)
  }

  onSignal({ from, offerId, infoHash: _, ...signal }: IncomingSignal): void {
    if (this.#isPublic) this.#dialler.onSignal(from, offerId, signal)
    else if (signal.kind === 'offer') this.#dialler.refuse(from, offerId, 'paused')
  }

  /** Says goodbye at once, so that others need not find out: also while the page is going. */
  end(): void {
    this.driver.feed({ type: 'leave' })
    this.driver.stop()
    this.#dialler.close()
  }
}
