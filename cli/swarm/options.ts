/** What `npm run swarm` is asked for: parsed once, with a sentence for everything that is not it. */
import { statSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { BROWSER_NAMES, type BrowserName } from '../browsers.ts'
import { parseSize } from './size.ts'

export interface SwarmOptions {
  readonly tabs: number
  readonly seeders: number
  readonly browsers: readonly BrowserName[]
  /** A file of this size is made up where no path is given. */
  readonly content: { readonly path: string } | { readonly bytes: number }
  readonly json: boolean
}

/** 47 tabs of at most 10 links each take 8 GB; more than this fits no machine we know. */
const MAX_TABS = 100
/** What is made up lies on the disk and in every tab's storage. */
const MAX_MADE_UP_BYTES = 10 * 1000 ** 3

export const HELP = `npm run swarm -- [options]

Starts the server and a swarm of real browser tabs on it, shares a file from the
first tab, lets all others download it, and checks every result.

  --tabs N           tabs in all, seeders included (4)
  --browsers LIST    chromium, firefox or both with a comma; the tabs take turns (chromium)
  --seeders N        tabs that hold the file from the start (1)
  --file PATH        the file to share
  --size SIZE        or a random file of this size: 500kB, 20MB, 1.5GiB (20MB)
  --json             end with one line of JSON
  --help             this text

Ends with 0 if every tab has every byte, with 1 if not, with 2 if the options are wrong.
`

/** The person's mistake, as a sentence. */
export class UsageError extends Error {}

/** Undefined: help is wanted. */
export function parseOptions(args: readonly string[]): SwarmOptions | undefined {
  const values = parseFlags(args)
  if (values.help) return undefined
  const tabs = parseCount('--tabs', values.tabs ?? '4', 2, MAX_TABS)
  const seeders = parseCount('--seeders', values.seeders ?? '1', 1, tabs - 1)
  return {
    tabs,
    seeders,
    browsers: parseBrowsers(values.browsers ?? 'chromium'),
    content: parseContent(values.file, values.size),
    json: values.json ?? false,
  }
}

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        tabs: { type: 'string' },
        browsers: { type: 'string' },
        seeders: { type: 'string' },
        file: { type: 'string' },
        size: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function parseCount(flag: string, text: string, min: number, max: number): number {
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (count >= min && count <= max) return count
  throw new UsageError(`${flag} must be a whole number from ${min} to ${max}, not "${text}".`)
}

function parseBrowsers(text: string): BrowserName[] {
  const names = text.split(',').map(name => name.trim())
  const unknown = names.find(name => !BROWSER_NAMES.includes(name as BrowserName))
  if (unknown === undefined) return names as BrowserName[]
  throw new UsageError(`--browsers knows ${BROWSER_NAMES.join(' and ')}, not "${unknown}".`)
}

function parseContent(path: string | undefined, size: string | undefined): SwarmOptions['content'] {
  if (path !== undefined && size !== undefined) {
    throw new UsageError('Give --file or --size, not both.')
  }
  if (path !== undefined) return { path: checkedFile(path) }
  const bytes = parseSize(size ?? '20MB')
  if (bytes !== undefined && bytes >= 1 && bytes <= MAX_MADE_UP_BYTES) return { bytes }
  throw new UsageError(`--size must be like 500kB, 20MB or 1.5GiB, up to 10GB, not "${size}".`)
}

function checkedFile(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found?.isFile()) throw new UsageError(`--file: there is no file ${path}.`)
  if (found.size === 0) throw new UsageError(`--file: ${path} is empty, there is nothing to share.`)
  return path
}
