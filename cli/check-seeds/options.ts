/** What `npm run check-seeds` is asked for: parsed once, with a sentence for everything that is not it. */
import { parseCount, parseJobs, readArgs, UsageError } from '../command.ts'

export type CheckOptions = Extract<ReturnType<typeof parseOptions>, { command: 'check' }>

const MAX_SEED = 2 ** 32 - 1
const MAX_COUNT = 10_000_000
const DEFAULT_COUNT = 1_000

export const HELP = `npm run check-seeds -- [options]

Draws swarms in which much goes wrong (links, machines, disks, the server, peers
that break the rules), one for each seed, and runs them in virtual time. After
every event the invariants must hold; then a core is healed, the rest stays
broken, and everyone in the core must finish within a stated time.

  --count N         the seeds 1 to N (${DEFAULT_COUNT}), or N from --seed on
  --seed N          this seed alone, unless --count is given too
  --print           with --seed: write the seed's scenario, to look at it, change it
                    and run it with npm run sim
  --jobs N          runs side by side (as many as the machine has cores)
  --help            this text

Ends with 0 if every seed holds, with 1 at the first that does not, with 2 if the
options are wrong.
`

export function parseOptions(args: readonly string[]) {
  const { help, seed, count, print, jobs } = readArgs(args, {
    texts: ['count', 'seed', 'jobs'],
    switches: ['print'],
  }).values
  if (help) return { command: 'help' as const }
  const first = seed === undefined ? undefined : parseCount('--seed', seed, 1, MAX_SEED)
  if (print) {
    if (first === undefined) throw new UsageError('--print needs --seed N: whose scenario?')
    return { command: 'print' as const, seed: first }
  }
  return {
    command: 'check' as const,
    seed: first ?? 1,
    count: parseCount('--count', count ?? String(first ? 1 : DEFAULT_COUNT), 1, MAX_COUNT),
    jobs: parseJobs(jobs),
  }
}
