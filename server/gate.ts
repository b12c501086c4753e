/** Decides who may connect, ask and open a socket, before a byte is answered, and whom a newcomer displaces. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { Places, type Taken } from '../shared/base/places.ts'
import { REFUSALS } from '../shared/tracker/refusals.ts'
import { BUDGET_NAMES } from './address-budgets.ts'
import { type Address, Addresses } from './addresses.ts'
import { Asker } from './asker.ts'
import type { Counts } from './counts.ts'
import type { ServerLimits } from './limits.ts'
import type { Log } from './log.ts'
import type { AddressStanding, AddressUsage, SharedGate } from './nodes.ts'
import { type Arrival, networkOf, type TrustedProxies } from './proxies.ts'
import { Visitor } from './visitor.ts'

export interface GateDeps {
  readonly limits: ServerLimits
  readonly log: Log
  readonly now: () => number
  readonly proxies: TrustedProxies
  readonly counts: Counts
  /** Whether the log names the address of who was refused. */
  readonly logAddresses: boolean
}

const NOTHING_TAKEN = BUDGET_NAMES.map(() => 0)

/** Of the processor, for what is not seen while it is done: measured. */
const ARRIVAL_MS = 0.1
/** With the end of the connection, and the garbage that it leaves. */
const GREETING_MS = 0.5
/** By TLS 1.3 with a key on P-256. One by RSA takes a millisecond more. */
const HANDSHAKE_MS = 1
/** Most of it goes to files and to the network, later. */
const ANSWER_MS = 0.5

const ignore = () => {}

export class Gate implements SharedGate {
  readonly #proxies: TrustedProxies
  readonly #deps: GateDeps
  readonly #addresses: Addresses
  readonly #connections: Places<string, Socket>
  readonly #sockets: Places<string, Visitor>
  #isClosed = false
  readonly #visitors = new WeakMap<IncomingMessage, Visitor>()
  readonly #askers = new WeakMap<Socket, Asker>()
  /** The last response on each connection. */
  readonly #responses = new WeakMap<Socket, ServerResponse>()

