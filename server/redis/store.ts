/**
 * The connection to Redis. It is up or away, and while it is away nobody waits for it: a command that is not
 * answered in time, or finds no connection, rejects with `StoreAway`, and a new connection is tried until one holds.
 */
import { performance } from 'node:perf_hooks'
import type { Script } from './scripts.ts'

/** An announce waits so long at most: some hundred times what Redis takes, and less than a person notices. */
export const COMMAND_TIMEOUT_MS = 1_000
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
  #waiting = 0

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
    if (this.#waiting >= MAX_WAITING) return Promise.reject(new StoreAway('Redis is too slow.'))
    this.#waiting++
    const startedAt = performance.now()
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(timer)
        this.#waiting--
      }
      const timer = setTimeout(() => {
        this.#waiting--
        this.#lose(lines, 'Redis does not answer in time')
        reject(new StoreAway('Redis does not answer in time.'))
      }, COMMAND_TIMEOUT_MS)
      lines.commands.sendCommand(args).then(
        reply => {
          done()
          this.#options.onLatency?.((performance.now() - startedAt) / 1000)
          resolve(reply)
        },
        error => {
          done()
          // What Redis itself says; all else is about the connection.
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
    const lines = this.#lines
    this.#lines = undefined
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
    onUp?.()
  }

  #client(): Client {
    const { url } = this.#options
    const place = url.startsWith('unix:') ? { path: url.slice('unix:'.length) } : {}
    return this.#createClient({
      ...(url.startsWith('unix:') ? {} : { url }),
      socket: { ...place, connectTimeout: COMMAND_TIMEOUT_MS, reconnectStrategy: false },
      disableOfflineQueue: true,
      commandsQueueMaxLength: MAX_WAITING,
    }) as Client
  }

  #lose(lines: Lines, reason: string): void {
    if (this.#lines !== lines) return
    this.#lines = undefined
    destroy(lines)
    if (this.#isClosed) return
    this.#options.onAway?.(reason)
    this.#tryAgain()
  }

  #tryAgain(): void {
    this.#retry = setTimeout(() => void this.#connect(), RETRY_MS).unref()
  }
}

const isReply = (error: unknown): boolean =>
  error instanceof Error && /^[A-Z]{3,}\b/.test(error.message)

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
