/** The servers that are measured, each in a process of its own. */
import type { AddressInfo } from 'node:net'
// @ts-expect-error it brings no types; what is used of it is declared below
import TrackerServer from 'bittorrent-tracker/server'
import { SERVER_LIMITS, type ServerLimits } from '../../../server/limits.ts'
import { startServer } from '../../../server/start.ts'
import type { Rate } from '../../../shared/base/bucket.ts'
import { MemoryRegistry } from '../../../shared/tracker/memory.ts'
import { REGISTRY_LIMITS } from '../../../shared/tracker/registry.ts'
import { garbageCollector } from '../garbage.ts'

interface OtherTracker {
  readonly http: { address(): AddressInfo }
  listen(port: number, host: string, listening: () => void): void
  on(event: 'error' | 'warning', listener: (error: Error) => void): void
}

export interface Usage {
  /** Of all threads of the process. */
  readonly cpuSeconds: number
  readonly residentMb: number
}

/**
 * A load comes from one address and from few sockets, so that each budget, which is looked at all the same, is
 * out of its reach.
 */
const UNREACHED: Rate = { burst: 1e9, perSecond: 1e9 }
const CALLS_UNREACHED = { windowMs: 60_000, perSender: 1e9, inAll: 1e9, reserve: 0, sure: 0 }

function unreachedLimits(): ServerLimits {
  const all = Object.entries(SERVER_LIMITS).map(([name, limit]) => [
    name,
    isRate(limit) ? UNREACHED : limit,
  ])
  return {
    ...(Object.fromEntries(all) as ServerLimits),
    calls: CALLS_UNREACHED,
    maxSocketsPerAddress: SERVER_LIMITS.maxSockets,
    maxConnectionsPerAddress: SERVER_LIMITS.maxConnections,
  }
}

const isRate = (limit: unknown): boolean =>
  typeof limit === 'object' && limit !== null && 'perSecond' in limit

export const server = {
  /** Returns its port. */
  async startOurs({ redisUrl }: { readonly redisUrl?: string | undefined }): Promise<number> {
    const registry = new MemoryRegistry(Math.random, {
      ...REGISTRY_LIMITS,
      maxMembersPerAddress: REGISTRY_LIMITS.maxMembers,
    })
    const { port } = await startServer({
      port: 0,
      limits: unreachedLimits(),
      registry,
      redisUrl,
      log: () => undefined,
    })
    return port
  },

  startOther(_: null): Promise<number> {
    const tracker: OtherTracker = new TrackerServer({ http: false, udp: false, stats: false })
    tracker.on('error', error => process.stderr.write(`bittorrent-tracker: ${error.message}\n`))
    return new Promise(resolve =>
      tracker.listen(0, '127.0.0.1', () => resolve(tracker.http.address().port)),
    )
  },

  usage(_: null): Usage {
    const { user, system } = process.cpuUsage()
    return { cpuSeconds: (user + system) / 1e6, residentMb: process.memoryUsage.rss() / 1e6 }
  },

  /** What is in use, in MB, without what is garbage. */
  heapMb(_: null): number {
    garbageCollector()()
    const { heapUsed, external } = process.memoryUsage()
    return (heapUsed + external) / 1e6
  },
}
