/** The HTTP server under both doors and the pages, with a limit for everything that a visitor can drag out. */
import { constants } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https'
import type { Express } from 'express'
import type { Gate } from './gate.ts'
import type { ServerLimits } from './limits.ts'
import type { Certificate } from './tls/certificates.ts'

/** Node looks from time to time whether a request is late. */
const CHECKS_PER_TIMEOUT = 5

/** Browsers send some 20, and each connection's are kept. Further ones are ignored. */
const MAX_HEADERS = 100

export type HttpLimits = Pick<ServerLimits, 'headersMs' | 'requestMs' | 'keepAliveMs' | 'silenceMs'>

/** By TLS if there is a certificate. */
export function createHttpServer(
  app: Express,
  gate: Gate,
  limits: HttpLimits,
  certificate?: Certificate,
): Server | SecureServer {
  const { headersMs, requestMs, keepAliveMs, silenceMs } = limits
  const options = {
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    keepAliveTimeout: keepAliveMs,
    connectionsCheckingInterval: headersMs / CHECKS_PER_TIMEOUT,
  }
  const ask = (request: IncomingMessage, response: ServerResponse) =>
    gate.ask(request, response, () => app(request, response))
  const http = certificate
    ? createSecureServer({ ...options, ...certificate, ...tlsOptions(limits) }, ask)
    : createServer(options, ask)
  const greeters = http.listeners('connection')
  http.removeAllListeners('connection')
  // By TLS, too, it is the TCP connection that counts: from its beginning, and whatever becomes of its handshake.
  http.on('connection', socket =>
    gate.connect(socket, certificate ? 'tls' : 'plain', () => {
      for (const greet of greeters) greet.call(http, socket)
    }),
  )
  http.on('secureConnection', socket => gate.listen(socket))
  http.on('upgrade', request => gate.upgrades(request))
  http.maxHeadersCount = MAX_HEADERS
  http.setTimeout(silenceMs)
  return http
}

/** A handshake has the time of a request's headers. A client may not ask for another one on the same connection. */
const tlsOptions = ({ headersMs }: HttpLimits) => ({
  handshakeTimeout: headersMs,
  secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
})
