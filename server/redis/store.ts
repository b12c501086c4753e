/**
 * The connection to Redis. It is up or away, and while it is away nobody waits for it: a command that is not
 * answered in time, or finds no connection, rejects with `StoreAway`, and a new connection is tried until one holds.
 */
import { performance } from 'node:perf_hooks'
import type { Script } from './scripts.ts'

/** An announce waits for this time at most: some hundred times what Redis takes, and less than a person notices. */
const COMMAND_TIMEOUT_MS = 1_000
/** A timer for each command would cost more than the command. */
const WATCH_INTERVAL_MS = 100
/** From one try to the next. */
const RETRY_MS = 500
/** Commands that wait for their answers: a second's worth of the busiest node. */
const MAX_WAITING = 50_000

/** Redis is not there, or too slow: what was asked may or may not have been done. */
export class StoreAway extends Error {
  override readonly name = 'StoreAway'
}

export interface StoreOptions {
  /** `redis:`, `rediss:`, or `unix:` and the path of a socket. */
  readonly url: string
  /** Messages to this channel are heard. */
  readonly channel?: string
  readonly onMessage?: (text: string) => void
  /** It is up after having been away, or at first. */
  readonly onUp?: () => void
  readonly onAway?: (reason: string) => void
  readonly onLatency?: (seconds: number) => void
}

type Client = ReturnType<typeof import('@redis/client').createClient>

interface Waiting {
  readonly startedAt: number
  readonly reject: (error: StoreAway) => void
}

interface Lines {
  readonly commands: Client
  readonly messages: Client
}

export class RedisStore {
  readonly #options: StoreOptions
  readonly #createClient: typeof import('@redis/client').createClient
  #lines: Lines | undefined
  #isClosed = false
  #retry: NodeJS.Timeout | undefined
  /** Commands that are not answered yet, the oldest first. */
  readonly #waiting = new Set<Waiting>()
  #watch: NodeJS.Timeout | undefined

  private constructor(
    options: StoreOptions,
    createClient: typeof import('@redis/client').createClient,
  ) {
    this.#options = options
    this.#createClient = createClient
  }

  /** Has tried once to connect; whether it is up is another question. */
  static async open(options: StoreOptions): Promise<RedisStore> {
    const { createClient } = await import('@redis/client')
    const store = new RedisStore(options, createClient)
    await store.#connect()
    return store
  }

  get isUp(): boolean {
    return this.#lines !== undefined
  }

  async run({ lua, sha1 }: Script, args: readonly string[]): Promise<unknown> {
    try {
      return await this.command('EVALSHA', sha1, '0', ...args)
    } catch (error) {
      // Redis was restarted, or has never seen this script.
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
      return await this.command('EVAL', lua, '0', ...args)
    }
  }

  /** Its answer. Rejects with `StoreAway`, or with what Redis says is wrong with it. */
  command(...args: string[]): Promise<unknown> {
    const lines = this.#lines
    if (!lines) return Promise.reject(new StoreAway('Redis is away.'))
    if (this.#waiting.size >= MAX_WAITING)
      return Promise.reject(new StoreAway('Redis is too slow.'))
    const startedAt = performance.now()
    return new Promise((resolve, reject) => {
      const waiting = { startedAt, reject }
      this.#waiting.add(waiting)
      lines.commands.sendCommand(args).then(
        reply => {
          this.#waiting.delete(waiting)
          this.#options.onLatency?.((performance.now() - startedAt) / 1000)
          resolve(reply)
        },
        error => {
          this.#waiting.delete(waiting)
          if (isReply(error)) return reject(error)
          this.#lose(lines, String(error?.message ?? error))
          reject(new StoreAway('The connection to Redis is lost.'))
        },
      )
    })
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#retry)
    this.#drop()
  }

  #drop(): void {
    const lines = this.#lines
    this.#lines = undefined
    clearInterval(this.#watch)
    for (const { reject } of this.#waiting) reject(new StoreAway('Redis does not answer in time.'))
    this.#waiting.clear()
    if (lines) destroy(lines)
  }

  async #connect(): Promise<void> {
    const lines = { commands: this.#client(), messages: this.#client() }
    const { channel, onMessage, onUp, onAway } = this.#options
    for (const line of [lines.commands, lines.messages])
      line.on('error', error => this.#lose(lines, String(error?.message ?? error)))
    try {
      await inTime(Promise.all([lines.commands.connect(), lines.messages.connect()]))
      if (channel !== undefined)
        await inTime(lines.messages.subscribe(channel, text => onMessage?.(text)))
    } catch (error) {
      destroy(lines)
      if (this.#isClosed) return
      onAway?.(error instanceof Error ? error.message : String(error))
      this.#tryAgain()
      return
    }
    if (this.#isClosed) return destroy(lines)
    this.#lines = lines
    this.#watch = setInterval(() => this.#lookForLate(lines), WATCH_INTERVAL_MS).unref()
    onUp?.()
  }

  #client(): Client {
    const { url } = this.#options
    const place = url.startsWith('unix:') ? { path: url.slice('unix:'.length) } : {}
    return this.#createClient({
      ...(url.startsWith('unix:') ? {} : { url }),
      socket: { ...place, connectTimeout: COMMAND_TIMEOUT_MS, reconnectStrategy: false },
      disableOfflineQueue: true,
      // Ours: its own makes an AbortSignal for each command.
      commandOptions: { timeout: 0 },
      commandsQueueMaxLength: MAX_WAITING,
    }) as Client
  }

  #lookForLate(lines: Lines): void {
    const [oldest] = this.#waiting
    if (oldest && performance.now() - oldest.startedAt >= COMMAND_TIMEOUT_MS)
      this.#lose(lines, 'Redis does not answer in time')
  }

  /** Whoever waits for an answer on this connection gets none. */
  #lose(lines: Lines, reason: string): void {
    if (this.#lines !== lines) return
    this.#drop()
    if (this.#isClosed) return
    this.#options.onAway?.(reason)
    this.#tryAgain()
  }

  #tryAgain(): void {
    this.#retry = setTimeout(() => void this.#connect(), RETRY_MS).unref()
  }
}

/** About this command. Others are about Redis: it is loading, full, a replica, or wants a password (LOADING, OOM, ...). */
const isReply = (error: unknown): boolean =>
  error instanceof Error && /^(NOSCRIPT|ERR|WRONGTYPE)\b/.test(error.message)

function destroy({ commands, messages }: Lines): void {
  for (const line of [commands, messages]) line.destroy()
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new StoreAway('Redis does not answer in time.')),
      COMMAND_TIMEOUT_MS,
    )
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
