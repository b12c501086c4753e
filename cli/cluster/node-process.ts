/** One server of a cluster, in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ROOT } from '../command.ts'

const START_LIMIT_MS = 60_000

export class NodeProcess {
  readonly port: number
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, port: number) {
    this.#child = child
    this.port = port
  }

  /** Serves when it resolves. */
  static async start(settings: Readonly<Record<string, string>>): Promise<NodeProcess> {
    const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'server/main.ts')], {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, PORT: '0', ...settings },
    })
    const lines: string[] = []
    const port = await new Promise<number>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('A node does not start.')), START_LIMIT_MS)
      child.once('exit', () => reject(new Error(`A node does not start: ${lines.join('\n')}`)))
      createInterface({ input: child.stderr as NodeJS.ReadableStream }).on('line', line => {
        if (lines.length < MAX_LINES) lines.push(line)
        const listening = /"event":"listening","port":(\d+)/.exec(line)
        if (!listening) return
        clearTimeout(late)
        resolve(Number(listening[1]))
      })
    }).catch(error => {
      child.kill('SIGKILL')
      throw error
    })
    return new NodeProcess(child, port)
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  onEnd(listener: () => void): void {
    this.#child.once('exit', listener)
  }

  /** SIGTERM: it drains first. */
  async end(signal: NodeJS.Signals): Promise<void> {
    if (!this.isRunning) return
    const ended = once(this.#child, 'exit')
    this.#child.kill(signal)
    await ended
  }
}

/** Of what it says before it serves. */
const MAX_LINES = 20
