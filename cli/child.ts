/** Calls functions in a process of its own, whose CPU and memory are nobody else's. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { ROOT } from './command.ts'

// biome-ignore lint/suspicious/noExplicitAny: each function has an argument of its own
type Functions = Readonly<Record<string, (argument: any) => unknown>>
type Request = { readonly id: number; readonly name: string; readonly argument: unknown }
type Reply = { readonly id: number; readonly value?: unknown; readonly error?: string }

export class Child<Of extends Functions> {
  readonly #process: ChildProcess
  readonly #waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>()
  #calls = 0

  /** `worker`: the file that calls `answerCalls`. `launcher`: a program that starts the process, with its arguments. */
  constructor(worker: string, role: string, launcher: readonly string[] = []) {
    const node = [process.execPath, '--import', 'tsx', worker, role]
    const [program, ...args] = [...launcher, ...node]
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
        reject(new Error(`The process of the ${role} ended (${code}).`))
      this.#waiting.clear()
    })
  }

  call<Name extends keyof Of & string>(
    name: Name,
    argument: Parameters<Of[Name]>[0],
  ): Promise<Awaited<ReturnType<Of[Name]>>> {
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

/** In the process itself: answers calls of the functions of the role that it was started for. */
export function answerCalls(roles: Readonly<Record<string, Functions>>): void {
  const functions = roles[process.argv[2] ?? ''] as Functions
  process.on('message', async ({ id, name, argument }: Request) => {
    try {
      process.send?.({ id, value: await functions[name]?.(argument) })
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? error.message : String(error) })
    }
  })
  // It ends with who started it.
  process.on('disconnect', () => process.exit())
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
