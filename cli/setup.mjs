/**
 * node cli/setup.mjs <script.ts> [arguments]
 *
 * What every npm script begins with: the right Node, the packages of package-lock.json, then the
 * script under tsx. Plain JavaScript without dependencies, because on a fresh clone there is nothing
 * else yet; `.npmrc` turns off install scripts, and with them npm's own `prestart` and `pretest`.
 */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withLock } from './lock.mjs'

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
/** What Vite 8 needs; package.json says the same. */
const OLDEST_NODE = [20, 19]

/** How long what was started may outlive an npm that was killed. */
const ORPHAN_CHECK_MS = 500

const [script, ...args] = process.argv.slice(2)
if (!script) fail('Usage: node cli/setup.mjs <script.ts> [arguments]', 2)
checkNode()
if (!installed()) await withLock(join(ROOT, '.cache', 'install.lock'), install)
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

async function install() {
  if (installed()) return // another process did while we waited
  console.error('Installing packages (npm install) ...')
  const { code, output } = await npmInstall()
  if (code === 0 && installed()) return
  console.error(output)
  fail('The packages could not be installed. Check the network and what npm says above.')
}

/**
 * Not `npm ci`: that begins by deleting everything, under the feet of a server that runs. The
 * versions are those of the lock file all the same: see `installed`.
 */
function npmInstall() {
  // npm tells its children where it is; without it (node cli/setup.mjs by hand) the PATH does.
  const npmCli = process.env.npm_execpath
  const [command, first] = npmCli?.endsWith('.js') ? [process.execPath, [npmCli]] : ['npm', []]
  const args = [...first, 'install', '--no-save', '--include=dev', '--loglevel=error']
  const npm = spawn(command, args, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: command === 'npm' && process.platform === 'win32',
  })
  let output = ''
  for (const stream of [npm.stdout, npm.stderr]) stream.on('data', text => (output += text))
  return new Promise(resolve => {
    npm.on('error', error => resolve({ code: 1, output: error.message }))
    npm.on('close', code => resolve({ code, output }))
  })
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
