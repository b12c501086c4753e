/** Applies the rules of `hosts.ts` to requests: to those for pages, and to those that open a socket. */
import type { IncomingMessage } from 'node:http'
import { hostname, networkInterfaces } from 'node:os'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import type { RequestHandler } from 'express'
import { headers } from './headers.ts'
import {
  type Asked,
  type Forwarded,
  hostForOthers,
  hostRefusal,
  isHttps,
  isOwnOrigin,
  isSecureContext,
  namesReached,
  type OwnNames,
} from './hosts.ts'
import type { Log } from './log.ts'
import {
  addressesOf,
  type Interfaces,
  isLoopback,
  isOnOwnNetwork,
  recentInterfaces,
} from './own-networks.ts'
import { networkOf } from './proxies.ts'

/** RFC 9110, 15.5.20: not the server that the request is for. */
const MISDIRECTED = 421

/** Who a request is from, and what the proxies that are trusted say of it. */
export interface RequestView {
  readonly addressOf: (request: IncomingMessage) => string | undefined
  readonly forwarded: (request: IncomingMessage) => Forwarded | undefined
  readonly requestIdOf: (request: IncomingMessage) => string
}

interface DoorsOptions {
  readonly publicUrl: URL | undefined
  readonly view: RequestView
  readonly log: Log
  /** Whether the log names the address of who was refused. */
  readonly logAddresses: boolean
  readonly now: () => number
}

interface Refusal {
  readonly status: typeof MISDIRECTED | 403
  readonly reason: 'foreign host' | 'foreign origin'
  readonly sentence: string
}

export class Doors {
  readonly #own: OwnNames
  readonly #view: RequestView
  readonly #log: Log
  readonly #logAddresses: boolean
  readonly interfaces: () => Interfaces

  constructor({ publicUrl, view, log, logAddresses, now }: DoorsOptions) {
    this.#view = view
    this.#log = log
    this.#logAddresses = logAddresses
    this.interfaces = recentInterfaces(networkInterfaces, now)
    const addresses = () => addressesOf(this.interfaces())
    this.#own = { publicUrl, hostname: hostname(), addresses }
  }

  /** For every request that is no upgrade: its Host, and the headers of its answer. */
  get pages(): RequestHandler {
    const headersBy = headers()
    return (request, response, next) => {
      const asked = this.#asked(request)
      const transport = {
        https: isHttps(asked, this.#own),
        secureContext: isSecureContext(asked, this.#own),
      }
      headersBy(transport)(request, response, () => {
        const sentence = hostRefusal(asked, this.#own)
        if (sentence === undefined) return next()
        this.#tell('foreign host', request)
        response.status(MISDIRECTED).type('text').send(sentence)
      })
    }
  }

  /** True: the upgrade is refused, and answered. `fromAnySite`: to pages of other sites the door is open. */
  refuses(request: IncomingMessage, connection: Duplex, fromAnySite: boolean): boolean {
    const refusal = this.#refusalOf(request, fromAnySite)
    if (refusal === undefined) return false
    this.#tell(refusal.reason, request)
    answer(connection, refusal)
    return true
  }

  /** The name by which whoever asks has reached this server, unless it is this machine's own name for itself. */
  hostFor(request: IncomingMessage): string | undefined {
    return hostForOthers(this.#asked(request), this.#own)
  }

  /** What the tab of a request that is not refused may have signed as our name. */
  namesOf(request: IncomingMessage): readonly string[] {
    return namesReached(this.#asked(request), this.#own)
  }

  /** From this machine or one that shares a network with it. What a proxy that is not trusted passes on is not. */
  isNear(request: IncomingMessage): boolean {
    if (this.#isPassedOnUnseen(request)) return false
    return isOnOwnNetwork(this.#view.addressOf(request), this.interfaces())
  }

  /** A program on this machine asks, as far as can be told. */
  isThisMachine(request: IncomingMessage): boolean {
    return !this.#isPassedOnUnseen(request) && isLoopback(this.#view.addressOf(request))
  }

  #isPassedOnUnseen(request: IncomingMessage): boolean {
    const { headers } = request
    const isPassedOn = 'x-forwarded-for' in headers || 'forwarded' in headers || 'via' in headers
    return isPassedOn && this.#view.forwarded(request) === undefined
  }

  #tell(reason: Refusal['reason'], request: IncomingMessage): void {
    const address = networkOf(this.#view.addressOf(request) ?? 'unknown')
    const id = this.#view.requestIdOf(request)
    this.#log('refused', { reason, request: id, ...(this.#logAddresses && { address }) })
  }

  #refusalOf(request: IncomingMessage, fromAnySite: boolean): Refusal | undefined {
    const asked = this.#asked(request)
    const sentence = hostRefusal(asked, this.#own)
    if (sentence) return { status: MISDIRECTED, reason: 'foreign host', sentence }
    if (fromAnySite || isOwnOrigin(asked, this.#own)) return undefined
    return { status: 403, reason: 'foreign origin', sentence: FOREIGN_ORIGIN }
  }

  #asked(request: IncomingMessage): Asked {
    const { host, origin } = request.headers
    const forwarded = this.#view.forwarded(request)
    const encrypted = request.socket instanceof TLSSocket
    return { host, origin, forwarded, encrypted, localAddress: request.socket.localAddress }
  }
}

const FOREIGN_ORIGIN =
  'Only pages of this server may open this socket. If the page is one, seen by another address through a proxy, name that address in the setting PUBLIC_URL.'

const REASONS = { 403: 'Forbidden', [MISDIRECTED]: 'Misdirected Request' }

function answer(connection: Duplex, { status, sentence }: Refusal): void {
  // Whoever is gone already needs no answer.
  connection.on('error', () => connection.destroy())
  connection.end(
    [
      `HTTP/1.1 ${status} ${REASONS[status]}`,
      'Connection: close',
      'Content-Type: text/plain; charset=utf-8',
      'X-Content-Type-Options: nosniff',
      `Content-Length: ${Buffer.byteLength(sentence)}`,
      '',
      sentence,
    ].join('\r\n'),
    () => connection.destroy(),
  )
}
