/** Everybody who is connected, tabs and stock clients alike, and what ends with their connection. */
import { createHmac, randomBytes } from 'node:crypto'
import { TokenBucket } from '../shared/base/bucket.ts'
import { FairBudget } from '../shared/base/fair-budget.ts'
import type { InfoHash, PeerId } from '../shared/base/ids.ts'
import type { IncomingSignal } from '../shared/events.ts'
import type { OfferBook } from '../shared/tracker/offers.ts'
import type { ProofScope } from '../shared/tracker/proof.ts'
import { REFUSALS, type RefusalSentence } from '../shared/tracker/refusals.ts'
import type { Announcer, SocketKey, SwarmRegistry } from '../shared/tracker/registry.ts'
import type { Awaitable } from './awaitable.ts'
import type { ServerLimits } from './limits.ts'
import { type Log, logBug } from './log.ts'
import type { Nodes } from './nodes.ts'
import type { Visitor } from './visitor.ts'

export interface ClientDeps {
  readonly limits: ServerLimits
  readonly log: Log
  readonly now: () => number
}

/** What a proof that is shown on a connection must be for: one of our names, this door, this connection. */
export interface AcceptedScope extends Omit<ProofScope, 'server'> {
  readonly servers: readonly string[]
}

/** A client's connection, by either protocol. */
export interface Line {
  readonly key: SocketKey
  readonly visitor: Visitor
  readonly scope: AcceptedScope
  /** `group`, of an offer: see `ServerToClientEvents`. */
  send(signal: IncomingSignal, group?: number): void
  /** Its place in this swarm is taken. */
  refuse(reason: RefusalSentence, infoHash: InfoHash): void
  /** Says why, as far as its protocol can, and closes it. */
  end(reason: string): void
}

const SECRET = randomBytes(32)

/** Some 5 KB for each tab. One that is forgotten is computed anew. */
const MAX_KNOWN_GROUPS = 64

type Work = () => Awaitable<unknown>

export class Client {
  readonly key: SocketKey
  readonly scope: AcceptedScope
  readonly visitor: Visitor
  readonly proofs: TokenBucket
  /** Offers of others to it, by their address. */
  readonly #calls: FairBudget
  /** The peer id that it has shown to be its own. */
  provenId: PeerId | undefined
  /** Of addresses that have offered to it. */
  readonly #groups = new Map<string, number>()
  readonly #line: Line
  readonly #log: Log
  #isOver = false
  #isBusy = false
  readonly #waiting: Work[] = []

  constructor(line: Line, { limits, log, now }: ClientDeps) {
    this.key = line.key
    this.scope = line.scope
    this.visitor = line.visitor
    this.proofs = new TokenBucket(limits.proofs, now())
    this.#calls = new FairBudget(limits.calls)
    this.#line = line
    this.#log = log
  }

  /** Whom its memberships belong to. */
  get announcer(): Announcer {
    return { socket: this.key, address: this.visitor.address.name }
  }

  /** `address`: of who sends it. */
  send(signal: IncomingSignal, address?: string): void {
    const isGrouped = signal.kind === 'offer' && this.scope.door === 'socket.io'
    this.#line.send(signal, isGrouped && address ? this.#groupOf(address) : undefined)
  }

  /** Tells a tab which offers come from one address, and not which; two tabs cannot compare theirs. */
  #groupOf(address: string): number {
    const known = this.#groups.get(address)
    if (known !== undefined) return known
    if (this.#groups.size >= MAX_KNOWN_GROUPS) this.#groups.clear()
    const hash = createHmac('sha256', SECRET).update(`${this.key}\n${address}`).digest()
    const group = hash.readUInt32BE(0)
    this.#groups.set(address, group)
    return group
  }

  /** Whether somebody at that address may offer a connection to it: not so that others from elsewhere no longer may. */
  mayBeCalled(address: string, now: number): boolean {
    return this.#calls.take(address, now) !== undefined
  }

  refuse(reason: RefusalSentence, infoHash: InfoHash): void {
    this.#line.refuse(reason, infoHash)
  }

  /** What it has said and is not done is not done any more. */
  end(reason: string): void {
    this.#isOver = true
    this.#log('ended', { reason, request: this.visitor.requestId })
    this.#line.end(reason)
  }

  /**
   * Does the work for this client's messages one at a time, in the order they came: where the registry
   * answers late, a candidate must not overtake its offer, nor an announce its disconnect. The limit on
   * packets bounds how many wait.
   */
  inOrder(work: Work): void {
    if (this.#isBusy) return void this.#waiting.push(work)
    this.#isBusy = true
    this.#go(work)
  }

  #go(first: Work | undefined): void {
    for (let work = first; work; work = this.#waiting.shift()) {
      const done = this.#do(work)
      if (done) return void done.then(() => this.#go(this.#waiting.shift()))
    }
    this.#isBusy = false
  }

  /** Neither throws nor rejects. */
  #do(work: Work): Promise<unknown> | undefined {
    if (this.#isOver) return undefined
    try {
      const done = this.visitor.work(work)
      return done instanceof Promise ? done.catch(error => this.#tell(error)) : undefined
    } catch (error) {
      this.#tell(error)
      return undefined
    }
  }

  #tell(bug: unknown): void {
    logBug(this.#log, bug, this.visitor.requestId)
  }
}

/** To who has called a peer that is not there. */
export const GONE = 'That peer is not in the swarm any more.'

export class Clients {
  readonly #byKey = new Map<SocketKey, Client>()
  readonly #registry: SwarmRegistry
  readonly #offers: OfferBook
  readonly #nodes: Nodes

  constructor(registry: SwarmRegistry, offers: OfferBook, nodes: Nodes) {
    this.#registry = registry
    this.#offers = offers
    this.#nodes = nodes
    registry.onEvict = (socket, infoHash) =>
      this.#byKey.get(socket)?.refuse(REFUSALS['place given away'], infoHash)
  }

  add(client: Client): void {
    this.#byKey.set(client.key, client)
  }

  get(key: SocketKey): Client | undefined {
    return this.#byKey.get(key)
  }

  get all(): Iterable<Client> {
    return this.#byKey.values()
  }

  /**
   * Its memberships and offers end with it. Who has offered to it in vain hears so at once: a tab that lost
   * this connection unnoticed comes back by another, and else would be refused for the sake of an offer that
   * it never had.
   */
  async leave({ key }: Pick<Client, 'key'>): Promise<void> {
    this.#byKey.delete(key)
    for (const { by, infoHash, offerId, to } of this.#offers.socketClosed(key)) {
      const signal = { kind: 'refuse', infoHash, offerId, from: to, reason: GONE } as const
      if (this.#nodes.isHere(by)) this.get(by)?.send(signal)
      else await this.#nodes.tell({ kind: 'bounced', to: by, signal })
    }
    await this.#registry.socketClosed(key)
  }

  /** A socket of any node. */
  async end(key: SocketKey, reason: string): Promise<void> {
    if (!this.#nodes.isHere(key)) await this.#nodes.tell({ kind: 'end', to: key, reason })
    this.#byKey.get(key)?.end(reason)
    await this.leave({ key })
  }
}
