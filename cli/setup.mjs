/**
 * node cli/setup.mjs <script.ts> [arguments]
 *
 * What every npm script begins with: the right Node, the packages of package-lock.json, then the
 * script under tsx. Plain JavaScript without dependencies, because on a fresh clone there is nothing
 * else yet; `.npmrc` turns off install scripts, and with them npm's own `prestart` and `pretest`.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
/** What Vite 8 needs; package.json says the same. */
const OLDEST_NODE = [20, 19]
/** A slow first installation, with room to spare. */
const LOCK_WAIT_MS = 10 * 60_000
const LOCK_POLL_MS = 200
/** After this time, what was started ends with an npm that was killed. */
const ORPHAN_CHECK_MS = 500

const [script, ...args] = process.argv.slice(2)
if (!script) fail('Usage: node cli/setup.mjs <script.ts> [arguments]', 2)
checkNode()
if (!installed()) await installOnce()
run(script, args)

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [oldMajor = 0, oldMinor = 0] = OLDEST_NODE
  if (major > oldMajor || (major === oldMajor && minor >= oldMinor)) return
  fail(
    `tabswarm needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}. ` +
      'Install a current Node from nodejs.org and try again.',
  )
}

/** Whether node_modules holds what the lock file asks for: npm leaves its own record there. */
function installed() {
  const record = join(ROOT, 'node_modules', '.package-lock.json')
  if (!existsSync(record)) return false
  const has = packagesOf(record)
  return Object.entries(packagesOf(join(ROOT, 'package-lock.json'))).every(
    ([path, wanted]) =>
      path === '' ||
      has[path]?.version === wanted.version ||
      // those of other platforms are never installed
      (wanted.optional && has[path] === undefined),
  )
}

function packagesOf(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages ?? {}
}

/** Two `npm start` at once must not install over each other: the second waits for the first. */
async function installOnce() {
  const lock = join(ROOT, '.cache', 'install.lock')
  mkdirSync(join(ROOT, '.cache'), { recursive: true })
  const giveUpAt = Date.now() + LOCK_WAIT_MS
  while (!take(lock)) {
    if (Date.now() > giveUpAt) fail(`Another process still holds ${lock}. Delete it and try again.`)
    await new Promise(resolve => setTimeout(resolve, LOCK_POLL_MS))
  }
  process.once('exit', () => rmSync(lock, { force: true }))
  if (!installed()) install()
  rmSync(lock, { force: true })
}

/** The lock is a file with its holder's process number; that of a process that has ended is removed. */
function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    if (hasEnded(Number(readFileSync(lock, 'utf8')))) rmSync(lock, { force: true })
    return false
  }
}

function hasEnded(pid) {
  try {
    if (pid > 0) process.kill(pid, 0)
    return false // also while its number is still to be written
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

/**
 * Not `npm ci`: that begins by deleting everything, under the feet of a server that runs. The
 * versions are those of the lock file all the same: see `installed`.
 */
function install() {
  console.error('Installing packages (npm install) ...')
  // npm tells its children where it is; without it (node cli/setup.mjs by hand) the PATH does.
  const npmCli = process.env.npm_execpath
  const [command, first] = npmCli?.endsWith('.js') ? [process.execPath, [npmCli]] : ['npm', []]
  const npm = spawnSync(
    command,
    [...first, 'install', '--no-save', '--include=dev', '--loglevel=error'],
    { cwd: ROOT, encoding: 'utf8', shell: command === 'npm' && process.platform === 'win32' },
  )
  if (npm.status === 0 && installed()) return
  console.error(npm.error?.message ?? npm.stdout + npm.stderr)
  fail('The packages could not be installed. Check the network and what npm says above.')
}

function run(script, args) {
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    cwd: ROOT,
    stdio: 'inherit',
  })
  // Ctrl-C in a terminal reaches the child by itself: then we only wait for it to tidy up.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  if (process.env.npm_lifecycle_event) onOrphaned(() => child.kill('SIGTERM'))
  child.on('error', error => fail(error.message))
  child.on('close', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0)
  })
}

/**
 * Told to end, npm tells the shell between it and us, and some shells end without telling us: the
 * server would live on and keep its port.
 */
function onOrphaned(end) {
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) end()
  }, ORPHAN_CHECK_MS).unref()
}

/** @returns {never} */
function fail(sentence, code = 1) {
  console.error(sentence)
  process.exit(code)
}
