/** What Prometheus is told. Nothing of it is loaded before somebody asks. */
import type { Histogram, Registry } from 'prom-client'
import type { SwarmRegistry } from '../shared/tracker/registry.ts'
import { type CountName, type Counts, DOORS, type Door } from './counts.ts'

export interface Observed {
  readonly counts: Counts
  readonly registry: Pick<SwarmRegistry, 'totals'>
  /** Open sockets of this process. */
  readonly socketsBy: (door: Door) => number
  /** Undefined: there is none. */
  readonly redis: RedisObserved | undefined
}

export interface RedisObserved {
  readonly isUp: boolean
  readonly latency: Histogram
}

export class Metrics {
  readonly #observed: Observed
  #registry: Promise<Registry> | undefined

  constructor(observed: Observed) {
    this.#observed = observed
  }

  async text(): Promise<{ readonly type: string; readonly text: string }> {
    this.#registry ??= registryOf(this.#observed)
    const registry = await this.#registry
    return { type: registry.contentType, text: await registry.metrics() }
  }
}

/** With those of Node itself: time of the processor, memory, delay of the event loop. */
async function registryOf({ counts, registry, socketsBy, redis }: Observed): Promise<Registry> {
  const prom = await import('prom-client')
  const all = new prom.Registry()
  prom.collectDefaultMetrics({ register: all })
  const gauge = (name: string, help: string, read: () => number | Promise<number>) =>
    new prom.Gauge({
      name: `tabswarm_${name}`,
      help,
      registers: [all],
      async collect() {
        this.set(await read())
      },
    })
  const counter = (name: string, help: string, label: string, counted: CountName) =>
    new prom.Counter({
      name: `tabswarm_${name}_total`,
      help,
      labelNames: [label],
      registers: [all],
      collect() {
        this.reset()
        for (const [value, number] of counts.of(counted)) this.inc({ [label]: value }, number)
      },
    })
  gauge('swarms', 'Swarms with a member, of all nodes together.', async () => {
    return (await registry.totals()).swarms
  })
  gauge('members', 'Memberships, of all nodes together.', async () => {
    return (await registry.totals()).members
  })
  new prom.Gauge({
    name: 'tabswarm_sockets',
    help: 'Open sockets of this node.',
    labelNames: ['door'],
    registers: [all],
    collect() {
      for (const door of DOORS) this.set({ door }, socketsBy(door))
    },
  })
  counter('announces', 'Announces granted.', 'door', 'announces')
  counter('announces_refused', 'Announces refused.', 'door', 'refused announces')
  counter('offers', 'Offers passed on, or refused and why.', 'outcome', 'offers')
  counter('budgets_hit', 'Visitors that took more than their share, by of what.', 'of', 'budgets')
  if (redis) {
    gauge('redis_up', '1: the other nodes are known.', () => (redis.isUp ? 1 : 0))
    all.registerMetric(redis.latency)
  }
  return all
}
