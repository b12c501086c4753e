/** Finds and launches real browsers, for swarms, benchmarks and end-to-end tests alike. */
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import {
  type Browser,
  type BrowserContext,
  chromium,
  firefox,
  type LaunchOptions,
  type Page,
} from '@playwright/test'

export const BROWSER_NAMES = ['chromium', 'firefox'] as const
export type BrowserName = (typeof BROWSER_NAMES)[number]

export interface FoundBrowser {
  readonly name: BrowserName
  readonly executablePath: string
  /** Playwright's own build, not one the person or the system installed. */
  readonly own: boolean
}

/** Where to look when the PATH has none. */
const USUAL_PLACES: Record<BrowserName, readonly string[]> = {
  chromium: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
  firefox: [
    '/Applications/Firefox.app/Contents/MacOS/firefox',
    'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
  ],
}

const COMMANDS: Record<BrowserName, readonly string[]> = {
  chromium: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'],
  firefox: ['firefox-esr', 'firefox'],
}

/** No updates, no phoning home, no GPU: a tab and nothing else. */
export const CHROMIUM_ARGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The variable that names a browser to use, and skips the search: CHROMIUM_PATH, FIREFOX_PATH. */
export const pathVariable = (name: BrowserName): string => `${name.toUpperCase()}_PATH`

/** In order of preference: the one named by the environment, Playwright's own, the installed ones. */
export function candidates(name: BrowserName): FoundBrowser[] {
  const ownPath = playwrightType(name).executablePath()
  const named = process.env[pathVariable(name)]
  const paths = named ? [named] : [ownPath, ...onPath(COMMANDS[name]), ...USUAL_PLACES[name]]
  return paths
    .filter(path => existsSync(path))
    .map(executablePath => ({ name, executablePath, own: executablePath === ownPath }))
}

export const findBrowser = (name: BrowserName): FoundBrowser | undefined => candidates(name)[0]

export interface BrowserOptions {
  readonly headless?: boolean
  readonly args?: readonly string[]
  /** Switches of Chromium that Playwright sets by itself, and are not to be set. */
  readonly withoutArgs?: readonly string[]
  /** Of Firefox: what it is told by switches in Chromium. */
  readonly prefs?: Readonly<Record<string, string | number | boolean>>
}

export function launchBrowser(
  name: BrowserName,
  options: BrowserOptions = {},
  found = demand(name),
): Promise<Browser> {
  return playwrightType(name).launch(launchOptions(found, options))
}

/** One context over a profile on disk, which outlives it: for tabs that are killed and reopened. */
export function launchProfile(
  name: BrowserName,
  profileFolder: string,
  options: BrowserOptions = {},
): Promise<BrowserContext> {
  return playwrightType(name).launchPersistentContext(
    profileFolder,
    launchOptions(demand(name), options),
  )
}

/** A page's errors, on stderr. */
export function tellTroubles(page: Page, name: string): void {
  page.on('pageerror', error => console.error(`  ${name}: ${error.message}`))
  page.on('console', message => {
    if (message.type() === 'error') console.error(`  ${name}: ${message.text()}`)
  })
}

function demand(name: BrowserName): FoundBrowser {
  const found = findBrowser(name)
  if (found) return found
  throw new Error(
    `No ${name} was found. Install one, or name it: ${pathVariable(name)}=/path/to/${name}`,
  )
}

const playwrightType = (name: BrowserName) => (name === 'chromium' ? chromium : firefox)

function launchOptions(found: FoundBrowser, options: BrowserOptions): LaunchOptions {
  const { executablePath } = found
  const { headless = true, args = [], withoutArgs = [], prefs = {} } = options
  // We tidy up on signals ourselves, and say what was interrupted.
  const common = { executablePath, headless, handleSIGINT: false, handleSIGTERM: false }
  if (found.name === 'firefox') {
    // A stock Firefox speaks WebDriver BiDi; Playwright's own is patched for its older protocol.
    const channel = found.own ? {} : { channel: 'moz-firefox' }
    return { ...common, args: [...args], firefoxUserPrefs: { ...prefs }, ...channel }
  }
  // Chromium's sandbox refuses to work for root, which is who one is in most containers.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return {
    ...common,
    args: [...sandbox, ...CHROMIUM_ARGS, ...args],
    ignoreDefaultArgs: [...withoutArgs],
  }
}

function onPath(commands: readonly string[]): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return commands.flatMap(command => folders.map(folder => join(folder, command))).filter(runnable)
}

function runnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false // not there, or not ours to run: look further
  }
}
