/** Calls functions in a process of its own, whose CPU and memory are nobody else's. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { ROOT } from '../command.ts'
import type { attacker } from './server/attacker.ts'
import type { honest } from './server/honest.ts'
import type { sink } from './server/sink.ts'

type Roles = { attacker: typeof attacker; honest: typeof honest; sink: typeof sink }
// biome-ignore lint/suspicious/noExplicitAny: each function has an argument of its own
type Fn = (argument: any) => any
type Reply = { readonly id: number; readonly value?: unknown; readonly error?: string }

export class Child<Role extends keyof Roles> {
  readonly #process: ChildProcess
  readonly #waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>()
  #calls = 0

  constructor(role: Role) {
    this.#process = fork(join(import.meta.dirname, 'worker.ts'), [role], {
      cwd: ROOT,
      execArgv: ['--import', 'tsx'],
    })
    this.#process.on('message', ({ id, value, error }: Reply) => {
      const waiting = this.#waiting.get(id)
      this.#waiting.delete(id)
      if (error === undefined) waiting?.resolve(value as never)
      else waiting?.reject(new Error(`${role}: ${error}`))
    })
    this.#process.on('exit', code => {
      for (const { reject } of this.#waiting.values())
        reject(new Error(`The process of the ${role} ended (${code}).`))
      this.#waiting.clear()
    })
  }

  call<Name extends keyof Roles[Role] & string>(
    name: Name,
    argument: Roles[Role][Name] extends Fn ? Parameters<Roles[Role][Name]>[0] : never,
  ): Promise<Awaited<ReturnType<Roles[Role][Name] extends Fn ? Roles[Role][Name] : never>>> {
    const id = ++this.#calls
    const reply = new Promise<never>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      if (this.#process.connected) this.#process.send({ id, name, argument })
      else reject(new Error('The process has ended.'))
    })
    // Who waits for it hears of it; who has failed meanwhile does not wait any more.
    reply.catch(() => undefined)
    return reply
  }

  async close(): Promise<void> {
    await endProcess(this.#process)
  }
}

const GRACE_MS = 3_000

export async function endProcess(child: ChildProcess): Promise<void> {
  if ((child.exitCode ?? child.signalCode) !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS)
  await exited
  clearTimeout(timer)
}
