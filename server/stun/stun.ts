/**
 * The STUN server (RFC 8489) beside the pages: it tells tabs behind a home router their address outside,
 * which is what two homes need to meet, and asks no third party. It answers each datagram by one of
 * about its own size or not at all, and each address within a limit: nobody can be flooded through it.
 */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type Rate, TokenBucket } from '../../shared/base/bucket.ts'
import { encodeBindingResponse, parseBindingRequest } from './binding.ts'

/** Of those who asked last. */
const MAX_ADDRESSES = 20_000

export interface StunOptions {
  /** 0: any free one. */
  readonly port: number
  /** The address of a visitor as all budgets know it: an IPv6 network of 64 bits counts as one. */
  readonly nameOf: (address: string) => string
  readonly requestsPerAddress: Rate
  /** Milliseconds, never going back. */
  readonly now: () => number
}

export interface RunningStun {
  readonly port: number
  close(): Promise<void>
}

/** Listens on all interfaces. Rejects with the system's error if IPv4's port cannot be had. */
export async function startStun(options: StunOptions): Promise<RunningStun> {
  const limits = new RequestLimits(options)
  const v4 = await listen('udp4', options.port, limits)
  const { port } = v4.address()
  // A machine without IPv6 is served by IPv4 alone.
  const v6 = await listen('udp6', port, limits).catch(() => undefined)
  return {
    port,
    close: async () => {
      for (const socket of [v4, v6]) {
        if (socket === undefined) continue
        socket.close()
        await once(socket, 'close')
      }
    },
  }
}

async function listen(
  type: 'udp4' | 'udp6',
  port: number,
  limits: RequestLimits,
): Promise<Socket & { address(): AddressInfo }> {
  const socket = createSocket({ type, ipv6Only: type === 'udp6' })
  socket.bind(port)
  await once(socket, 'listening').catch(error => {
    socket.close()
    throw error
  })
  // An answer that the system does not send is asked for again (RFC 8489, section 6.2.1).
  const ignore = () => undefined
  socket.on('error', ignore)
  socket.on('message', (datagram, from) => {
    const request = parseBindingRequest(datagram)
    if (request === undefined || from.port === 0 || !limits.allow(from)) return
    socket.send(encodeBindingResponse(request, from), from.port, from.address, ignore)
  })
  return socket
}

class RequestLimits {
  readonly #options: StunOptions
  /** Who asked last comes last. */
  readonly #byName = new Map<string, TokenBucket>()

  constructor(options: StunOptions) {
    this.#options = options
  }

  allow({ address }: RemoteInfo): boolean {
    const now = this.#options.now()
    const name = this.#options.nameOf(address)
    const bucket = this.#byName.get(name) ?? new TokenBucket(this.#options.requestsPerAddress, now)
    this.#byName.delete(name)
    this.#byName.set(name, bucket)
    if (this.#byName.size > MAX_ADDRESSES) {
      const [first] = this.#byName.keys()
      if (first !== undefined) this.#byName.delete(first)
    }
    return bucket.take(now)
  }
}
