/**
 * How agents find their controller: a swarm on our tracker that shares nothing. Its info hash is the
 * controller's peer id, and both are the code in the link: whoever has the link knows whom to dial.
 */
import type { InfoHash, PeerId } from '../../../shared/base/ids.ts'
import type { Channel } from '../../host/channel/channel.ts'
import { webRtc } from '../../host/channel/webrtc.ts'
import type { Clock } from '../../host/clock.ts'
import { Dialler, type LinkSink } from '../../host/dial.ts'
import { newOfferId } from '../../host/identity.ts'
import { connectTracker, type TrackerClient } from '../../host/tracker.ts'

/** After the tracker did not answer or refused. */
const RETRY_MS = 5_000

export interface RendezvousParts {
  readonly code: string
  readonly self: PeerId
  readonly clock: Clock
  accepts(): boolean
  /** The tracker lists us: now we can dial and be dialled. */
  onListed(): void
  onTrouble(why: string): void
  onOpen(remote: PeerId, channel: Channel, hangUp: () => void): LinkSink
  onFailed(): void
}

export class Rendezvous {
  readonly #parts: RendezvousParts
  readonly #tracker: TrackerClient
  readonly #dialler: Dialler
  #cancelAnnounce = () => {}

  constructor(parts: RendezvousParts) {
    this.#parts = parts
    const { self, clock, onOpen, accepts, onFailed } = parts
    this.#tracker = connectTracker(
      {
        onUp: () => this.#announce(),
        onDown: reason => parts.onTrouble(reason),
        onSignal: ({ from, offerId, infoHash: _, ...signal }) =>
          this.#dialler.onSignal(from, offerId, signal),
      },
      location.origin,
    )
    this.#dialler = new Dialler({
      self,
      connect: webRtc(),
      clock,
      newOfferId,
      send: (to, offerId, signal) =>
        this.#tracker.signal({ infoHash: this.#infoHash, offerId, to, ...signal }),
      isServerUp: () => this.#tracker.online,
      takesWhole: () => false,
      feed: input => {
        if (input.type === 'linkFailed') onFailed()
        if (input.type !== 'offered') return
        const { remote, offerId } = input
        if (accepts()) this.#dialler.accept(remote, offerId)
        else this.#dialler.refuse(remote, offerId, 'there is no room')
      },
      onOpen,
    })
  }

  dial(): void {
    this.#dialler.dial(this.#parts.code as PeerId)
  }

  close(): void {
    this.#cancelAnnounce()
    this.#dialler.close()
    this.#tracker.close()
  }

  get #infoHash(): InfoHash {
    return this.#parts.code as InfoHash
  }

  #announce(): void {
    const { self, clock, onListed, onTrouble } = this.#parts
    this.#cancelAnnounce()
    // Never rejects: a failure is an answer.
    void this.#tracker
      .announce({
        infoHash: this.#infoHash,
        peerId: self,
        uploaded: 0,
        downloaded: 0,
        left: 1,
        numwant: 0,
      })
      .catch((error: Error) => ({ failure: error.message }))
      .then(reply => {
        if ('failure' in reply) onTrouble(reply.failure)
        else onListed()
        const againMs = 'failure' in reply ? RETRY_MS : reply.intervalMs
        this.#cancelAnnounce = clock.after(againMs, () => this.#announce())
      })
  }
}
