/**
 * One torrent at one WebTorrent tracker. Such a tracker names nobody: it hands our offers to members of
 * its choice, and theirs to us. It sets the pace of announces; in between it is told of events only.
 */
import type { InfoHash, Millis, PeerId } from '../../shared/base/ids.ts'
import type { Announcement } from '../../shared/peer/effect.ts'
import { ANNOUNCE_INTERVAL_MS } from '../../shared/tracker/announce.ts'
import type { TrackerReply } from '../../shared/tracker/webtorrent-reply.ts'
import { encodeAnnounce, encodeAnswer } from '../../shared/tracker/webtorrent-request.ts'
import type { Clock } from './clock.ts'
import type { Dialler, Relay } from './dial.ts'
import type { OpenOffers } from './open-offers.ts'
import type { TrackerSocket, TrackerSockets } from './tracker-socket.ts'

/** As WebTorrent. Each is a connection to the browser until somebody takes it, or its time is over. */
const OFFERS_PER_ANNOUNCE = 5

/** With so many links we are found, and need find no one: no offers. */
const ENOUGH_LINKS = 15

/** A tracker may not make us silent, nor make us flood it. */
const MIN_INTERVAL_MS = 10_000
const MAX_INTERVAL_MS = 30 * 60_000

export interface WebTorrentTrackerPorts {
  readonly infoHash: InfoHash
  readonly peerId: PeerId
  readonly clock: Clock
  readonly sockets: TrackerSockets
  readonly openOffers: OpenOffers
  readonly dialler: Pick<Dialler, 'size' | 'onSignal' | 'onAnswered'>
  onUp(): void
  onDown(): void
}

export class WebTorrentTracker {
  readonly #url: string
  readonly #ports: WebTorrentTrackerPorts
  readonly #socket: TrackerSocket
  #intervalMs = ANNOUNCE_INTERVAL_MS
  #nextAt: Millis = Number.NEGATIVE_INFINITY
  /** Since the line is up, the tracker has been told that we are here. */
  #started = false
  /** An announce waits for its offers. */
  #preparing = false
  #closed = false
  seeders = 0
  leechers = 0

  constructor(url: string, ports: WebTorrentTrackerPorts) {
    this.#url = url
    this.#ports = ports
    this.#socket = ports.sockets.join(url, ports.infoHash, {
      onUp: () => ports.onUp(),
      onDown: () => {
        this.#started = false
        ports.onDown()
      },
      onReply: reply => this.#onReply(reply),
    })
  }

  get isUp(): boolean {
    return this.#socket.isUp && !this.#closed
  }

  announce(announcement: Announcement): void {
    const { event } = announcement
    if (!this.isUp || this.#preparing) return
    if (!this.#started) {
      if (event !== 'stopped') void this.#announceWithOffers({ ...announcement, event: 'started' })
    } else if (event === 'stopped' || event === 'completed') this.#send(announcement, [])
    else if (this.#ports.clock.now() >= this.#nextAt) void this.#announceWithOffers(announcement)
  }

  close(): void {
    this.#closed = true
    this.#ports.sockets.leave(this.#url, this.#ports.infoHash)
  }

  async #announceWithOffers(announcement: Announcement): Promise<void> {
    const { openOffers, dialler } = this.#ports
    this.#preparing = true
    const wanted = dialler.size < ENOUGH_LINKS ? OFFERS_PER_ANNOUNCE : 0
    this.#send(announcement, await openOffers.make(wanted))
    this.#preparing = false
  }

  #send(announcement: Announcement, offers: Parameters<typeof encodeAnnounce>[1]): void {
    const { infoHash, peerId, clock } = this.#ports
    if (!this.isUp) return
    this.#socket.send(encodeAnnounce({ infoHash, peerId, ...announcement }, offers))
    this.#started = true
    this.#nextAt = clock.now() + this.#intervalMs
  }

  #onReply(reply: TrackerReply): void {
    const { clock, dialler, openOffers, peerId } = this.#ports
    switch (reply.type) {
      case 'announced':
        this.#intervalMs = Math.min(Math.max(reply.intervalMs, MIN_INTERVAL_MS), MAX_INTERVAL_MS)
        this.#nextAt = clock.now() + this.#intervalMs
        this.seeders = reply.seeders
        this.leechers = reply.leechers
        return
      case 'offer': {
        const { from, offerId, sdp } = reply
        const offer = { kind: 'offer', sdp, whole: true } as const
        if (from !== peerId) dialler.onSignal(from, offerId, offer, this.#relay)
        return
      }
      case 'answer': {
        const offer = openOffers.take(reply.offerId)
        if (offer) dialler.onAnswered(reply.from, reply.offerId, offer, reply.sdp)
        return
      }
      case 'failure':
        return // It goes on asking: at the next announce the tracker may think better of it.
    }
  }

  /** A refusal goes unsaid: there is no such message. */
  readonly #relay: Relay = {
    via: 'tracker',
    send: (to, offerId, signal) => {
      if (signal.kind !== 'answer') return
      const { infoHash, peerId } = this.#ports
      this.#socket.send(encodeAnswer(to, { infoHash, offerId, from: peerId, sdp: signal.sdp }))
    },
  }
}
