/** This tab: its tracker connection, its clock, its storage, and the torrents it takes part in. */
import { type InfoHash, type PeerId, toHex } from '../../shared/base/ids.ts'
import { seededRandom } from '../../shared/base/random.ts'
import type { IncomingSignal } from '../../shared/events.ts'
import { Peer } from '../../shared/peer/peer.ts'
import type { Info } from '../../shared/torrent/info.ts'
import { MagnetError, parseShareText } from '../../shared/torrent/magnet.ts'
import {
  HostError,
  type Session,
  type Shaping,
  type SharedFile,
  type ShareOptions,
  type Torrent,
} from './api.ts'
import { browserName } from './browser-name.ts'
import { shaped } from './channel/shaped.ts'
import { type WebRtcOptions, webRtc } from './channel/webrtc.ts'
import { type Clock, WorkerClock } from './clock.ts'
import { Dialler } from './dial.ts'
import { Driver } from './driver.ts'
import { newOfferId, newPeerId, newSeed, sha1 } from './hash.ts'
import { importFiles } from './import.ts'
import { Notifier } from './notifier.ts'
import { OwnLine } from './shaper/own-line.ts'
import { checkShaping } from './shaping.ts'
import { BrowserStorage, type Place } from './storage.ts'
import { FileStore } from './store/files.ts'
import type { PieceStore } from './store/piece-store.ts'
import { TabTorrent } from './torrent.ts'
import { connectTracker, type TrackerClient } from './tracker.ts'

export interface SessionOptions extends WebRtcOptions {
  /** Where the server is; by default where the page came from. */
  readonly trackerUrl?: string
  /** Links that are opened download without being asked. */
  readonly autostart?: boolean
  readonly maxLinks?: number
  readonly uploadSlots?: number
}

const VERSION = '0.1.0'

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

interface Running {
  readonly torrent: TabTorrent
  readonly driver: Driver
  readonly dialler: Dialler
  readonly place: Place
}

class TabSession implements Session {
  readonly #options: SessionOptions
  readonly #peerId: PeerId = newPeerId()
  readonly #clock: Clock = new WorkerClock()
  readonly #storage = new BrowserStorage(this.#clock)
  readonly #notifier = new Notifier(this.#clock)
  /** All torrents share it. */
  readonly #line = new OwnLine(this.#clock, seededRandom(newSeed()))
  readonly #tracker: TrackerClient
  readonly #running = new Map<InfoHash, Running>()
  /** Being opened: two calls for one torrent give one torrent. */
  readonly #opening = new Map<InfoHash, Promise<TabTorrent>>()
  readonly #onPageHide = () => this.#leaveAll()

  constructor(options: SessionOptions) {
    this.#options = options
    this.#tracker = connectTracker(
      {
        onUp: () => this.#feedAll({ type: 'trackerUp' }),
        onDown: reason => this.#feedAll({ type: 'trackerDown', reason }),
        onSignal: signal => this.#onSignal(signal),
      },
      options.trackerUrl,
    )
    window.addEventListener('pagehide', this.#onPageHide)
  }

  get online(): boolean {
    return this.#tracker.online
  }

