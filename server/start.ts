/** The whole server, in this process: `main.ts` and the tests start it alike. */
import { once } from 'node:events'
import type { Server as SecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { MemoryRegistry } from '../shared/tracker/memory.ts'
import type { SwarmRegistry } from '../shared/tracker/registry.ts'
import { CLIENT_DIR, createApp } from './app.ts'
import { Counts } from './counts.ts'
import { Doors } from './doors.ts'
import { Gate } from './gate.ts'
import { createHttpServer } from './http.ts'
import { IceServers } from './ice/ice-servers.ts'
import { type IceSettings, NO_ICE } from './ice/ice-settings.ts'
import { SERVER_LIMITS, type ServerLimits } from './limits.ts'
import { type Log, limitedLog, logBug, logToStderr } from './log.ts'
import { Metrics } from './metrics.ts'
import { alone } from './nodes.ts'
import { operationRoutes } from './operation.ts'
import { networkOf, TrustedProxies } from './proxies.ts'
import { attachSockets } from './sockets.ts'
import { type RunningStun, startStun } from './stun/stun.ts'
import type { Certificates } from './tls/certificates.ts'

/** Connections that the system keeps until they are accepted: when there are more, a newcomer's waits for a second and more. */
const BACKLOG = 4_096

const NO_REDIS = 'Redis is away: this server knows its own visitors, not those of the others.'
/** A certificate's file that has changed, or a new address of this machine, is known after this time. */
const RENEWAL_CHECK_MS = 60_000

export interface ServerOptions {
  /** 0: any free one. */
  readonly port: number
  /** Where the built pages lie. */
  readonly clientDir?: string
  /** What people open, if it is none of this machine's own names: see `parsePublicUrl`. */
  readonly publicUrl?: URL | undefined
  /** Whose word for a visitor's address is taken; by default nobody's. */
  readonly proxies?: TrustedProxies
  /** Whether the log names the address of who was refused. */
  readonly logAddresses?: boolean
  /** By default none, and the pages are served by plain http. */
  readonly certificates?: Certificates | undefined
  /** By default none: whoever is on one machine or in one network meets without. */
  readonly ice?: IceSettings
  /** By which several servers serve the same swarms: see `parseRedisUrl`. By default this one is alone. */
  readonly redisUrl?: string | undefined
  /** Who shows it may read /metrics, from anywhere; without one, who asks on this machine. */
  readonly metricsToken?: string | undefined
  readonly registry?: SwarmRegistry
  readonly limits?: Partial<ServerLimits>
  readonly log?: Log
  /** Milliseconds, never going back. */
  readonly now?: () => number
}

export interface RunningServer {
  readonly port: number
  /** Where STUN is answered, if it is. */
  readonly stunPort: number | undefined
  /** The system's error, if it should be and cannot. */
  readonly stunTrouble: NodeJS.ErrnoException | undefined
  /** Lets nobody new in, and moves its visitors on to other servers, evenly over this time. */
  drain(ms: number): Promise<void>
  /** Closes every connection; to tabs it is an outage, and they connect again when a server is back. */
  close(): Promise<void>
}

/** Listens on all interfaces. Rejects with the system's error (EADDRINUSE, EACCES) if it cannot. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { port, clientDir = CLIENT_DIR, now = () => performance.now() } = options
  const log = limitedLog(options.log ?? logToStderr, now)
  const limits = { ...SERVER_LIMITS, ...options.limits }
  const cluster = await joined(options.redisUrl, log, limits)
  const registry = cluster?.registry ?? options.registry ?? new MemoryRegistry(Math.random)
  const { publicUrl, proxies = TrustedProxies.NONE, logAddresses = false, certificates } = options
  const doors = new Doors({ publicUrl, view: proxies, log, logAddresses, now })
  const counts = new Counts()
  const gate = new Gate({ limits, log, now, proxies, counts, logAddresses })
  let isDraining = false
  const operation = operationRoutes({
    doors,
    metrics: new Metrics({
      counts,
      registry,
      socketsBy: door => sockets.open(door),
      redis: cluster,
    }),
    metricsToken: options.metricsToken,
    clientDir,
    isDraining: () => isDraining,
    degraded: () => (cluster?.isUp === false ? NO_REDIS : undefined),
  })
  const http = createHttpServer(
    createApp(clientDir, {
      registry,
      doors,
      publicUrl,
      authority: certificates?.authority,
      operation,
      onBug: (error, request) => logBug(log, error, proxies.requestIdOf(request)),
    }),
    gate,
    limits,
    certificates?.current,
  )
  const stopRenewing = certificates && renewing(http as SecureServer, certificates, log)
  const { ice = NO_ICE } = options
  const stun = await answerStun(ice, limits, now)
  const running = stun instanceof Error ? undefined : stun
  const iceServers = new IceServers(ice, running?.port)
  const sockets = attachSockets(http, {
    doors,
    gate,
    registry,
    nodes: cluster?.nodes ?? alone(),
    shares: cluster?.shares,
    counts,
    iceServers,
    limits,
    log,
    now,
  })
  const close = async () => {
    stopRenewing?.()
    await Promise.all([sockets.close(), running?.close()])
    await cluster?.close()
  }
  // The last of all: an upgrade that came before the sockets are attached would get no answer.
  http.listen({ port, backlog: BACKLOG })
  try {
    await once(http, 'listening')
  } catch (error) {
    await close()
    throw error
  }
  return {
    port: (http.address() as AddressInfo).port,
    stunPort: running?.port,
    stunTrouble: stun instanceof Error ? stun : undefined,
    drain: ms => {
      isDraining = true
      return sockets.drain(ms)
    },
    close,
  }
}

/** Nothing of it is loaded where it is not asked for. */
async function joined(url: string | undefined, log: Log, limits: ServerLimits) {
  if (url === undefined) return undefined
  const { joinCluster } = await import('./redis/cluster.ts')
  return joinCluster({ url, random: Math.random, log, limits })
}

/** Connections that are open keep the certificate that they began with. */
function renewing(http: SecureServer, certificates: Certificates, log: Log): () => void {
  const renew = async () => {
    try {
      if (!(await certificates.renew(Date.now()))) return
      http.setSecureContext(certificates.current)
      log('certificate renewed')
    } catch (error) {
      log('certificate not renewed', { reason: (error as Error).message })
    }
  }
  const timer = setInterval(renew, RENEWAL_CHECK_MS)
  return () => clearInterval(timer)
}

/** Without it the server does all else that it does. */
async function answerStun(
  { stunPort: port }: IceSettings,
  { stunRequestsPerAddress: requestsPerAddress }: ServerLimits,
  now: () => number,
): Promise<RunningStun | Error | undefined> {
  if (port === undefined) return undefined
  try {
    return await startStun({ port, nameOf: networkOf, requestsPerAddress, now })
  } catch (error) {
    if (error instanceof Error) return error
    throw error
  }
}

export function parsePort(text: string): number | undefined {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined
}
