/** What `npm run experiment` is asked for: parsed once, with a sentence for everything that is not it. */
import { EXPERIMENTS } from '../../shared/experiments/catalogue.ts'
import type { Experiment } from '../../shared/experiments/experiment.ts'
import { parseCount, parseJobs, readArgs, UsageError } from '../command.ts'

export type RunOptions = Extract<ReturnType<typeof parseOptions>, { command: 'run' }>

const DEFAULT_SEEDS = 10
const MAX_SEEDS = 1_000

export const HELP = `npm run experiment -- NAME [NAME ...] | all [options]

Repeats the experiments of the two studies this program goes back to, and more,
in virtual time, and says of each finding whether it holds.

  --seeds N     runs for each point, with the seeds 1 to N (${DEFAULT_SEEDS})
  --out DIR     writes report.html, and for each experiment its numbers (.json,
                .csv) and charts (.svg) there (results)
  --jobs N      runs side by side (as many as the machine has cores)
  --tabs        in real tabs behind emulated lines, one run after the other: minutes
                each, so with few seeds; not what only simulated peers can do
  --docs        renews docs/experiments.md, docs/figures and the table in
                docs/gossip.md too; only with "all"
  --keep        takes those that an earlier call left in DIR with as many seeds, if
                a run of each point repeats event for event, and runs only the others
  --list        the experiments
  --help        this text

Ends with 0 if every run did what its scenario demands, whatever became of the
findings; with 1 if not, with 2 if the options are wrong.
`

export function parseOptions(args: readonly string[]) {
  const { values, positionals } = readArgs(args, {
    texts: ['seeds', 'out', 'jobs'],
    switches: ['tabs', 'docs', 'keep', 'list'],
    allowPositionals: true,
  })
  for (const command of ['help', 'list'] as const) if (values[command]) return { command }
  const isAll = positionals.length === 1 && positionals[0] === 'all'
  if (values.docs && !isAll) throw new UsageError('--docs shows all experiments: give "all".')
  if (values.keep && values.tabs)
    throw new UsageError('--keep is for what is simulated: real tabs never repeat a run.')
  if (values.docs && values.tabs)
    throw new UsageError('--docs shows what is simulated: leave out --tabs.')
  return {
    command: 'run' as const,
    experiments: isAll ? EXPERIMENTS : chosen(positionals),
    seeds: parseCount('--seeds', values.seeds ?? String(DEFAULT_SEEDS), 1, MAX_SEEDS),
    jobs: parseJobs(values.jobs),
    out: values.out ?? 'results',
    tabs: values.tabs ?? false,
    docs: values.docs ?? false,
    keep: values.keep ?? false,
  }
}

function chosen(names: readonly string[]): Experiment[] {
  const known = EXPERIMENTS.map(({ name }) => name).join(', ')
  if (names.length === 0) throw new UsageError(`Say which experiment: all, ${known}.`)
  return [...new Set(names)].map(name => {
    const experiment = EXPERIMENTS.find(each => each.name === name)
    if (experiment) return experiment
    throw new UsageError(`There is no experiment "${name}". There are: all, ${known}.`)
  })
}
