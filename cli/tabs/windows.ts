/**
 * Chromium as a person runs it: a real window, no automation. Playwright cannot stand in for it: it
 * switches throttling off and makes every page believe that it is visible.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { CHROMIUM_ARGS, findBrowser } from '../browsers.ts'

const XVFB_MISSING =
  'There is no screen for real windows: install Xvfb (Debian: apt-get install xvfb) and run this again.'

/** What the browser would otherwise ask, fetch or update on its first start. */
const ARGS = [
  ...CHROMIUM_ARGS,
  '--no-default-browser-check',
  '--password-store=basic',
  '--disable-popup-blocking',
  // As root, Chromium also runs hidden tabs at a lower priority (nice 5): what that costs depends
  // on what else the machine does, and on nothing that a page can do. The timers stay slowed.
  '--disable-renderer-backgrounding',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]

export interface Screen {
  readonly env: NodeJS.ProcessEnv
  close(): Promise<void>
}

/** A virtual screen where there is X; elsewhere the person's own. */
export async function openScreen(): Promise<Screen> {
  if (process.platform !== 'linux') return { env: process.env, close: async () => {} }
  // It chooses a free display itself and writes its number to file descriptor 3.
  const xvfb = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1600x900x24', '-nolisten', 'tcp'],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    },
  )
  const failed = once(xvfb, 'error').then(() => {
    throw new Error(XVFB_MISSING)
  })
  const [display] = await Promise.race([once(xvfb.stdio[3] as Readable, 'data'), failed])
  failed.catch(() => {}) // it did start
  return {
    env: { ...process.env, DISPLAY: `:${String(display).trim()}` },
    close: () => end(xvfb),
  }
}

export class RealBrowser {
  readonly #process: ChildProcess
  readonly #profile: string

  private constructor(process: ChildProcess, profile: string) {
    this.#process = process
    this.#profile = profile
  }

  /** One window with a tab for each URL: the first is visible, the others are hidden. */
  static async open({ env }: Screen, urls: readonly string[]): Promise<RealBrowser> {
    const chromium = findBrowser('chromium')
    if (!chromium) throw new Error('No Chrome or Chromium was found.')
    const profile = await mkdtemp(join(tmpdir(), 'tabswarm-profile-'))
    const args = [`--user-data-dir=${profile}`, ...ARGS, ...urls]
    return new RealBrowser(spawn(chromium.executablePath, args, { env, stdio: 'ignore' }), profile)
  }

  async close(): Promise<void> {
    await end(this.#process)
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 10 })
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  await exited
}
