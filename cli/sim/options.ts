/** What `npm run sim` is asked for: parsed once, with a sentence for everything that is not it. */
import { parseCount, parseJobs, readArgs, UsageError } from '../command.ts'
import { toSetting } from '../scenario.ts'

export type SimOptions = ReturnType<typeof parseOptions>
export type RunOptions = Extract<SimOptions, { command: 'run' }>

const MAX_SEEDS = 100_000
const MAX_SEED = 2 ** 32 - 1

export const HELP = `npm run sim -- SCENARIO [options]

Runs a swarm in virtual time: the same peers as in the tabs, on a simulated
network. SCENARIO is a built-in name (see --list) or a scenario's file.

  --set KEY=VALUE   changes the scenario: torrent.pieces=100, topology.peers=50,
                    topology.accessRate=2Mbps, seeders=4; as often as you like
  --topology NET    on this network: a built-in name, or a file, be it ours, NED or GraphML
  --seeds N         runs with the seeds 1 to N (1)
  --seed N          one run, with this seed
  --jobs N          runs side by side (as many as the machine has cores)
  --log FILE        writes the event log of one run: a JSON object for each line
  --log-as WAY      json, or thesis: the lines that the thesis's own program prints (json)
  --trace FILE      writes the messages of one run as pcapng, for Wireshark
  --figure FILE     draws which share of the peers had everything when, by class, and
                    of honest peers and free riders apart: SVG
  --csv FILE        writes a line for each run, peer and measure
  --json            end with one line of JSON
  --save-topology FILE  writes its network there and runs nothing: as NED if the name ends
                    in .ned, as GraphML if in .graphml, else as JSON
  --list            the built-in scenarios
  --fingerprints    write anew what the built-in scenarios' runs must hash to
  --help            this text

Ends with 0 if every run did what its scenario demands, with 1 if not, with 2 if
the options or the scenario are wrong.
`

export function parseOptions(args: readonly string[]) {
  const { values, positionals } = readArgs(args, {
    texts: [
      ...(['topology', 'save-topology', 'seeds', 'seed', 'jobs'] as const),
      ...(['log', 'log-as', 'trace', 'figure', 'csv'] as const),
    ],
    lists: ['set'],
    switches: ['json', 'list', 'fingerprints'],
    allowPositionals: true,
  })
  for (const command of ['help', 'list', 'fingerprints'] as const) {
    if (values[command]) return { command }
  }
  const [scenario, ...rest] = positionals
  if (scenario === undefined) {
    throw new UsageError('Say which scenario to run, such as thesis-46.')
  }
  if (rest.length > 0) throw new UsageError(`One scenario at a time; "${rest[0]}" is one too many.`)
  const seeds = parseSeeds(values.seeds, values.seed)
  for (const flag of ['log', 'trace'] as const) {
    if (values[flag] !== undefined && seeds.length > 1) {
      throw new UsageError(`--${flag} is for one run: give --seed N in the place of --seeds.`)
    }
  }
  return {
    command: 'run' as const,
    scenario,
    topology: values.topology,
    saveTopology: values['save-topology'],
    settings: (values.set ?? []).map(toSetting),
    seeds,
    jobs: parseJobs(values.jobs),
    json: values.json ?? false,
    log: values.log,
    logAs: parseLogAs(values['log-as'], values.log),
    trace: values.trace,
    figure: values.figure,
    csv: values.csv,
  }
}

export const LOG_WAYS = ['json', 'thesis'] as const
export type LogWay = (typeof LOG_WAYS)[number]

function parseLogAs(way: string | undefined, log: string | undefined): LogWay {
  if (way !== undefined && log === undefined)
    throw new UsageError('--log-as says how a log is written: give --log FILE too.')
  const known = LOG_WAYS.find(one => one === (way ?? 'json'))
  if (known !== undefined) return known
  throw new UsageError(`--log-as knows ${LOG_WAYS.join(' and ')}, not "${way}".`)
}

function parseSeeds(count: string | undefined, seed: string | undefined): number[] {
  if (count !== undefined && seed !== undefined) {
    throw new UsageError('Give --seeds or --seed, not both.')
  }
  if (seed !== undefined) return [parseCount('--seed', seed, 1, MAX_SEED)]
  const seeds = parseCount('--seeds', count ?? '1', 1, MAX_SEEDS)
  return Array.from({ length: seeds }, (_, i) => i + 1)
}
