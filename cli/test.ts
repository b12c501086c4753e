/**
 * npm test: everything that must hold before a change is good, counted in one line at the end.
 * npm run test:full (`--full`): also what is tagged @full, which others stand for, and then what takes hours.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBrowsers } from './browser-install.ts'
import { buildPages } from './build.ts'
import { caddyObstacle } from './caddy.ts'
import { ensureRedis, findRedis, NO_REDIS } from './cluster/redis-process.ts'
import { INTERRUPTED, ROOT } from './command.ts'
import { netlabObstacle } from './netlab/needs.ts'
import { add, line, readPlaywright, readVitest, type Tally } from './test-count.ts'

/** Twice what it takes on two busy cores; a step that hangs must not eat the others' time. */
const TOTAL_LIMIT_MS = 45 * 60_000
const STATIC_LIMIT_MS = 4 * 60_000
const UNIT_LIMIT_MS = 12 * 60_000
/** Each of the attacks takes two to three minutes. */
const ATTACKS_LIMIT_MS = 5 * 60 * 60_000
/** Between asking a step to end and ending it. */
const GRACE_MS = 5_000
/** End-to-end comes last and has what is left, counted from the start of this process. */
const timeLeftMs = () => TOTAL_LIMIT_MS - performance.now()

const PASSED: Tally = { passed: 1, failed: 0, skipped: 0 }
const FAILED: Tally = { passed: 0, failed: 1, skipped: 0 }
const SKIPPED: Tally = { passed: 0, failed: 0, skipped: 1 }

const reports = join(ROOT, '.cache', 'reports')
// A report of an earlier run must not stand in for one that was never written.
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })

const isFull = process.argv.includes('--full')
if (isFull) process.env.TABSWARM_FULL = '1'
/** What this machine lacks. */
const skippedBecause: string[] = []

// What checks and what builds leave each other a core; the tests want both, so they come one after the other.
const tallies: Tally[] = [
  ...(await Promise.all([checks(), build()])),
  await unit(),
  await e2e(isFull),
  ...(isFull ? [await attacks()] : []),
]
const total = tallies.reduce(add)
console.log(`\n${line(total)}`)
for (const reason of skippedBecause) console.log(`Skipped: ${reason}`)
process.exitCode = total.failed > 0 ? 1 : 0

async function passes(script: string): Promise<Tally> {
  return (await runScript(script, [], STATIC_LIMIT_MS)) ? PASSED : FAILED
}

async function checks(): Promise<Tally> {
  return add(await passes('types'), await passes('lint'))
}

async function attacks(): Promise<Tally> {
  return (await runScript('attack', [], ATTACKS_LIMIT_MS)) ? PASSED : FAILED
}

async function build(): Promise<Tally> {
  console.log('\n== build')
  try {
    await buildPages()
    return PASSED
  } catch (error) {
    console.error(error)
    return FAILED
  }
}

async function unit(): Promise<Tally> {
  if (ensureRedis() === undefined) skippedBecause.push(NO_REDIS)
  const report = join(reports, 'unit.json')
  const args = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const ok = await runScript('unit', args, UNIT_LIMIT_MS)
  return readVitest(report, ok)
}

async function e2e(isFull: boolean): Promise<Tally> {
  console.log('\n== browsers')
  const browsers = await ensureBrowsers()
  if (!browsers.includes('chromium')) {
    console.error(
      'No Chrome or Chromium that starts was found, and none could be installed. Install one ' +
        '(any Chrome, Chromium or Edge) or name it: CHROMIUM_PATH=/path/to/chrome npm test',
    )
    return FAILED
  }
  if (!browsers.includes('firefox'))
    skippedBecause.push('No Firefox that starts was found: what needs one is left out.')
  const noCaddy = caddyObstacle()
  if (noCaddy) skippedBecause.push(noCaddy)
  const obstacle = netlabObstacle({ relay: true })
  if (obstacle) skippedBecause.push(obstacle)
  for (const reason of skippedBecause) console.error(reason)
  const quick = isFull ? [] : ['--grep-invert=@full']
  const hasRedis = findRedis() !== undefined
  // Over several servers the one short test mostly waits, so it runs beside the pages; the long ones do not.
  const beside = hasRedis && !isFull ? ['--project=cluster'] : []
  const pages = await playwright(['--project=pages', ...beside, '--workers=3', ...quick], 'pages')
  const swarms = await playwright(['--project=swarms', ...quick], 'swarms')
  const homes = ['--project=homes', ...(isFull ? [] : ['--grep=@smoke'])]
  const behindRouters = obstacle ? SKIPPED : await playwright(homes, 'homes')
  const tallies = [pages, swarms, behindRouters]
  if (!hasRedis) tallies.push(SKIPPED)
  else if (isFull) tallies.push(await playwright(['--project=cluster'], 'cluster'))
  return tallies.reduce(add)
}

async function playwright(args: readonly string[], name: string): Promise<Tally> {
  const report = join(reports, `${name}.json`)
  process.env.PLAYWRIGHT_JSON_OUTPUT_FILE = report
  const ok = await runScript('e2e', ['--reporter=list,json', ...args], timeLeftMs())
  return readPlaywright(report, ok)
}

/** Runs an npm script of this package, its output live. True if it ended well and in time. */
async function runScript(name: string, args: readonly string[], limitMs: number): Promise<boolean> {
  console.log(`\n== ${name}`)
  const startedAt = performance.now()
  const isWindows = process.platform === 'win32'
  const child = spawn('npm', ['run', '--silent', name, '--', ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: isWindows,
    detached: !isWindows, // a group of its own: its grandchildren end with it
  })
  child.on('error', error => console.error(error.message))
  const end = (signal: NodeJS.Signals) => {
    if (child.pid === undefined || (child.exitCode ?? child.signalCode) !== null) return
    process.kill(isWindows ? child.pid : -child.pid, signal)
  }
  const deadlines = [
    setTimeout(() => {
      console.error(`${name} took longer than ${Math.round(limitMs / 1000)} s and was ended.`)
      end('SIGINT') // as by Ctrl-C: the runners still report what they have
    }, limitMs),
    setTimeout(() => end('SIGKILL'), limitMs + GRACE_MS),
  ]
  const interrupt = async (signal: NodeJS.Signals) => {
    end(signal)
    await once(child, 'close')
    process.exit(INTERRUPTED) // the person wants none of the steps that remain
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt)
  const [code] = await once(child, 'close').catch(() => [1])
  for (const deadline of deadlines) clearTimeout(deadline)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, interrupt)
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(`== ${name}: ${code === 0 ? 'ok' : 'failed'}, ${seconds} s`)
  return code === 0
}
