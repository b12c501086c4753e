/** Decides on the upgrade request, before a byte is exchanged, who may open a socket. */
import type { IncomingMessage } from 'node:http'
import type { ServerLimits } from './limits.ts'

type AdmissionRefusal = 'server full' | 'too many from one address'

export class Admission {
  readonly #limits: ServerLimits
  readonly #byAddress = new Map<string, number>()
  #sockets = 0

  constructor(limits: ServerLimits) {
    this.#limits = limits
  }

  /** Undefined if the connection is admitted; it counts until it closes. */
  admit(request: Pick<IncomingMessage, 'socket'>): AdmissionRefusal | undefined {
    const address = addressOf(request)
    const fromAddress = this.#byAddress.get(address) ?? 0
    if (this.#sockets >= this.#limits.maxSockets) return 'server full'
    if (fromAddress >= this.#limits.maxSocketsPerAddress) return 'too many from one address'
    this.#sockets++
    this.#byAddress.set(address, fromAddress + 1)
    request.socket.once('close', () => this.#release(address))
    return undefined
  }

  #release(address: string): void {
    this.#sockets--
    const left = (this.#byAddress.get(address) ?? 1) - 1
    if (left === 0) this.#byAddress.delete(address)
    else this.#byAddress.set(address, left)
  }
}

export const addressOf = (request: Pick<IncomingMessage, 'socket'>): string =>
  request.socket.remoteAddress ?? 'unknown'

/**
 * CORS does not guard WebSocket upgrades, so a page of another site could act for its visitor. Programs
 * send no Origin; browsers always do, and no page can make them leave it out.
 */
export function isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return true
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase()
}
