/** What `npm run bench` is asked for: parsed once, with a sentence for everything that is not it. */
import { parseSize } from '../swarm/size.ts'
import { parseCount, readArgs, UsageError } from '../usage.ts'

export interface TransferOptions {
  readonly bytes: number
  readonly runs: number
  readonly json: boolean
}

/** Below this, connecting takes longer than sending. */
const MIN_BYTES = 1000 ** 2
/** Every tab holds all of it, the raw one in memory. */
const MAX_BYTES = 1000 ** 3
/** A round takes about a minute. */
const MAX_RUNS = 100

export const HELP = `npm run bench -- transfer [options]

Measures how fast a file gets from one Chromium tab to one other and to four
others: over a raw data channel, with tabswarm, and with stock WebTorrent, each
in turn, several times over. All on this machine, nothing over the internet.

  --size SIZE   of the file: 20MB, 64MiB (64MB)
  --runs N      rounds; the medians count (3)
  --json        end with one line of JSON
  --help        this text

Ends with 0 if every byte came everywhere, with 1 if not, with 2 if the options are wrong.
`

/** Undefined: help is wanted. */
export function parseOptions(args: readonly string[]): TransferOptions | undefined {
  const { values, positionals } = parse(args)
  if (values.help) return undefined
  if (positionals.length !== 1 || positionals[0] !== 'transfer') {
    throw new UsageError('Say what to measure: npm run bench -- transfer, or sim, or shaper')
  }
  return {
    bytes: parseBytes(values.size ?? '64MB'),
    runs: parseCount('--runs', values.runs ?? '3', 1, MAX_RUNS),
    json: values.json ?? false,
  }
}

function parse(args: readonly string[]) {
  return readArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      size: { type: 'string' },
      runs: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })
}

function parseBytes(text: string): number {
  const bytes = parseSize(text)
  if (bytes !== undefined && bytes >= MIN_BYTES && bytes <= MAX_BYTES) return bytes
  throw new UsageError(`--size must be like 20MB or 64MiB, from 1MB to 1GB, not "${text}".`)
}
