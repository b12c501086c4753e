/** Redis, several servers on it and a balancer before them, on this machine. */
import type { Cleanup } from '../command.ts'
import { Balancer } from './balancer.ts'
import { NodeProcess } from './node-process.ts'
import { ensureRedis, RedisProcess } from './redis-process.ts'

export const MAX_NODES = 16

export interface ClusterOptions {
  readonly nodes: number
  /** Of the balancer; 0: any free one. */
  readonly port: number
  /** Of the nodes, besides. */
  readonly settings?: (node: number) => Readonly<Record<string, string>>
}

export class LocalCluster {
  readonly redis: RedisProcess
  readonly balancer: Balancer
  readonly #options: ClusterOptions
  readonly #nodes: NodeProcess[] = []

  private constructor(redis: RedisProcess, balancer: Balancer, options: ClusterOptions) {
    this.redis = redis
    this.balancer = balancer
    this.#options = options
  }

  /** All are ready when it resolves. Rejects with a sentence where there can be none. */
  static async start(options: ClusterOptions, cleanup: Cleanup): Promise<LocalCluster> {
    const program = ensureRedis()
    if (program === undefined)
      throw new Error('A cluster needs Redis or Valkey, and none was found. Install redis-server.')
    const redis = await RedisProcess.start(program)
    cleanup.add(() => redis.close())
    const balancer = await Balancer.listen(options.port)
    cleanup.add(() => balancer.close())
    const cluster = new LocalCluster(redis, balancer, options)
    cleanup.add(() => Promise.all(cluster.#nodes.map(node => node.end('SIGKILL'))))
    const numbers = Array.from({ length: options.nodes }, (_, i) => i)
    const started = await Promise.allSettled(numbers.map(i => cluster.#start(i)))
    const failed = started.find(result => result.status === 'rejected')
    if (failed) throw failed.reason
    await cluster.#tellBalancer()
    return cluster
  }

  get origin(): string {
    return `http://localhost:${this.balancer.port}`
  }

  get nodes(): readonly NodeProcess[] {
    return this.#nodes
  }

  /** One after the other: each moves its visitors on, ends and is started again before the next. */
  async restart(): Promise<void> {
    for (const i of this.#nodes.keys()) {
      await this.#nodes[i]?.end('SIGTERM')
      await this.#start(i)
      await this.#tellBalancer()
    }
  }

  async #start(i: number): Promise<void> {
    this.#nodes[i] = await NodeProcess.start({
      REDIS_URL: this.redis.url,
      TRUST_PROXY: 'loopback',
      STUN_PORT: '0',
      ...this.#options.settings?.(i),
    })
  }

  #tellBalancer(): Promise<void> {
    return this.balancer.use(this.#nodes.map(({ port }) => port))
  }
}
