/** The lines to the trackers of one torrent: carry what its peer says, and tell it what they say. */
import type { InfoHash } from '../../shared/base/ids.ts'
import type { DiallingEffectOf, DiallingInput } from '../../shared/dialling/effect.ts'
import { SERVER, type TrackerName, type TrackerUrl } from '../../shared/dialling/way.ts'
import { type Identity, type Proof, serverNameOf } from '../../shared/tracker/proof.ts'
import type { TrackerReply } from '../../shared/tracker/webtorrent-reply.ts'
import { encodeAnnounce, encodeAnswer } from '../../shared/tracker/webtorrent-request.ts'
import type { TrackerClient } from './tracker.ts'
import type { TrackerSocket, TrackerSockets } from './tracker-socket.ts'

export interface TrackerLinesPorts {
  readonly infoHash: InfoHash
  readonly identity: Identity
  /** Undefined: it may not be told of this torrent. */
  readonly server: Pick<TrackerClient, 'online' | 'announce' | 'signal'> | undefined
  /** The other trackers. */
  readonly urls: readonly TrackerUrl[]
  readonly sockets: TrackerSockets
  feed(input: DiallingInput): void
}

/** Of one torrent at once: those it began with, and as many again that later links brought. */
const MAX_TRACKERS = 8

/** To another tracker than our server. */
interface Line {
  readonly socket: TrackerSocket
  readonly proof: Proof
}

export class TrackerLines {
  readonly #ports: TrackerLinesPorts
  readonly #lines = new Map<TrackerName, Line>()
  readonly #urls: Set<TrackerUrl>
  #state: 'waiting' | 'open' | 'closed' = 'waiting'

  constructor(ports: TrackerLinesPorts) {
    this.#ports = ports
    this.#urls = new Set(ports.urls)
  }

  /** Announces this tab. */
  start(): void {
    const { server, feed } = this.#ports
    this.#state = 'open'
    if (server?.online) feed({ type: 'trackerUp', tracker: SERVER })
    for (const tracker of this.#urls) void this.#join(tracker)
  }

  /** What a later link brings. Of those beyond the limit nothing comes while this run lasts. */
  add(urls: readonly TrackerUrl[]): void {
    for (const tracker of urls) {
      if (this.#urls.has(tracker) || this.#urls.size >= MAX_TRACKERS) continue
      this.#urls.add(tracker)
      this.#ports.feed({ type: 'trackerAdded', tracker })
      if (this.#state === 'open') void this.#join(tracker)
    }
  }

  async #join(tracker: TrackerUrl): Promise<void> {
    const { identity, sockets, infoHash, feed } = this.#ports
    // The tracker may be another server like ours.
    const server = URL.canParse(tracker) ? serverNameOf(new URL(tracker).host) : ''
    const proof = await identity.prove({ door: 'webtorrent', server, connection: '' })
    if (this.#state === 'closed') return
    const onUp = () => feed({ type: 'trackerUp', tracker })
    const reason = 'The tracker cannot be reached. Trying again until it is back.'
    const socket = sockets.join(tracker, infoHash, {
      onUp,
      onDown: () => feed({ type: 'trackerDown', tracker, reason }),
      onReply: reply => this.#onReply(tracker, reply),
    })
    this.#lines.set(tracker, { socket, proof })
    if (socket.isUp) onUp()
  }

  announce({ type: _, tracker, offers, ...announcement }: DiallingEffectOf<'announce'>): void {
    const { infoHash, identity, server, feed } = this.#ports
    const request = { infoHash, peerId: identity.peerId, ...announcement }
    const line = this.#lines.get(tracker)
    if (line) line.socket.send(encodeAnnounce(request, offers, line.proof))
    else if (tracker === SERVER)
      server?.announce(request).then(
        reply => {
          if ('failure' in reply) feed({ type: 'announceFailed', tracker, reason: reply.failure })
          else feed({ type: 'announced', tracker, ...reply })
        },
        (error: Error) => feed({ type: 'announceFailed', tracker, reason: error.message }),
      )
  }

  carry({ tracker, to, offerId, signal }: DiallingEffectOf<'carry'>): void {
    const { infoHash, identity, server } = this.#ports
    const from = identity.peerId
    if (tracker === SERVER) server?.signal({ infoHash, offerId, to, ...signal })
    else if (signal.kind === 'answer') {
      const answer = encodeAnswer(to, { infoHash, offerId, from, sdp: signal.sdp })
      this.#lines.get(tracker)?.socket.send(answer)
    }
  }

  close(): void {
    this.#state = 'closed'
    for (const url of this.#lines.keys()) this.#ports.sockets.leave(url, this.#ports.infoHash)
    this.#lines.clear()
  }

  #onReply(tracker: TrackerUrl, reply: TrackerReply): void {
    const { feed } = this.#ports
    switch (reply.type) {
      case 'announced': {
        const { intervalMs, seeders, leechers } = reply
        return feed({ type: 'announced', tracker, intervalMs, seeders, leechers })
      }
      case 'offer':
      case 'answer': {
        const { type: kind, from, offerId, sdp } = reply
        const signal = kind === 'offer' ? ({ kind, sdp, whole: true } as const) : { kind, sdp }
        return feed({ type: 'carried', tracker, from, offerId, signal })
      }
      case 'failure':
        return feed({ type: 'announceFailed', tracker, reason: reply.reason })
    }
  }
}
