/** Everything that is plain HTTP: the built pages, and the state of the server. */
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import express, { type Express } from 'express'
import staticGzip from 'express-static-gzip'
import type { SwarmRegistry } from '../shared/tracker/registry.ts'
import { lanAddresses } from './banner.ts'
import type { Doors } from './doors.ts'
import { scrapeRoutes } from './scrape.ts'

export const CLIENT_DIR = join(import.meta.dirname, '../dist')

/** Vite puts a hash of the content into the name of what it writes here. */
const HASHED = /[\\/]assets[\\/]/

export const NOT_BUILT =
  'The pages are not built yet. Stop the server and start it with "npm start", which builds them.'

export function createApp(clientDir: string, registry: SwarmRegistry, doors: Doors): Express {
  const app = express()
  app.disable('x-powered-by')
  app.use(doors.pages)
  app.get('/healthz', (_request, response) => {
    response.type('text').send('ok')
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
  app.use((_request, response) => {
    response.status(404).type('text').send('There is no such page. Go to the start page: /')
  })
  return app
}

function setCaching(response: ServerResponse, path: string): void {
  const caching = HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache'
  response.setHeader('Cache-Control', caching)
}
