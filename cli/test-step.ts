import { spawn } from 'node:child_process'
import { INTERRUPTED, ROOT } from './command.ts'

/** Between asking a step to end and ending it. */
const GRACE_MS = 5_000

/** Runs an npm script of this package, its output live. True if it ended well and in time. */
export function runScript(
  name: string,
  args: readonly string[],
  limitMs: number,
): Promise<boolean> {
  console.log(`\n== ${name}`)
  const startedAt = performance.now()
  const child = spawn('npm', ['run', '--silent', name, '--', ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
    detached: process.platform !== 'win32', // a group of its own: its grandchildren end with it
  })
  const end = (signal: NodeJS.Signals) => {
    if (child.pid) endGroup(child.pid, signal)
  }
  const deadlines = [
    setTimeout(() => {
      console.error(`${name} took longer than ${Math.round(limitMs / 1000)} s and was ended.`)
      end('SIGINT') // as by Ctrl-C: the runners still report what they have
    }, limitMs),
    setTimeout(() => end('SIGKILL'), limitMs + GRACE_MS),
  ]
  let interrupted = false
  const interrupt = (signal: NodeJS.Signals) => {
    end(signal)
    interrupted = true
  }
  process.once('SIGINT', interrupt)
  process.once('SIGTERM', interrupt)
  return new Promise(resolve => {
    const finish = (ok: boolean) => {
      for (const deadline of deadlines) clearTimeout(deadline)
      process.off('SIGINT', interrupt)
      process.off('SIGTERM', interrupt)
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
      console.log(`== ${name}: ${ok ? 'ok' : 'failed'}, ${seconds} s`)
      resolve(ok)
    }
    child.on('error', error => {
      console.error(error.message)
      finish(false)
    })
    child.on('close', code => {
      finish(code === 0)
      if (interrupted) process.exit(INTERRUPTED) // the person wants none of the steps that remain
    })
  })
}

function endGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal)
  } catch (error) {
    // ESRCH: it ended by itself in between.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
