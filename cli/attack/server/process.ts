/** The real server in a process of its own, and what it weighs. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { buildPages } from '../../build.ts'
import { endProcess } from '../../child.ts'
import { ROOT } from '../../command.ts'
import type { Run } from '../attack.ts'
import { withPriority } from '../priority.ts'

/** Until it listens. */
export const START_LIMIT_MS = 60_000
const STATS_LIMIT_MS = 2_000
/** Of what it writes on stderr, whose end says why it has ended. */
const LAST_WORDS_LENGTH = 600

export class ServerProcess {
  readonly #process: ChildProcess
  readonly port: number
  #exit: string | undefined

  private constructor(process: ChildProcess, port: number) {
    this.#process = process
    this.port = port
    let said = ''
    process.stderr?.on('data', data => {
      said = (said + data).slice(-LAST_WORDS_LENGTH)
    })
    process.on('close', (code, signal) => {
      this.#exit = `${signal ?? `code ${code}`}: ${said.replaceAll(/\s+/g, ' ')}`
    })
  }

  /** `port` 0: any that is free. */
  static async start({ redisUrl }: Pick<Run, 'redisUrl'>, port = 0): Promise<ServerProcess> {
    await buildPages()
    const node = [process.execPath, '--import', 'tsx', join(ROOT, 'server/main.ts')]
    const [program, ...args] = [...withPriority(), ...node]
    const child = spawn(program as string, args, {
      cwd: ROOT,
      env: { ...process.env, PORT: String(port), REDIS_URL: redisUrl ?? '' },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    return new ServerProcess(child, await listening(child))
  }

  get origin(): string {
    return `http://localhost:${this.port}`
  }

  /** Of all swarms; undefined if it does not say so in time. */
  async members(): Promise<number | undefined> {
    const signal = AbortSignal.timeout(STATS_LIMIT_MS)
    const stats = await fetch(`${this.origin}/stats`, { signal }).catch(() => undefined)
    return stats && ((await stats.json()) as { members: number }).members
  }

  /** How it ended by itself; undefined while it is alive. */
  get exit(): string | undefined {
    return this.#exit
  }

  get pid(): number {
    return this.#process.pid as number
  }

  async close(): Promise<void> {
    await endProcess(this.#process)
  }
}

async function listening(child: ChildProcess): Promise<number> {
  let said = ''
  const port = new Promise<number>((resolve, reject) => {
    child.stderr?.on('data', data => {
      if (said.length > 10_000) return // what it logs later is read and thrown away
      said += data
      const found = /"event":"listening","port":(\d+)/.exec(said)?.[1]
      if (found) resolve(Number(found))
    })
    child.on('exit', () => reject(new Error(`The server did not start: ${said}`)))
    setTimeout(() => reject(new Error(`The server is not up yet: ${said}`)), START_LIMIT_MS).unref()
  })
  try {
    return await port
  } catch (error) {
    await endProcess(child)
    throw error
  }
}

/** Resident memory in MB (10^6 bytes); 0 for a process that has ended. */
export async function residentMb(pid: number): Promise<number> {
  const kib = process.platform === 'linux' ? await kibFromProc(pid) : await kibFromPs(pid)
  return (kib * 1024) / 1e6
}

async function kibFromProc(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0)
}

/** Ends with a code of its own where there is no such process; that there is no `ps` is an error. */
async function kibFromPs(pid: number): Promise<number> {
  const ps = spawn('ps', ['-o', 'rss=', '-p', String(pid)], { stdio: ['ignore', 'pipe', 'ignore'] })
  const failed = once(ps, 'error').then(([error]) => Promise.reject(error))
  return Number(await Promise.race([text(ps.stdout), failed]))
}