  constructor(deps: GateDeps) {
    const { limits, proxies } = deps
    this.#proxies = proxies
    this.#deps = deps
    this.#addresses = new Addresses(limits)
    this.#connections = new Places({
      max: limits.maxConnections,
      maxEach: limits.maxConnectionsPerAddress,
    })
    this.#sockets = new Places({ max: limits.maxSockets, maxEach: limits.maxSocketsPerAddress })
  }

  /** Addresses that it knows anything of. */
  get size(): number {
    return this.#addresses.size
  }

  /**
   * A TCP connection, of which nothing is known but where it comes from. `greet`: it may be read, when
   * it is its turn. A proxy's are not counted.
   */
  connect(socket: Socket, transport: 'plain' | 'tls', greet: () => void): void {
    if (this.#proxies.isProxy(socket)) return greet()
    const { now } = this.#deps
    this.#addresses.meter.settle()
    this.#addresses.turns.arrived()
    const arrival = { socket, headers: {} }
    const address = this.#addresses.of(this.#nameOf(arrival), now())
    address.worked(ARRIVAL_MS)
    if (!this.#mayConnect(address, arrival)) return void socket.destroy()
    const taken = this.#connections.take(address.name, socket)
    if (taken.refused) {
      this.#tell('refused', `connections: ${taken.refused}`, address, arrival)
      socket.destroy()
      return
    }
    taken.evicted?.destroy()
    this.#enter(address.name, socket)
    socket.once('close', () => this.#connections.free(address.name, socket))
    // Until it is read nobody else hears of its errors; 'close' follows.
    socket.on('error', ignore)
    address.whenCalm(() => {
      if (socket.destroyed) return
      address.worked(transport === 'tls' ? GREETING_MS + HANDSHAKE_MS : GREETING_MS)
      greet()
      if (transport === 'plain')
        this.#askers.set(socket, new Asker(address, socket, this.#addresses.meter, now))
    })
  }

  /** The handshake on a TCP connection that counts already is done: what comes is requests. */
  listen(secured: TLSSocket): void {
    if (this.#proxies.isProxy(secured) || secured.destroyed) return
    const { now } = this.#deps
    const address = this.#addresses.of(this.#nameOf({ socket: secured, headers: {} }), now())
    this.#askers.set(secured, new Asker(address, secured, this.#addresses.meter, now))
  }

  /** Has a plain HTTP request answered, or closes its connection. */
  ask(request: IncomingMessage, response: ServerResponse, answer: () => void): void {
    const { socket } = request
    // The rest of a packet is still parsed.
    if (socket.destroyed) return
    const before = this.#responses.get(socket)
    this.#responses.set(socket, response)
    const address = this.#addresses.of(this.#nameOf(request), this.#deps.now())
    // Browsers and proxies wait for an answer; a thousand requests in one packet would open as many files.
    const isPipelined = before !== undefined && !before.writableEnded
    if (isPipelined || !address.budgets.requests.take(this.#deps.now())) {
      const reason = isPipelined ? 'asks before it is answered' : 'asks too often'
      this.#tell('refused', reason, address, request)
      socket.destroy()
      return
    }
    address.inTurn(() => {
      if (socket.destroyed) return
      response.setHeader('X-Request-Id', this.#proxies.requestIdOf(request))
      answer()
      address.worked(ANSWER_MS)
    })
  }

  /** It is no plain HTTP request: `admit` may follow. */
  upgrades({ socket }: IncomingMessage): void {
    this.#askers.get(socket)?.leave()
    // Node forgets its own listeners here. A WebSocket sets no timeout; who is refused and stays ends by it.
    socket.once('timeout', () => socket.destroy())
    // Of a proxy's connection nobody else need have heard yet: its reset must not end the process.
    socket.on('error', ignore)
  }

  /** An upgrade. A string: why not. The socket counts until it closes. */
  admit(request: IncomingMessage): Visitor | string {
    const { limits, now } = this.#deps
    const { socket } = request
    if (socket.destroyed) return 'gone'
    if (this.#isClosed) return 'about to stop'
    const address = this.#enter(this.#nameOf(request), socket)
    if (this.#proxies.isProxy(socket) && !this.#mayConnect(address, request))
      return 'connects too often'
    const visitor = new Visitor(address, socket, {
      addresses: this.#addresses,
      limits,
      now,
      requestId: this.#proxies.requestIdOf(request),
      onEnd: reason => {
        this.#sockets.free(address.name, visitor)
        this.#tell('kicked', reason, address, request)
      },
    })
    const isShareTaken = this.#excessSockets(address) >= 0
    const taken: Taken<Visitor> = isShareTaken
      ? { refused: 'own share taken' }
      : this.#sockets.take(address.name, visitor)
    if (taken.refused) {
      address.delete(visitor)
      this.#tell('refused', `sockets: ${taken.refused}`, address, request)
      return taken.refused
    }
    taken.evicted?.evict(REFUSALS['connection given away'])
    socket.once('close', () => this.#sockets.free(address.name, visitor))
    this.#visitors.set(request, visitor)
    return visitor
  }

  /** No socket is let in any more; pages are still served, until another server is asked. */
  close(): void {
    this.#isClosed = true
  }

  /** Of a request that was admitted. */
  visitorOf(request: IncomingMessage): Visitor | undefined {
    return this.#visitors.get(request)
  }

  sweep(): void {
    this.#addresses.sweep(this.#deps.now())
  }

  /** Of addresses that the other nodes should hear of, or this one from them. What was taken is told once. */
  usages(): AddressUsage[] {
    const usages: AddressUsage[] = this.#addresses
      .takeGoneUntold()
      .map(name => ({ name, sockets: 0, taken: NOTHING_TAKEN }))
    const now = this.#deps.now()
    for (const address of this.#addresses.all) {
      const { name, budgets, socketsTold } = address
      const sockets = this.#sockets.numberOf(name)
      const hasNews = sockets !== socketsTold || this.#excessSockets(address) > 0
      if (!hasNews && budgets.isFull(now)) continue
      address.socketsTold = sockets
      usages.push({ name, sockets, taken: budgets.tell() })
    }
    return usages
  }

  /** The other nodes cannot be asked, or have lost what they were told: this one counts alone. */
  forgetOthers(): void {
    for (const address of this.#addresses.all) {
      address.socketsTold = 0
      address.socketsElsewhere = 0
    }
  }

  /** What an address has of all nodes. Of too many sockets each node ends its part, the latest first. */
  learn({ name, used, socketsElsewhere }: AddressStanding): void {
    const address = this.#addresses.find(name)
    if (!address) return
    address.socketsElsewhere = socketsElsewhere
    address.learn(used, this.#deps.now())
    const here = this.#sockets.numberOf(name)
    const part = here / Math.max(1, here + socketsElsewhere)
    for (let toEnd = Math.ceil(this.#excessSockets(address) * part); toEnd > 0; toEnd--) {
      const latest = this.#sockets.latestOf(name)
      if (!latest) return
      this.#sockets.free(name, latest)
      latest.evict(REFUSALS['too many connections'])
    }
  }

  /** More than it may have, over all nodes; 0: it has all that it may. */
  #excessSockets({ name, socketsElsewhere }: Address): number {
    const { maxSocketsPerAddress } = this.#deps.limits
    return this.#sockets.numberOf(name) + socketsElsewhere - maxSocketsPerAddress
  }

  #mayConnect(address: Address, arrival: Arrival): boolean {
    const may = address.budgets.connects.take(this.#deps.now())
    if (!may) this.#tell('refused', 'connects too often', address, arrival)
    return may
  }

  /** It counts on its address until it closes. */
  #enter(name: string, socket: Socket): Address {
    const { now } = this.#deps
    const address = this.#addresses.enter(name, now())
    socket.once('close', () => this.#addresses.leave(address, now()))
    return address
  }

  #nameOf(arrival: Arrival): string {
    return networkOf(this.#proxies.addressOf(arrival) ?? 'unknown')
  }

  #tell(event: 'refused' | 'kicked', reason: string, { name }: Address, about: Arrival): void {
    const { counts, log, logAddresses } = this.#deps
    counts.add('budgets', reason)
    const request = this.#proxies.requestIdOf(about)
    log(event, { reason, request, ...(logAddresses && { address: name }) })
  }
}
