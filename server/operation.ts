/** What whoever runs the server asks it: whether it may be sent visitors, and how it is. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Request, Router } from 'express'
import type { Doors } from './doors.ts'
import type { Metrics } from './metrics.ts'

export interface OperationDeps {
  readonly doors: Doors
  readonly metrics: Metrics
  /** Who shows it may read the metrics; without one, who asks on this machine. */
  readonly metricsToken: string | undefined
  readonly clientDir: string
  /** Its visitors are moved on, and new ones belong elsewhere. */
  readonly isDraining: () => boolean
  /** In a sentence, what it does without. */
  readonly degraded: () => string | undefined
}

export function operationRoutes(deps: OperationDeps): Router {
  const { doors, metrics, metricsToken, clientDir } = deps
  const routes = Router()
  routes.get('/readyz', (_request, response) => {
    const reason = deps.isDraining()
      ? 'It is about to stop.'
      : existsSync(join(clientDir, 'index.html'))
        ? undefined
        : 'The pages are not built.'
    // Without Redis it serves its own visitors: to send them away would leave nobody served.
    const degraded = deps.degraded()
    response.set('Cache-Control', 'no-store')
    if (reason !== undefined) return void response.status(503).json({ ready: false, reason })
    response.json({ ready: true, ...(degraded !== undefined && { degraded }) })
  })
  routes.get('/metrics', async (request, response, next) => {
    if (metricsToken === undefined && !doors.isThisMachine(request)) return next()
    if (metricsToken !== undefined && !shows(request, metricsToken))
      return void response.status(401).set('WWW-Authenticate', 'Bearer').end()
    const { type, text } = await metrics.text()
    response.set('Cache-Control', 'no-store').set('Content-Type', type).send(text)
  })
  return routes
}

const hashOf = (text: string) => createHash('sha256').update(text).digest()

const shows = (request: Request, token: string): boolean =>
  timingSafeEqual(hashOf(request.get('authorization') ?? ''), hashOf(`Bearer ${token}`))
