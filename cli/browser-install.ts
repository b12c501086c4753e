/** Makes sure that there are browsers that start: Playwright's own, installed ones, Debian's. */
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import {
  BROWSER_NAMES,
  type BrowserName,
  candidates,
  type FoundBrowser,
  launchBrowser,
  pathVariable,
} from './browsers.ts'
import { installPackages } from './packages.ts'

/** A host that cannot be reached is given up soon: Playwright tries each of its hosts five times. */
const CONNECTION_TIMEOUT_MS = 3_000
/** Some 300 MB over a slow line; past that an installed browser is the better choice. */
const FETCH_LIMIT_MS = 4 * 60_000

const DEBIAN_PACKAGES = { chromium: 'chromium', firefox: 'firefox-esr' } as const

/** Installs what is missing, and sets the environment so that child processes drive the same browsers. */
export async function ensureBrowsers(): Promise<BrowserName[]> {
  fetchOwn(BROWSER_NAMES.filter(name => !process.env[pathVariable(name)] && !hasOwn(name)))
  let working = await thatStart()
  const missing = BROWSER_NAMES.filter(name => !working.some(found => found.name === name))
  // Tabs are truly hidden only in a real window, and that needs a screen.
  const hasXvfb = spawnSync('Xvfb', ['-help']).error === undefined
  if ((missing.length > 0 || !hasXvfb) && process.getuid?.() === 0) {
    installPackages([...missing.map(name => DEBIAN_PACKAGES[name]), 'xvfb'])
    working = await thatStart()
  }
  for (const { name, executablePath } of working) {
    process.env[pathVariable(name)] = executablePath
    console.log(`${name}: ${executablePath}`)
  }
  return working.map(found => found.name)
}

const hasOwn = (name: BrowserName): boolean => candidates(name)[0]?.own ?? false

function fetchOwn(names: readonly BrowserName[]): void {
  if (names.length === 0) return
  console.log(`Fetching Playwright's own ${names.join(' and ')} ...`)
  const playwright = createRequire(import.meta.url).resolve('@playwright/test/package.json')
  const args = [join(playwright, '..', 'cli.js'), 'install', '--no-shell', ...names]
  const timeoutMs = String(CONNECTION_TIMEOUT_MS)
  const fetched = spawnSync(process.execPath, args, {
    env: { ...process.env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: timeoutMs },
    timeout: FETCH_LIMIT_MS,
    encoding: 'utf8',
  })
  if (fetched.status === 0) return
  const reason = /^Error: (.*)$/m.exec(fetched.stderr ?? '')?.[1] ?? 'it took too long'
  console.log(`They cannot be fetched (${reason}); looking for installed ones.`)
}

async function thatStart(): Promise<FoundBrowser[]> {
  const found = await Promise.all(BROWSER_NAMES.map(firstThatStarts))
  return found.filter(browser => browser !== undefined)
}

async function firstThatStarts(name: BrowserName): Promise<FoundBrowser | undefined> {
  for (const candidate of candidates(name)) {
    try {
      const browser = await launchBrowser(name, {}, candidate)
      await (await browser.newPage()).close()
      await browser.close()
      return candidate
    } catch (error) {
      const firstLine = String(error instanceof Error ? error.message : error).split('\n')[0]
      console.log(`${candidate.executablePath} does not start: ${firstLine}`)
    }
  }
  return undefined
}
