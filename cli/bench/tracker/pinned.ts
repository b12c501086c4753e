/** Child processes that share no core with those they are measured against, where the system can pin them. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '../../command.ts'
import type { Roles } from './worker.ts'

/** Servers have the first core, the load has the last one, and Redis the one before where there are three. */
const CORES = availableParallelism()
export const SERVER_CORE = 0
export const LOAD_CORE = CORES - 1
export const REDIS_CORE = Math.max(LOAD_CORE - 1, CORES > 2 ? 1 : LOAD_CORE)

export const isPinned = CORES > 1 && spawnSync('taskset', ['--version']).status === 0

/** All threads of a process. */
export function pin(pid: number | undefined, core: number): void {
  if (isPinned && pid !== undefined) spawnSync('taskset', ['-a', '-p', '-c', `${core}`, `${pid}`])
}

type Reply = { readonly id: number; readonly value?: unknown; readonly error?: string }
type Call = (argument: never) => unknown

export class PinnedProcess<Role extends keyof Roles> {
  readonly #process: ChildProcess
  readonly #waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>()
  #calls = 0

  constructor(role: Role, core: number) {
    const node = ['--import', 'tsx', join(import.meta.dirname, 'worker.ts'), role]
    const [program, ...args] = isPinned
      ? ['taskset', '-c', `${core}`, process.execPath, ...node]
      : [process.execPath, ...node]
    this.#process = spawn(program as string, args, {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    this.#process.on('message', ({ id, value, error }: Reply) => {
      const waiting = this.#waiting.get(id)
      this.#waiting.delete(id)
      if (error === undefined) waiting?.resolve(value as never)
      else waiting?.reject(new Error(`${role}: ${error}`))
    })
    this.#process.on('exit', code => {
      for (const { reject } of this.#waiting.values())
        reject(new Error(`The process of ${role} ended (${code}).`))
      this.#waiting.clear()
    })
  }

  call<Name extends keyof Roles[Role] & string>(
    name: Name,
    argument: Roles[Role][Name] extends Call ? Parameters<Roles[Role][Name]>[0] : never,
  ): Promise<Awaited<ReturnType<Roles[Role][Name] extends Call ? Roles[Role][Name] : never>>> {
    const id = ++this.#calls
    return new Promise<never>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      if (this.#process.connected) this.#process.send({ id, name, argument })
      else reject(new Error('The process has ended.'))
    })
  }

  async close(): Promise<void> {
    if ((this.#process.exitCode ?? this.#process.signalCode) !== null) return
    const exited = once(this.#process, 'exit')
    this.#process.kill('SIGKILL')
    await exited
  }
}
