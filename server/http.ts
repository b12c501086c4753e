/** The HTTP server under both doors and the pages, with a limit for everything that a visitor can drag out. */
import { createServer, type Server } from 'node:http'
import type { Express } from 'express'
import type { Gate } from './gate.ts'
import type { ServerLimits } from './limits.ts'

/** Node looks from time to time whether a request is late. */
const CHECKS_PER_TIMEOUT = 5

/** Browsers send some 20, and each connection's are kept. Further ones are ignored. */
const MAX_HEADERS = 100

export type HttpLimits = Pick<ServerLimits, 'headersMs' | 'requestMs' | 'keepAliveMs' | 'silenceMs'>

export function createHttpServer(app: Express, gate: Gate, limits: HttpLimits): Server {
  const { headersMs, requestMs, keepAliveMs, silenceMs } = limits
  const http = createServer(
    {
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      keepAliveTimeout: keepAliveMs,
      connectionsCheckingInterval: headersMs / CHECKS_PER_TIMEOUT,
    },
    (request, response) => gate.ask(request, response, () => app(request, response)),
  )
  const greeters = http.listeners('connection')
  http.removeAllListeners('connection')
  http.on('connection', socket =>
    gate.connect(socket, () => {
      for (const greet of greeters) greet.call(http, socket)
    }),
  )
  http.on('upgrade', request => gate.upgrades(request))
  http.maxHeadersCount = MAX_HEADERS
  http.setTimeout(silenceMs)
  return http
}
