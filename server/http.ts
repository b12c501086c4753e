/** The HTTP server under both doors and the pages, with a limit for everything that a visitor can drag out. */
import { createServer, type Server } from 'node:http'
import type { Express } from 'express'
import type { Gate } from './gate.ts'

/** From the connection, or the last answer's end, to the end of a request's headers. */
const HEADERS_TIMEOUT_MS = 10_000
/** To the end of its body. Ours have none. */
const REQUEST_TIMEOUT_MS = 15_000
/** Between two requests: what browsers use a connection for again, they use soon. */
const KEEP_ALIVE_MS = 5_000
/** Nothing goes either way: who does not read its answer. */
const SILENCE_MS = 30_000
/** How often it is looked whether the first two are over. */
const CHECK_INTERVAL_MS = 2_000

/** Browsers send some 20, and each connection's are kept. Further ones are ignored. */
const MAX_HEADERS = 100

export function createHttpServer(app: Express, gate: Gate): Server {
  const http = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: CHECK_INTERVAL_MS,
    },
    (request, response) => gate.ask(request, response, () => app(request, response)),
  )
  http.maxHeadersCount = MAX_HEADERS
  http.setTimeout(SILENCE_MS)
  return http
}
