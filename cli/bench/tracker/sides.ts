/** What is measured beside each other: each with servers and clients of its own, all there at the same time. */
import { RedisStore } from '../../../server/redis/store.ts'
import { RedisProcess } from '../../cluster/redis-process.ts'
import type { Cleanup } from '../../command.ts'
import type { Door } from './line.ts'
import type { Loaded, LoadPlan } from './load.ts'
import { LOAD_CORE, PinnedProcess, pin, REDIS_CORE, SERVER_CORE } from './pinned.ts'

export interface SideOptions {
  readonly name: string
  readonly door: Door
  /** Undefined: bittorrent-tracker. */
  readonly nodes?: number
  /** The program of a Redis that the nodes share. */
  readonly redis?: string | undefined
}

/** Loads of one side that are told apart. */
type Kind = 'announces' | 'offers'

export interface Turn extends Loaded {
  /** Of the servers, together. */
  readonly cpuSeconds: number
  readonly redisCpuSeconds: number
}

export class Side {
  readonly name: string
  readonly #door: Door
  readonly #servers: readonly PinnedProcess<'server'>[]
  readonly #ports: readonly number[]
  readonly #load: PinnedProcess<'load'>
  readonly #redis: RedisStore | undefined

  private constructor(
    { name, door }: SideOptions,
    servers: readonly PinnedProcess<'server'>[],
    ports: readonly number[],
    load: PinnedProcess<'load'>,
    redis: RedisStore | undefined,
  ) {
    this.name = name
    this.#door = door
    this.#servers = servers
    this.#ports = ports
    this.#load = load
    this.#redis = redis
  }

  static async start(options: SideOptions, cleanup: Cleanup): Promise<Side> {
    const { nodes, redis: program } = options
    const process = program === undefined ? undefined : await RedisProcess.start(program)
    if (process) cleanup.add(() => process.close())
    pin(process?.pid, REDIS_CORE)
    const redis = process && (await RedisStore.open({ url: process.url }))
    if (redis) cleanup.add(() => redis.close())
    const servers = Array.from(
      { length: nodes ?? 1 },
      () => new PinnedProcess('server', SERVER_CORE),
    )
    const load = new PinnedProcess('load', LOAD_CORE)
    for (const child of [...servers, load]) cleanup.add(() => child.close())
    const ports = await Promise.all(
      servers.map(server =>
        nodes === undefined
          ? server.call('startOther', null)
          : server.call('startOurs', { redisUrl: process?.url }),
      ),
    )
    return new Side(options, servers, ports, load, redis)
  }

  async open(kind: Kind, plan: Omit<LoadPlan, 'ports' | 'door'>): Promise<void> {
    await this.#load.call('open', {
      name: kind,
      plan: { ...plan, ports: this.#ports, door: this.#door },
    })
  }

  /** Each client announces to each of its swarms. */
  enter(kind: Kind): Promise<void> {
    return this.#load.call('enter', { name: kind })
  }

  async turn(kind: Kind, seconds: number, clients?: number): Promise<Turn> {
    const before = await this.#cpuSeconds()
    const loaded = await this.#load.call('turn', { name: kind, seconds, clients })
    if (loaded.failure) throw new Error(`${this.name}: ${loaded.failure}`)
    const after = await this.#cpuSeconds()
    return {
      ...loaded,
      cpuSeconds: after.servers - before.servers,
      redisCpuSeconds: after.redis - before.redis,
    }
  }

  async residentMb(): Promise<number> {
    const usages = await Promise.all(this.#servers.map(server => server.call('usage', null)))
    return Math.max(...usages.map(({ residentMb }) => residentMb))
  }

  async heapMb(): Promise<number> {
    const [server] = this.#servers as [PinnedProcess<'server'>]
    return server.call('heapMb', null)
  }

  async #cpuSeconds(): Promise<{ readonly servers: number; readonly redis: number }> {
    const usages = await Promise.all(this.#servers.map(server => server.call('usage', null)))
    const info = String((await this.#redis?.command('INFO', 'cpu')) ?? '')
    const of = (field: string) => Number(new RegExp(`${field}:([0-9.]+)`).exec(info)?.[1] ?? 0)
    return {
      servers: usages.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
      redis: of('used_cpu_sys') + of('used_cpu_user'),
    }
  }
}
