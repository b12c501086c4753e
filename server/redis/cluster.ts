/** This process as one of the nodes that share a Redis. */
import { Histogram } from 'prom-client'
import type { Random } from '../../shared/base/random.ts'
import { MemoryRegistry } from '../../shared/tracker/memory.ts'
import type { BudgetLimits } from '../address-budgets.ts'
import type { Log } from '../log.ts'
import type { AddressShares, Nodes } from '../nodes.ts'
import { RedisAddressShares } from './address-shares.ts'
import { Bus, channelOf, newNodeName } from './bus.ts'
import { RedisRegistry } from './registry.ts'
import { SharedRegistry } from './shared-registry.ts'
import { RedisStore } from './store.ts'

/** Before every key and channel: a Redis may be used by others besides. */
const PREFIX = 'tabswarm:'

/** In seconds: around what half of the answers take, and what a person would notice. */
const LATENCY_BUCKETS = [0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.2, 1]

export interface Cluster {
  readonly node: string
  readonly nodes: Nodes
  readonly registry: SharedRegistry
  readonly shares: AddressShares
  readonly isUp: boolean
  readonly latency: Histogram
  close(): Promise<void>
}

interface JoinOptions {
  readonly url: string
  readonly random: Random
  readonly log: Log
  readonly limits: BudgetLimits
}

/** Resolves also if Redis is away: then it is tried again and again. */
export async function joinCluster({ url, random, log, limits }: JoinOptions): Promise<Cluster> {
  const node = newNodeName()
  const bus = new Bus(PREFIX, node)
  const latency = new Histogram({
    name: 'tabswarm_redis_seconds',
    help: 'From a command to the answer of Redis.',
    buckets: LATENCY_BUCKETS,
    registers: [],
  })
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
    onLatency: seconds => latency.observe(seconds),
  })
  bus.open(store)
  await bus.beat()
  const shared = new RedisRegistry(store, { random, prefix: PREFIX })
  const registry = new SharedRegistry({ own: new MemoryRegistry(random), shared, bus, node })
  return {
    node,
    nodes: bus,
    registry,
    shares: new RedisAddressShares(store, { prefix: PREFIX, node, limits }),
    latency,
    get isUp() {
      return store.isUp
    },
    close: async () => {
      await registry.leave()
      store.close()
    },
  }
}
