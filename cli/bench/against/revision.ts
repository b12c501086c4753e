/** Another revision of this repository, checked out beside this one and run by its own npm scripts. */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, lstatSync, readFileSync, symlinkSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, UsageError } from '../../command.ts'

/** Installing the packages of another lock file, and building. */
const START_LIMIT_MS = 10 * 60_000

export interface Revision {
  readonly name: string
  readonly folder: string
}

export const OURS: Revision = { name: 'this revision', folder: ROOT }

/** Throws a UsageError if git knows no such revision. */
export function checkOut(name: string): Revision {
  const commit = commitOf(name)
  const folder = join(ROOT, '.cache', 'revisions', commit.slice(0, 12))
  if (!existsSync(folder)) git('worktree', 'add', '--force', '--detach', folder, commit)
  const packages = join(folder, 'node_modules')
  const isShared = lstatSync(packages, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
  const isSame = lockFileOf(folder) === lockFileOf(ROOT)
  // With another lock file its own npm scripts install its own packages, and must not find ours.
  if (isShared && !isSame) unlinkSync(packages)
  if (isSame && !existsSync(packages)) {
    symlinkSync(join(ROOT, 'node_modules'), packages, 'junction')
  }
  return { name, folder }
}

function commitOf(name: string): string {
  try {
    return git('rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`)
  } catch {
    throw new UsageError(`--against needs a revision that git knows, not "${name}".`)
  }
}

const git = (...args: string[]): string =>
  execFileSync('git', args, {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim()

const lockFileOf = (folder: string): string =>
  readFileSync(join(folder, 'package-lock.json'), 'utf8')

export interface RunningRevision {
  readonly origin: string
  close(): Promise<void>
}

/** Installs what is missing, builds its pages and serves them, all by its own `npm start`. */
export function serve(revision: Revision, signal: AbortSignal): Promise<RunningRevision> {
  const { folder, name } = revision
  console.error(`Building and serving ${name} ...`)
  const server = spawn('npm', ['start', '--silent'], {
    cwd: folder,
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a group of its own: npm and what it started end together
  })
  const ended = new Promise<void>(resolve => server.once('close', () => resolve()))
  const close = (): Promise<void> => {
    if (server.pid !== undefined && server.exitCode === null) process.kill(-server.pid, 'SIGTERM')
    return ended
  }
  return new Promise((resolve, reject) => {
    let output = ''
    const fail = () => reject(new Error(`${name} could not be started:\n${output}`))
    const limit = setTimeout(close, START_LIMIT_MS)
    signal.addEventListener('abort', close, { once: true })
    server.once('error', fail)
    server.once('close', fail)
    for (const stream of [server.stdout, server.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
        const port = /localhost:(\d+)\s/.exec(output)?.[1]
        if (!port) return
        clearTimeout(limit)
        resolve({ origin: `http://localhost:${port}`, close })
      })
    }
  })
}
