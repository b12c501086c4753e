/** What `npm run bench` is asked for: parsed once, with a sentence for everything that is not it. */
import { SERVER_LIMITS } from '../../server/limits.ts'
import { parseCount, parseSize, readArgs, UsageError } from '../command.ts'
import { SIDE_NAMES, type SideName } from './lines/sides.ts'

export type BenchOptions = ReturnType<typeof parseOptions>
export type TransferOptions = Extract<BenchOptions, { mode: 'transfer' }>
export type SimOptions = Extract<BenchOptions, { mode: 'sim' }>
export type SocketsOptions = Extract<BenchOptions, { mode: 'sockets' }>
export type LinesOptions = Extract<BenchOptions, { mode: 'lines' }>
export type LabFramesOptions = Extract<BenchOptions, { mode: 'lab-frames' }>
export type ShaperOptions = Extract<BenchOptions, { mode: 'shaper' }>

/** Another revision to measure beside this one. */
export interface Against {
  readonly revision: string
  readonly pairs: number
}

const PARTS = ['accuracy', 'agreement'] as const

/** Below this, connecting takes longer than sending. */
const MIN_BYTES = 1000 ** 2
/** Every tab holds all of it, the raw one in memory. */
const MAX_BYTES = 1000 ** 3
/** A round takes about a minute. */
const MAX_RUNS = 100
const MAX_PAIRS = 1000
const MAX_MINUTES = 1440

export const HELP = `npm run bench -- transfer [--size SIZE] [--runs N | --against REV [--pairs N]]

Measures how fast a file gets from one Chromium tab to one other and to four
others: over a raw data channel, with tabswarm, and with stock WebTorrent, each
in turn, several times over. All on this machine, nothing over the internet.

  --size SIZE     of the file: 20MB, 64MiB (64MB; with --against 20MB)
  --runs N        rounds; the medians count (3)
  --against REV   instead: tabswarm as it is here and at another revision of git,
                  in turns, and whether this one is slower
  --pairs N       with --against: how often each is measured (20)

npm run bench -- sim [--huge | --against REV [--pairs N]]

Measures how fast swarms are simulated: events a second, a whole run of the
thesis's sample, a run with 1,000 peers, and what an event costs in swarms of
100 to 10,000 peers. Takes some minutes; nothing else should run meanwhile.

  --huge          also a whole run with 10,000 peers: a quarter of an hour more

npm run bench -- shaper [--part PART] [--runs N]

Measures how exactly tabs behave as if behind the described network: rates and
delays of one line, in visible and in hidden tabs, shares of a common link, dilated
time, and whole swarms against the simulator.

  --part PART     accuracy or agreement (both)
  --runs N        swarms of tabs for each scenario (3)

npm run bench -- lines [--quick | --runs N] [--line TEXT] [--sides LIST]

Measures how much of a line between two homes is used: TCP, raw data channels over
1, 4 and 8 connections, tabswarm and stock WebTorrent, over lines with a rate, a
delay and loss in network namespaces (Linux, root). Takes an hour and a half.

  --quick         one line, once, and in a few minutes
  --runs N        the medians count (3)
  --line TEXT     only lines with this in their name: "100 ms"
  --sides LIST    of tcp,raw1,raw4,raw8,ours,webtorrent (all)

npm run bench -- picker

Measures what a torrent of 1 TiB costs: a have and a pick, with the remotes that
are hardest on the picker, and the memory of one more link. Takes seconds.

npm run bench -- tracker

Measures announces and offers by both doors, in memory and on Redis with one and
two nodes, beside bittorrent-tracker under the same load: for each second of the
servers' processor, in turns; a ramp of clients; 100,000 members. Takes two minutes.

npm run bench -- sockets [--sockets N] [--minutes N]

Holds sockets open at one server, half of them at each door, each announcing as a
client does, and measures its memory and who is lost. By loopback, as if from
behind a proxy, each 200 from an address.

  --sockets N     (10,000, as many as the server takes)
  --minutes N     (10)

npm run bench -- lab-frames [--runs N] [--profile FILE]

Measures how long the lab's frames take while its worker computes 1,000 peers, for 20
seconds in Chromium. Their p95 has to be under 34 ms.

  --runs N        the median of their p95 counts (3)
  --profile FILE  writes a CPU profile of the first one there, for DevTools

For all of them:

  --json          end with one line of JSON
  --help          this text

Ends with 0 if all went well (every byte came everywhere; everything is within its
target; no slower), with 1 if not, with 2 if the options are wrong.
`

