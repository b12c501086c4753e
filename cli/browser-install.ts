/** Makes sure that there are browsers that start: Playwright's own, installed ones, Debian's. */
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import {
  BROWSER_NAMES,
  type BrowserName,
  candidates,
  type FoundBrowser,
  launchBrowser,
  pathVariable,
} from './browsers.ts'

/** A host that cannot be reached is given up soon: Playwright tries each of its hosts five times. */
const CONNECTION_TIMEOUT_MS = 3_000
/** Some 300 MB over a slow line; past that an installed browser is the better choice. */
const FETCH_LIMIT_MS = 4 * 60_000
const PACKAGES_LIMIT_MS = 5 * 60_000

const DEBIAN_PACKAGES: Record<BrowserName, string> = {
  chromium: 'chromium',
  firefox: 'firefox-esr',
}

/**
 * The browsers that start. Fetches and installs what is missing, and fixes the choice in the
 * environment so that every child process drives the same ones.
 */
export async function ensureBrowsers(): Promise<BrowserName[]> {
  const missingOwn = BROWSER_NAMES.filter(name => !named(name) && !candidates(name)[0]?.own)
  if (missingOwn.length > 0) fetchOwn(missingOwn)
  let working = await firstThatStarts(BROWSER_NAMES)
  const missing = BROWSER_NAMES.filter(name => !working.some(found => found.name === name))
  if ((missing.length > 0 || !hasXvfb()) && mayInstallPackages()) {
    installPackages(missing)
    working = await firstThatStarts(BROWSER_NAMES)
  }
  for (const found of working) {
    process.env[pathVariable(found.name)] = found.executablePath
    console.log(`${found.name}: ${found.executablePath}`)
  }
  return working.map(found => found.name)
}

const named = (name: BrowserName): boolean => process.env[pathVariable(name)] !== undefined

function fetchOwn(names: readonly BrowserName[]): void {
  console.log(`Fetching Playwright's own ${names.join(' and ')} ...`)
  const playwright = dirname(
    createRequire(import.meta.url).resolve('@playwright/test/package.json'),
  )
  const fetched = spawnSync(
    process.execPath,
    [join(playwright, 'cli.js'), 'install', '--no-shell', ...names],
    {
      env: {
        ...process.env,
        PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: String(CONNECTION_TIMEOUT_MS),
      },
      timeout: FETCH_LIMIT_MS,
      encoding: 'utf8',
    },
  )
  if (fetched.status === 0) return
  const reason = /^Error: (.*)$/m.exec(fetched.stderr ?? '')?.[1] ?? 'it took too long'
  console.log(`They cannot be fetched (${reason}); looking for installed ones.`)
}

async function firstThatStarts(names: readonly BrowserName[]): Promise<FoundBrowser[]> {
  const found = await Promise.all(names.map(firstOf))
  return found.filter(browser => browser !== undefined)
}

async function firstOf(name: BrowserName): Promise<FoundBrowser | undefined> {
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

/** Tabs are truly hidden only in a real window, and that needs a screen. */
const hasXvfb = (): boolean => spawnSync('Xvfb', ['-help']).error === undefined

function mayInstallPackages(): boolean {
  return process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0
}

function installPackages(names: readonly BrowserName[]): void {
  const packages = [...names.map(name => DEBIAN_PACKAGES[name]), 'xvfb']
  console.log(`Installing ${packages.join(', ')} (apt-get) ...`)
  apt('update')
  apt('install', '-y', '--no-install-recommends', ...packages)
}

function apt(...args: string[]): void {
  const { status, stderr } = spawnSync('apt-get', ['-q', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    timeout: PACKAGES_LIMIT_MS,
    encoding: 'utf8',
  })
  if (status !== 0) console.log(`apt-get ${args[0]} failed:\n${stderr}`)
}
