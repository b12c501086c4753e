/** A place of its own in the network: a namespace, and what runs in it. */
import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const COMMAND_LIMIT_MS = 15_000
/** Between asking a program to end and ending it. */
const GRACE_MS = 3_000
const LOOK_EVERY_MS = 50

/** Runs it to its end; throws with what it has said if it fails. */
function command(program: string, args: readonly string[], input?: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    timeout: COMMAND_LIMIT_MS,
    ...(input !== undefined && { input }),
  })
  if (status === 0) return stdout
  throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? stderr.trim()}`)
}

export const ip = (line: string): string => command('ip', line.split(' '))

export class Place {
  readonly namespace: string

  /** Makes it, with nothing in it but its loopback. */
  constructor(namespace: string) {
    this.namespace = namespace
    ip(`netns add ${namespace}`)
    this.ip('link set lo up')
  }

  ip(line: string): string {
    return ip(`-n ${this.namespace} ${line}`)
  }

  run(program: string, args: readonly string[], input?: string): string {
    return command('ip', ['netns', 'exec', this.namespace, program, ...args], input)
  }

  /** All that it says until its end, however it ends. */
  tryOut(program: string, args: readonly string[]): string {
    const inside = ['netns', 'exec', this.namespace, program, ...args]
    const { stdout, stderr } = spawnSync('ip', inside, {
      encoding: 'utf8',
      timeout: COMMAND_LIMIT_MS,
    })
    return `${stdout}${stderr}`
  }

  spawn(program: string, args: readonly string[], options: SpawnOptions): ChildProcess {
    return spawn('ip', ['netns', 'exec', this.namespace, program, ...args], options)
  }

  /** An executable in this folder that starts the program in here. */
  wrapper(program: string, folder: string): string {
    const path = join(folder, this.namespace)
    writeFileSync(path, `#!/bin/sh\nexec ip netns exec ${this.namespace} '${program}' "$@"\n`)
    chmodSync(path, 0o755)
    return path
  }

  remove(): void {
    ip(`netns del ${this.namespace}`)
  }
}

/** Ends a program that `spawn` has started. */
export async function end(child: ChildProcess): Promise<void> {
  if ((child.exitCode ?? child.signalCode) !== null) return
  const closed = once(child, 'close')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS)
  await closed
  clearTimeout(timer)
}

/** Resolves once its stdout or stderr has said this; rejects with all it has said if it ends first. */
export async function untilItSays(child: ChildProcess, text: string): Promise<void> {
  let said = ''
  await new Promise<void>((resolve, reject) => {
    const hear = (data: Buffer) => {
      said += data
      if (said.includes(text)) resolve()
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('error', reject)
    child.once('close', code => reject(new Error(`It ended with ${code}: ${said.slice(-2_000)}`)))
  })
}

/** Resolves once somebody in its place listens at this TCP port of IPv4: coturn keeps its words to itself. */
export async function untilItListens(child: ChildProcess, port: number): Promise<void> {
  const listening = new RegExp(`:${port.toString(16).padStart(4, '0')} [0-9A-F:]+ 0A `, 'i')
  const giveUpAt = Date.now() + COMMAND_LIMIT_MS
  while (child.exitCode === null && Date.now() < giveUpAt) {
    if (listening.test(readFileSync(`/proc/${child.pid}/net/tcp`, 'utf8'))) return
    await pause(LOOK_EVERY_MS)
  }
  throw new Error(`Nobody listens at TCP port ${port}.`)
}
