/** Everything that is plain HTTP: the built pages, and the state of the server. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import express, { type ErrorRequestHandler, type Express, type Router } from 'express'
import staticGzip from 'express-static-gzip'
import type { SwarmRegistry } from '../shared/tracker/registry.ts'
import { AUTHORITY_PATH, lanAddresses } from './banner.ts'
import type { Doors } from './doors.ts'
import { NO_PAGE } from './no-page.ts'
import { scrapeRoutes } from './scrape.ts'

export const CLIENT_DIR = join(import.meta.dirname, '../dist')

/** Vite puts a hash of the content into the name of what it writes here. */
const HASHED = /[\\/]assets[\\/]/

/** Some chats and mails escape the # of a share link: then the server is asked for all of it. */
const HOLDS_LINK = /%(?:25)*23|magnet(?::|%(?:25)*3a)/i

const NO_CACHE = { 'Cache-Control': 'no-cache' }

const FAILED = 'The server has failed to answer this. Try again.'

export const NOT_BUILT =
  'The pages are not built yet. Stop the server and start it with "npm start", which builds them.'

export interface AppDeps {
  readonly registry: SwarmRegistry
  readonly doors: Doors
  readonly publicUrl: URL | undefined
  /** Whom a visitor has to trust, if TLS is by a certificate of our own. */
  readonly authority: { readonly certificate: string } | undefined
  /** What whoever runs the server asks. */
  readonly operation: Router
  readonly onBug: (error: unknown, request: IncomingMessage) => void
}

export function createApp(clientDir: string, deps: AppDeps): Express {
  const { registry, doors, publicUrl, authority, operation, onBug } = deps
  const app = express()
  app.disable('x-powered-by')
  app.use(doors.pages)
  app.get('/healthz', (_request, response) => {
    response.type('text').send('ok')
  })
  app.use(operation)
  // Any page asks: it may have been opened by another name than that for others.
  app.get('/public-url', (_request, response) => {
    response.set('Cache-Control', 'no-cache').json({ publicUrl: publicUrl?.origin ?? null })
  })
  if (authority)
    app.get(AUTHORITY_PATH, (_request, response) => {
      response.type('application/x-x509-ca-cert').send(Buffer.from(authority.certificate))
    })
  // A page opened at localhost asks, to show a link that others on the network can open.
  app.get('/lan', (request, response, next) => {
    if (!doors.isNear(request)) return next()
    response
      .set('Cache-Control', 'no-cache')
      .json({ address: lanAddresses(doors.interfaces())[0] ?? null })
  })
  app.use(scrapeRoutes(registry))
  app.use(
    staticGzip(clientDir, {
      enableBrotli: true,
      orderPreference: ['br', 'gzip'],
      serveStatic: { cacheControl: false, setHeaders: setCaching },
    }),
  )
  app.get('/', (_request, response) => {
    response.status(503).type('text').send(NOT_BUILT)
  })
  app.use((request, response, next) => {
    if (request.method !== 'GET' || !HOLDS_LINK.test(request.originalUrl)) return next()
    // Undefined when all is sent, or why it is not: then the pages are not built, or the browser has gone.
    response.sendFile(
      'index.html',
      { root: clientDir, cacheControl: false, headers: NO_CACHE },
      error => {
        if (error && !response.headersSent) next()
      },
    )
  })
  app.use((request, response) => {
    const language = request.acceptsLanguages([...NO_PAGE.keys()]) || 'en'
    response.vary('Accept-Language').status(404).type('html').send(NO_PAGE.get(language))
  })
  // Express's own prints what it meets, and shows it to the visitor. It finds this one by its four parameters.
  const onError: ErrorRequestHandler = (error, request, response, _next) => {
    const isVisitors = error?.status >= 400 && error.status < 500
    if (!isVisitors) onBug(error, request)
    if (response.headersSent) response.destroy()
    else if (isVisitors) response.sendStatus(error.status)
    else response.status(500).type('text').send(FAILED)
  }
  app.use(onError)
  return app
}

function setCaching(response: ServerResponse, path: string): void {
  const caching = HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache'
  response.setHeader('Cache-Control', caching)
}
