/** The whole server, in this process: `main.ts` and the tests start it alike. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { MemoryRegistry } from '../shared/tracker/memory.ts'
import type { SwarmRegistry } from '../shared/tracker/registry.ts'
import { CLIENT_DIR, createApp } from './app.ts'
import { Doors } from './doors.ts'
import { Gate } from './gate.ts'
import { createHttpServer } from './http.ts'
import { SERVER_LIMITS, type ServerLimits } from './limits.ts'
import { type Log, limitedLog, logToStderr } from './log.ts'
import { TrustedProxies } from './proxies.ts'
import { attachSockets } from './sockets.ts'

/** Connections that the system keeps until they are accepted: when there are more, a newcomer's waits for a second and more. */
const BACKLOG = 4_096

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
  readonly registry?: SwarmRegistry
  readonly limits?: Partial<ServerLimits>
  readonly log?: Log
  /** Milliseconds, never going back. */
  readonly now?: () => number
}

export interface RunningServer {
  readonly port: number
  /** Closes every connection; to tabs it is an outage, and they connect again when a server is back. */
  close(): Promise<void>
}

/** Listens on all interfaces. Rejects with the system's error (EADDRINUSE, EACCES) if it cannot. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { port, clientDir = CLIENT_DIR, now = () => performance.now() } = options
  const log = limitedLog(options.log ?? logToStderr, now)
  const limits = { ...SERVER_LIMITS, ...options.limits }
  const registry = options.registry ?? new MemoryRegistry(Math.random)
  const { publicUrl, proxies = TrustedProxies.NONE, logAddresses = false } = options
  const doors = new Doors({ publicUrl, view: proxies, log, now })
  const gate = new Gate({ limits, log, now, proxies, logAddresses })
  const http = createHttpServer(createApp(clientDir, registry, doors), gate, limits)
  http.listen({ port, backlog: BACKLOG })
  await once(http, 'listening')
  const close = attachSockets(http, { doors, gate, registry, limits, log, now })
  return { port: (http.address() as AddressInfo).port, close }
}

export function parsePort(text: string): number | undefined {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined
}
