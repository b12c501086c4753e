/**
 * Where pages find the one that leads them: a swarm on our server that shares nothing. Its info hash
 * is the leader's own peer id, and both are the code in the link, so that whoever has the link knows
 * whom to dial.
 */
import { assert } from '../../shared/base/assert.ts'
import type { InfoHash, LinkId, PeerId } from '../../shared/base/ids.ts'
import { seededRandom } from '../../shared/base/random.ts'
import { Dialler } from '../../shared/dialling/dialler.ts'
import type { DiallingEffect, DiallingInput } from '../../shared/dialling/effect.ts'
import { Referrals } from '../../shared/dialling/referrals.ts'
import { SERVER } from '../../shared/dialling/way.ts'
import type { Identity } from '../../shared/tracker/proof.ts'
import type { Channel } from './channel/channel.ts'
import { webRtc } from './channel/webrtc.ts'
import type { Clock } from './clock.ts'
import { ConnectionTable, type LinkSink } from './connection-table.ts'
import { newSeed } from './identity.ts'
import { connectTracker, type TrackerClient } from './tracker.ts'

/** The server did not answer; a refusal has its own sentence. */
const RETRY_MS = 5_000
/** How often time limits are looked at, and whom to dial. */
const CHORES_MS = 1_000

export interface RendezvousParts {
  readonly code: string
  readonly self: Identity
  readonly clock: Clock
  /** Of who leads; others are linked with the leader alone. */
  readonly maxLinks: number
  /** The server lists us: from here on we can dial and be dialled. */
  onListed(): void
  onTrouble(why: string): void
  onOpen(remote: PeerId, channel: Channel, hangUp: () => void): LinkSink
  onFailed(): void
}

export class Rendezvous {
  readonly #parts: RendezvousParts
  readonly #tracker: TrackerClient
  readonly #dialler: Dialler
  readonly #connections: ConnectionTable
  readonly #links = new Map<LinkId, { readonly remote: PeerId; readonly sink: LinkSink }>()
  #cancelAnnounce = () => {}
  #cancelChores: () => void

  constructor(parts: RendezvousParts) {
    this.#parts = parts
    const { clock, maxLinks } = parts
    const self = parts.self.peerId
    this.#tracker = connectTracker(
      {
        onUp: () => this.#announce(),
        onDown: reason => {
          this.#dialler.serverDown()
          parts.onTrouble(reason)
        },
        onSignal: ({ from, offerId, infoHash: _, ...signal }, group) => {
          // Who is led speaks with the leader alone.
          const isMeant = self === parts.code || from === parts.code
          if (isMeant) this.#dialler.onSignal(SERVER, from, offerId, signal, group)
        },
      },
      location.origin,
      parts.self,
    )
    this.#dialler = new Dialler(
      self,
      maxLinks,
      seededRandom(newSeed()),
      new Referrals(),
      {
        get now() {
          return clock.now()
        },
        emit: effect => this.#perform(effect),
        log: () => parts.onFailed(),
      },
      {
        circumstances: () => ({ serverUp: this.#tracker.online, isSeed: false, isStarved: true }),
        dialled: () => {},
        relay: () => {},
        makeRoom: () => {},
        replace: link => this.#lost(link, 'replaced by a new link'),
      },
    )
    this.#connections = new ConnectionTable({
      connect: webRtc(),
      feed: input => this.#feed(input),
      onOpen: (link, channel) => this.#opened(link, channel),
    })
    this.#cancelChores = clock.after(CHORES_MS, () => this.#chores())
  }

  close(): void {
    this.#cancelAnnounce()
    this.#cancelChores()
    this.#dialler.leave('left')
    this.#tracker.close()
  }

  #perform(effect: DiallingEffect): void {
    const infoHash = this.#parts.code as InfoHash
    switch (effect.type) {
      case 'connect':
        return this.#connections.connect(effect)
      case 'signal':
        return this.#connections.signal(effect)
      case 'close':
        return this.#connections.close(effect.link)
      case 'carry': {
        const { to, offerId, signal } = effect
        return this.#tracker.signal({ infoHash, offerId, to, ...signal })
      }
    }
  }

  #feed(input: DiallingInput): void {
    if (input.type === 'linkReached') this.#dialler.reached(input.link)
    if (input.type === 'localSignal') this.#dialler.onLocalSignal(input.link, input.signal)
    if (input.type === 'linkClosed') this.#dialler.failed(input.link, input.reason)
  }

  #opened(link: LinkId, channel: Channel): LinkSink {
    const remote = this.#dialler.opened(link)
    assert(remote !== undefined, 'what is not in the making any more was closed')
    // There is no handshake here: an open channel is all that there is to wait for.
    this.#dialler.greeted(remote, link)
    const sink = this.#parts.onOpen(remote, channel, () => this.#close(link))
    this.#links.set(link, { remote, sink })
    return { ...sink, onClose: reason => this.#lost(link, reason) }
  }

  #lost(link: LinkId, reason: string): void {
    this.#close(link)?.onClose(reason)
  }

  /** Who listened to it. */
  #close(link: LinkId): LinkSink | undefined {
    const closed = this.#links.get(link)
    if (!closed) return undefined
    this.#links.delete(link)
    this.#connections.close(link)
    this.#dialler.closed(link)
    this.#dialler.neighbours.closed(closed.remote, link, this.#parts.clock.now())
    return closed.sink
  }

  #chores(): void {
    this.#dialler.expire()
    this.#dialler.dial()
    this.#cancelChores = this.#parts.clock.after(CHORES_MS, () => this.#chores())
  }

  #announce(): void {
    const { code, self, clock, onListed, onTrouble } = this.#parts
    this.#cancelAnnounce()
    // Never rejects: a failure is an answer.
    void this.#tracker
      .announce({
        infoHash: code as InfoHash,
        peerId: self.peerId,
        uploaded: 0,
        downloaded: 0,
        left: 1,
        numwant: 0,
      })
      .catch((error: Error) => ({ failure: error.message }))
      .then(reply => {
        if ('failure' in reply) onTrouble(reply.failure)
        else {
          onListed()
          this.#dialler.listed([code as PeerId], [])
        }
        const againMs = 'failure' in reply ? RETRY_MS : reply.intervalMs
        this.#cancelAnnounce = clock.after(againMs, () => this.#announce())
      })
  }
}
