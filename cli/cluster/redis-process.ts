/** A Redis (or Valkey) of one's own, at a Unix socket in a folder of its own: no port, and nothing kept. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installPackages } from '../packages.ts'

const PROGRAMS = ['redis-server', 'valkey-server']
const DEBIAN_PACKAGE = 'redis-server'
const START_LIMIT_MS = 20_000
const RETRY_MS = 20

export const NO_REDIS =
  'No Redis or Valkey was found, and none could be installed: what needs one is left out.'

export const findRedis = (): string | undefined =>
  PROGRAMS.find(program => spawnSync(program, ['--version']).status === 0)

/** Installs it where it is missing and can be. Undefined: there is none. */
export function ensureRedis(): string | undefined {
  const found = findRedis()
  if (found !== undefined || process.getuid?.() !== 0) return found
  installPackages([DEBIAN_PACKAGE])
  return findRedis()
}

export class RedisProcess {
  readonly #program: string
  readonly folder = mkdtempSync(join(tmpdir(), 'tabswarm-redis-'))
  #child: ChildProcess | undefined

  private constructor(program: string) {
    this.#program = program
  }

  /** Answers when it resolves. */
  static async start(program: string): Promise<RedisProcess> {
    const redis = new RedisProcess(program)
    await redis.startAgain()
    return redis
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  get url(): string {
    return `unix:${this.#path}`
  }

  /** It keeps nothing on disk, so it is empty. */
  async startAgain(): Promise<void> {
    const settings = { port: '0', unixsocket: this.#path, save: '', appendonly: 'no' }
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])
    const child = spawn(this.#program, args, { cwd: this.folder, stdio: 'ignore' })
    this.#child = child
    const deadline = performance.now() + START_LIMIT_MS
    while (!(await this.#answers())) {
      if (child.exitCode !== null || performance.now() > deadline)
        throw new Error(`${this.#program} does not start.`)
      await new Promise(resolve => setTimeout(resolve, RETRY_MS))
    }
  }

  async kill(): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
    rmSync(this.#path, { force: true })
  }

  /** It is there and answers nothing until it is resumed. */
  pause(): void {
    this.#child?.kill('SIGSTOP')
  }

  resume(): void {
    this.#child?.kill('SIGCONT')
  }

  async close(): Promise<void> {
    this.resume()
    await this.kill()
    rmSync(this.folder, { recursive: true, force: true })
  }

  get #path(): string {
    return join(this.folder, 'redis.sock')
  }

  #answers(): Promise<boolean> {
    return new Promise(resolve => {
      const socket = connect(this.#path)
      socket.once('error', () => resolve(false))
      socket.once('data', data => {
        socket.destroy()
        resolve(data.toString().startsWith('+PONG'))
      })
      socket.once('connect', () => socket.write('PING\r\n'))
    })
  }
}
