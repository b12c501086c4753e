/** The tracker in virtual time: the server's own registry, as far away as the topology has it. */
import type { InfoHash, Millis } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import type { Announcement } from '../dialling/effect.ts'
import { SERVER } from '../dialling/way.ts'
import type { Effect } from '../peer/effect.ts'
import type { Input } from '../peer/input.ts'
import { MemoryRegistry } from '../tracker/memory.ts'
import type { Owner } from './link-end.ts'
import type { ServerRoutes } from './server-routes.ts'
import type { Timeline } from './timeline.ts'

export class SimulatedTracker {
  readonly #random: Random
  #registry: MemoryRegistry
  readonly #infoHash: InfoHash
  readonly #timeline: Timeline
  readonly #routes: ServerRoutes
  readonly #workMs: Millis

  constructor(
    infoHash: InfoHash,
    timeline: Timeline,
    routes: ServerRoutes,
    { random, workMs }: { readonly random: Random; readonly workMs: Millis },
  ) {
    this.#random = random
    this.#registry = new MemoryRegistry(random)
    this.#infoHash = infoHash
    this.#timeline = timeline
    this.#routes = routes
    this.#workMs = workMs
  }

  announce(peer: Owner, announcement: Effect & { type: 'announce' }): void {
    const { there, back } = this.#routes.of(peer.name)
    this.#routes.carry(peer.name, there + this.#workMs, () => {
      const answer = this.#register(peer, announcement)
      if (answer) this.#routes.carry(peer.name, back, () => peer.tell(answer))
    })
  }

  /** As restarted with an empty memory. */
  forget(): void {
    this.#registry = new MemoryRegistry(this.#random)
  }

  /** Its socket is closed: noticed as fast as anything gets there. */
  gone(peer: Owner): void {
    const { there } = this.#routes.of(peer.name)
    this.#timeline.call(this.#timeline.now + there, () => this.#registry.socketClosed(peer.id))
  }

  #register(peer: Owner, announcement: Announcement): Input | undefined {
    this.#registry.expire(this.#timeline.now)
    // A word from a peer that is gone by now, but for its goodbye, is that of a closed socket.
    if (!peer.isAlive && announcement.event !== 'stopped') return undefined
    const request = { ...announcement, infoHash: this.#infoHash, peerId: peer.id }
    const reply = this.#registry.announce(request, peer.id, this.#timeline.now)
    return 'failure' in reply
      ? { type: 'announceFailed', tracker: SERVER, reason: reply.failure }
      : { type: 'announced', tracker: SERVER, ...reply }
  }
}