  get torrents(): readonly Torrent[] {
    return Array.from(this.#running.values(), running => running.torrent)
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

  async share(files: readonly SharedFile[], options: ShareOptions = {}): Promise<Torrent> {
    const imported = await importFiles(files, options)
    const infoHash = toHex(await sha1(imported.info.bytes)) as InfoHash
    return this.#once(infoHash, async () => {
      const place = await this.#storage.claim(infoHash)
      const torrent = this.#start(infoHash, {
        place,
        info: imported.info,
        wanted: true,
        openStore: async info => new FileStore(info, imported.files),
      })
      // In its own time: the link is there already.
      place.keepFiles(imported.info, imported.files)
      return torrent
    })
  }

  async open(magnet: string, { wanted = this.#options.autostart ?? false } = {}): Promise<Torrent> {
    const { infoHash, name } = parseLink(magnet)
    return this.#once(infoHash, async () => {
      const place = await this.#storage.claim(infoHash)
      return this.#start(infoHash, {
        place,
        info: place.info,
        linkName: name,
        wanted,
        openStore: info => place.open(info),
      })
    })
  }

  async close(): Promise<void> {
    window.removeEventListener('pagehide', this.#onPageHide)
    this.#leaveAll()
    this.#notifier.close()
    this.#tracker.close()
    this.#storage.close()
    this.#clock.close()
  }

  #once(infoHash: InfoHash, start: () => Promise<TabTorrent>): Promise<TabTorrent> {
    const running = this.#running.get(infoHash)
    if (running) return Promise.resolve(running.torrent)
    const underWay = this.#opening.get(infoHash)
    if (underWay) return underWay
    const opening = start().finally(() => this.#opening.delete(infoHash))
    this.#opening.set(infoHash, opening)
    return opening
  }

  #start(
    infoHash: InfoHash,
    parts: {
      place: Place
      info: Info | undefined
      linkName?: string | undefined
      wanted: boolean
      openStore(info: Info): Promise<PieceStore>
    },
  ): TabTorrent {
    const { maxLinks, uploadSlots } = this.#options
    const peer = new Peer(
      {
        infoHash,
        peerId: this.#peerId,
        client: `tabswarm ${VERSION} ${browserName()}`,
        wanted: parts.wanted,
        ...(parts.info && { info: parts.info }),
        ...(maxLinks !== undefined && { maxLinks }),
        ...(uploadSlots !== undefined && {
          exchange: { kind: 'bittorrent', policies: { uploadSlots } },
        }),
      },
      seededRandom(newSeed()),
    )
    const dialler: Dialler = new Dialler({
      connect: shaped(this.#line, webRtc(this.#options)),
      clock: this.#clock,
      newOfferId,
      send: (to, offerId, signal) => this.#tracker.signal({ infoHash, offerId, to, ...signal }),
      feed: input => driver.feed(input),
      onOpen: (remote, channel, hangUp) => driver.openLink(remote, channel, hangUp),
    })
    const driver: Driver = new Driver(peer, {
      clock: this.#clock,
      dialler,
      announce: announcement =>
        this.#tracker.announce({ infoHash, peerId: this.#peerId, ...announcement }),
      sha1,
      openStore: parts.openStore,
      onChange: () => this.#notifier.changed(),
    })
    const torrent = new TabTorrent({
      infoHash,
      linkName: parts.linkName,
      driver,
      remove: forget => this.#remove(infoHash, forget),
    })
    this.#running.set(infoHash, { torrent, driver, dialler, place: parts.place })
    driver.feed({ type: 'join' })
    if (this.#tracker.online) driver.feed({ type: 'trackerUp' })
    return torrent
  }

  async #remove(infoHash: InfoHash, forget: boolean): Promise<void> {
    const running = this.#running.get(infoHash)
    if (!running) return
    this.#leave(running)
    if (forget) {
      await running.driver.store?.remove()
      await running.place.forget()
    }
    running.place.release()
  }

  /** Says goodbye at once, so that others need not find out: also while the page is going. */
  #leave({ torrent, driver, dialler }: Running): void {
    this.#running.delete(torrent.infoHash)
    driver.feed({ type: 'leave' })
    driver.stop()
    dialler.close()
    this.#notifier.changed()
  }

  #leaveAll(): void {
    for (const running of [...this.#running.values()]) {
      this.#leave(running)
      running.place.release()
    }
  }

  #onSignal({ infoHash, from, offerId, ...signal }: IncomingSignal): void {
    this.#running.get(infoHash)?.dialler.onSignal(from, offerId, signal)
  }

  #feedAll(input: Parameters<Driver['feed']>[0]): void {
    for (const { driver } of this.#running.values()) driver.feed(input)
    this.#notifier.changed()
  }
}

function parseLink(link: string) {
  try {
    return parseShareText(link)
  } catch (error) {
    if (!(error instanceof MagnetError)) throw error
    throw new HostError('bad-link', error.message, { cause: error })
  }
}
