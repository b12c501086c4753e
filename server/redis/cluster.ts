/** This process as one of the nodes that share a Redis. */
import type { Random } from '../../shared/base/random.ts'
import { MemoryRegistry } from '../../shared/tracker/memory.ts'
import type { Log } from '../log.ts'
import type { Nodes } from '../nodes.ts'
import { Bus, channelOf, newNodeName } from './bus.ts'
import { RedisRegistry } from './registry.ts'
import { SharedRegistry } from './shared-registry.ts'
import { RedisStore } from './store.ts'

/** Before every key and channel: a Redis may be used by others besides. */
const PREFIX = 'tabswarm:'

export interface Cluster {
  readonly node: string
  readonly nodes: Nodes
  readonly registry: SharedRegistry
  readonly isUp: boolean
  close(): Promise<void>
}

interface JoinOptions {
  readonly url: string
  readonly random: Random
  readonly log: Log
  readonly onLatency?: (seconds: number) => void
}

/** Resolves also if Redis is away: then it is tried again and again. */
export async function joinCluster({ url, random, log, onLatency }: JoinOptions): Promise<Cluster> {
  const node = newNodeName()
  const bus = new Bus(PREFIX, node)
  let wasAway = false
  const store = await RedisStore.open({
    url,
    channel: channelOf(PREFIX, node),
    onMessage: text => bus.receive(text),
    onUp: () => {
      log('redis up', { node })
      wasAway = false
    },
    onAway: reason => {
      if (!wasAway) log('redis away', { node, reason })
      wasAway = true
    },
    ...(onLatency && { onLatency }),
  })
  bus.open(store)
  const shared = new RedisRegistry(store, { random, prefix: PREFIX })
  const registry = new SharedRegistry({ own: new MemoryRegistry(random), shared, bus, node })
  return {
    node,
    nodes: bus,
    registry,
    get isUp() {
      return store.isUp
    },
    close: async () => {
      await registry.leave()
      store.close()
    },
  }
}
