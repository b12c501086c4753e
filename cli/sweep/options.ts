/** What `npm run sweep` is asked for: parsed once, with a sentence for everything that is not it. */
import { parseVaried } from '../../shared/experiments/varied.ts'
import { parseCount, parseJobs, readArgs, UsageError } from '../command.ts'
import { topologySettings, toSetting } from '../scenario.ts'

const DEFAULT_SEEDS = 10
const MAX_SEEDS = 1_000

export type RunOptions = Extract<ReturnType<typeof parseOptions>, { command: 'run' }>

export const HELP = `npm run sweep -- SCENARIO --vary KEY=VALUES [options]

Runs a scenario in virtual time over all values of one or two settings, each with
the same seeds, and says what follows. SCENARIO is a built-in name (see npm run
sim -- --list) or a scenario's file.

  --vary KEY=VALUES  values as a list, torrent.pieces=13,25,50, or as a range with its
                     step, seeders=1..19:3; once or twice
  --set KEY=VALUE    changes the scenario for all of them; as often as you like
  --topology NET     on this network: a built-in name, or a file, be it ours, NED or GraphML
  --seeds N          runs for each point, with the seeds 1 to N (${DEFAULT_SEEDS})
  --jobs N           runs side by side (as many as the machine has cores)
  --csv FILE         writes the table with means, intervals and bounds there
  --runs FILE        writes a line for each run, peer and measure there
  --json             end with one line of JSON
  --help             this text

Ends with 0 if every run did what its scenario demands, with 1 if not, with 2 if
the options or the scenario are wrong.
`

/** Throws a UsageError or a SweepError. */
export function parseOptions(args: readonly string[]) {
  const { values, positionals } = readArgs(args, {
    texts: ['topology', 'seeds', 'jobs', 'csv', 'runs'],
    lists: ['set', 'vary'],
    switches: ['json'],
    allowPositionals: true,
  })
  if (values.help) return { command: 'help' as const }
  const [scenario, ...rest] = positionals
  if (scenario === undefined) throw new UsageError('Say which scenario to run, such as thesis-46.')
  if (rest.length > 0) throw new UsageError(`One scenario at a time; "${rest[0]}" is one too many.`)
  return {
    command: 'run' as const,
    scenario,
    settings: [...topologySettings(values.topology), ...(values.set ?? []).map(toSetting)],
    varied: parseVaried(values.vary ?? []),
    seeds: parseCount('--seeds', values.seeds ?? String(DEFAULT_SEEDS), 1, MAX_SEEDS),
    jobs: parseJobs(values.jobs),
    csv: values.csv,
    runsFile: values.runs,
    json: values.json ?? false,
  }
}
