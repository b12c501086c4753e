/**
 * Where a request comes from. Behind a reverse proxy every connection comes from the proxy, which tells
 * the visitor's address in X-Forwarded-For; anybody can write that header, so it is believed only as far
 * back as TRUST_PROXY names proxies.
 */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { isIP, isIPv4 } from 'node:net'
import ipaddr from 'ipaddr.js'
import proxyaddr from 'proxy-addr'
import type { Forwarded } from './hosts.ts'
import { SettingError } from './settings.ts'

/** Of a request, what tells where it comes from. */
export type Arrival = Pick<IncomingMessage, 'headers' | 'socket'>

/** More proxies in a row than any deployment has: a larger number is a slip. */
const MAX_HOPS = 16

/** Of proxies: UUIDs, ULIDs, what nginx and Envoy make. Nothing else comes into a log. */
const REQUEST_ID = /^[\w.:=+/-]{1,128}$/

/** Networks that have a name, as in Express. */
const NAMED_NETWORKS = ['loopback', 'linklocal', 'uniquelocal']

const WHAT_TO_SET =
  'Set it to the number of proxies in front of the server, such as TRUST_PROXY=1, or to their networks, such as TRUST_PROXY=10.0.0.0/8,loopback.'

export class TrustedProxies {
  readonly #trusts: (address: string, hop: number) => boolean
  readonly #requestIds = new WeakMap<Arrival, string>()

  private constructor(trusts: (address: string, hop: number) => boolean) {
    this.#trusts = trusts
  }

  static readonly NONE = new TrustedProxies(() => false)

  /** Throws a `SettingError` unless it is a number of hops, or networks with commas between them. */
  static parse(setting: string): TrustedProxies {
    const text = setting.trim()
    if (text === '') return TrustedProxies.NONE
    if (/^\d+$/.test(text)) {
      const hops = Number(text)
      if (hops > MAX_HOPS)
        throw new SettingError(`TRUST_PROXY is at most ${MAX_HOPS} proxies. ${WHAT_TO_SET}`)
      return new TrustedProxies((_address, hop) => hop < hops)
    }
    const networks = text.split(',').map(network => network.trim())
    const wrong = networks.find(network => !isNetwork(network))
    if (wrong !== undefined)
      throw new SettingError(
        `TRUST_PROXY has "${wrong}", which is neither an address nor a network. ${WHAT_TO_SET}`,
      )
    return new TrustedProxies(proxyaddr.compile(networks))
  }

  /** Whether the other end of a TCP connection is a proxy, and not a visitor. */
  isProxy(socket: Pick<IncomingMessage['socket'], 'remoteAddress'>): boolean {
    return this.#trusts(ipOf(socket.remoteAddress ?? '') ?? '', 0)
  }

  /** The visitor's IP address, IPv4 in four parts wherever there is one. Undefined: the socket is closed. */
  addressOf(request: Arrival): string | undefined {
    // A proxy that writes no address ("unknown", RFC 7239) is the last thing known of its visitor.
    return this.#hops(request)
      .map(ipOf)
      .findLast(address => address !== undefined)
  }

  /** What a trusted proxy says that the browser asked for; undefined if there is none. */
  forwarded(request: Arrival): Forwarded | undefined {
    if (!this.isProxy(request.socket)) return undefined
    const proto = this.#told(request, 'x-forwarded-proto')?.toLowerCase()
    return {
      host: this.#told(request, 'x-forwarded-host'),
      proto: proto === 'http' || proto === 'https' ? proto : undefined,
    }
  }

  /** By which the lines of a log that are about one request are found: that of a trusted proxy, or a new one. */
  requestIdOf(request: Arrival): string {
    const known = this.#requestIds.get(request)
    if (known !== undefined) return known
    const told = this.isProxy(request.socket) ? request.headers['x-request-id'] : undefined
    const id = typeof told === 'string' && REQUEST_ID.test(told) ? told : randomUUID()
    this.#requestIds.set(request, id)
    return id
  }

  /** What the farthest trusted proxy says; each appends its own at the end, or overwrites all. */
  #told(request: Arrival, header: string): string | undefined {
    const text = request.headers[header]
    if (typeof text !== 'string') return undefined
    // A proxy need not write the addresses, too.
    const proxies = Math.max(1, this.#hops(request).length - 1)
    const values = text.split(',').map(value => value.trim())
    return values.at(-Math.min(proxies, values.length)) || undefined
  }

  /** From the other end of the TCP connection back to the first that is not trusted. */
  #hops(request: Arrival): string[] {
    if (request.socket.remoteAddress === undefined) return []
    return proxyaddr.all(request as IncomingMessage, this.#trusts)
  }
}

/** Everybody there shares one budget: one IPv4 address, or the /64 that one IPv6 customer is given. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address
  const parts = ipaddr.IPv6.parse(address).parts.slice(0, 4)
  return `${parts.map(part => part.toString(16)).join(':')}::/64`
}

/** Some proxies add a port. An IPv4 address that came by an IPv6 socket is still that address. */
function ipOf(text: string): string | undefined {
  const mapped = text.startsWith('::ffff:') ? text.slice('::ffff:'.length) : text
  if (isIPv4(mapped)) return mapped
  const bare = /^\[(.*)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text
  return isIP(bare) ? ipaddr.process(bare).toString() : undefined
}

function isNetwork(text: string): boolean {
  if (NAMED_NETWORKS.includes(text)) return true
  const [address = '', bits, ...rest] = text.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0 || address.includes('%')) return false
  if (bits === undefined) return true
  // /0 would believe everybody.
  return /^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (version === 4 ? 32 : 128)
}