const OPTIONS = {
  transfer: ['size', 'runs', 'against', 'pairs'],
  sim: ['huge', 'against', 'pairs'],
  shaper: ['part', 'runs'],
  lines: ['quick', 'runs', 'line', 'sides'],
  picker: [],
  tracker: [],
  sockets: ['sockets', 'minutes'],
  'lab-frames': ['runs', 'profile'],
} as const

export function parseOptions(args: readonly string[]) {
  const { values, positionals } = readArgs(args, {
    texts: [
      'size',
      'runs',
      'against',
      'pairs',
      'part',
      'line',
      'sides',
      'sockets',
      'minutes',
      'profile',
    ],
    switches: ['huge', 'quick', 'json'],
    allowPositionals: true,
  })
  const json = values.json ?? false
  if (values.help) return { mode: 'help' as const }
  const [mode, ...more] = positionals
  if (!isMode(mode) || more.length > 0) {
    throw new UsageError(`Say what to measure: ${Object.keys(OPTIONS).join(', ')}.`)
  }
  const known: readonly string[] = ['json', ...OPTIONS[mode]]
  const foreign = Object.keys(values).find(flag => !known.includes(flag))
  if (foreign) throw new UsageError(`--${foreign} is no option of ${mode}.`)
  if (values.against !== undefined && (values.runs ?? values.huge) !== undefined) {
    throw new UsageError('--against measures --pairs N pairs: leave out --runs and --huge.')
  }
  const against = parseAgainst(values.against, values.pairs)
  const runs = parseCount('--runs', values.runs ?? '3', 1, MAX_RUNS)
  switch (mode) {
    case 'transfer':
      return {
        mode,
        bytes: parseBytes(values.size ?? (against ? '20MB' : '64MB')),
        runs,
        against,
        json,
      }
    case 'sim':
      return { mode, huge: values.huge ?? false, against, json }
    case 'shaper':
      return { mode, parts: parseParts(values.part), runs, json }
    case 'lines': {
      const quick = values.quick ?? false
      const sides = parseSides(values.sides)
      return { mode, quick, runs: quick ? 1 : runs, line: values.line, sides, json }
    }
    case 'lab-frames':
      return { mode, runs, profile: values.profile, json }
    case 'picker':
    case 'tracker':
      return { mode, json }
    case 'sockets':
      return {
        mode,
        sockets: parseCount('--sockets', values.sockets ?? '10000', 2, SERVER_LIMITS.maxSockets),
        minutes: parseCount('--minutes', values.minutes ?? '10', 1, MAX_MINUTES),
        json,
      }
  }
}

const isMode = (text: string | undefined): text is keyof typeof OPTIONS =>
  text !== undefined && Object.hasOwn(OPTIONS, text)

function parseAgainst(
  revision: string | undefined,
  pairs: string | undefined,
): Against | undefined {
  if (revision !== undefined) {
    return { revision, pairs: parseCount('--pairs', pairs ?? '20', 1, MAX_PAIRS) }
  }
  if (pairs !== undefined) throw new UsageError('--pairs needs --against: pairs of what?')
  return undefined
}

function parseBytes(text: string): number {
  const bytes = parseSize(text)
  if (bytes !== undefined && bytes >= MIN_BYTES && bytes <= MAX_BYTES) return bytes
  throw new UsageError(`--size must be like 20MB or 64MiB, from 1MB to 1GB, not "${text}".`)
}

function parseSides(text: string | undefined): readonly SideName[] {
  if (text === undefined) return SIDE_NAMES
  return text.split(',').map(name => {
    const side = SIDE_NAMES.find(known => known === name)
    if (side) return side
    throw new UsageError(`--sides is a list of ${SIDE_NAMES.join(',')}, not "${text}".`)
  })
}

function parseParts(text: string | undefined): readonly (typeof PARTS)[number][] {
  if (text === undefined) return PARTS
  const part = PARTS.find(known => known === text)
  if (part) return [part]
  throw new UsageError(`--part is ${PARTS.join(' or ')}, not "${text}".`)
}
