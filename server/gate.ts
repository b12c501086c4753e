/** Decides who may connect, ask and open a socket, before a byte is answered, and whom a newcomer displaces. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { Places } from '../shared/base/places.ts'
import { type Address, Addresses } from './addresses.ts'
import { Asker } from './asker.ts'
import type { Counts } from './counts.ts'
import type { ServerLimits } from './limits.ts'
import type { Log } from './log.ts'
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

/** The server is full, and this address has the most sockets. */
const DISPLACED =
  'The server is full, and your network has more connections to it than any other. Try again later.'

/** Of the processor, for what is not seen while it is done: measured. */
const ARRIVAL_MS = 0.1
/** With the end of the connection, and the garbage that it leaves. */
const GREETING_MS = 0.5
/** By TLS 1.3 with a key on P-256. One by RSA takes a millisecond more. */
const HANDSHAKE_MS = 1
/** Most of it goes to files and to the network, later. */
const ANSWER_MS = 0.5

const ignore = () => {}

export class Gate {
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
    const address = this.#addresses.of(this.#nameOf({ socket, headers: {} }), now())
    address.worked(ARRIVAL_MS)
    if (!this.#mayConnect(address)) return void socket.destroy()
    const taken = this.#connections.take(address.name, socket)
    if (taken.refused) {
      this.#tell('refused', `connections: ${taken.refused}`, address)
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
    if (isPipelined || !address.requests.take(this.#deps.now())) {
      this.#tell('refused', isPipelined ? 'asks before it is answered' : 'asks too often', address)
      socket.destroy()
      return
    }
    address.inTurn(() => {
      if (socket.destroyed) return
      answer()
      address.worked(ANSWER_MS)
    })
  }

  /** It is no plain HTTP request: `admit` may follow. */
  upgrades({ socket }: IncomingMessage): void {
    this.#askers.get(socket)?.leave()
    // Node forgets its own listener here. A WebSocket sets no timeout; who is refused and stays ends by it.
    socket.once('timeout', () => socket.destroy())
  }

  /** An upgrade. A string: why not. The socket counts until it closes. */
  admit(request: IncomingMessage): Visitor | string {
    const { limits, now } = this.#deps
    const { socket } = request
    if (socket.destroyed) return 'gone'
    if (this.#isClosed) return 'about to stop'
    const address = this.#enter(this.#nameOf(request), socket)
    if (this.#proxies.isProxy(socket) && !this.#mayConnect(address)) return 'connects too often'
    const visitor = new Visitor(address, socket, {
      addresses: this.#addresses,
      limits,
      now,
      onEnd: reason => {
        this.#sockets.free(address.name, visitor)
        this.#tell('kicked', reason, address)
      },
    })
    const taken = this.#sockets.take(address.name, visitor)
    if (taken.refused) {
      address.delete(visitor)
      this.#tell('refused', `sockets: ${taken.refused}`, address)
      return taken.refused
    }
    taken.evicted?.evict(DISPLACED)
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

  #mayConnect(address: Address): boolean {
    const may = address.connects.take(this.#deps.now())
    if (!may) this.#tell('refused', 'connects too often', address)
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

  #tell(event: 'refused' | 'kicked', reason: string, { name }: Pick<Address, 'name'>): void {
    this.#deps.counts.add('budgets', reason)
    this.#deps.log(event, { reason, ...(this.#deps.logAddresses && { address: name }) })
  }
}
