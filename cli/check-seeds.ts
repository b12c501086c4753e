/** npm run check-seeds: see `HELP`. Results on stdout, progress and troubles on stderr. */
import type { Verdict } from '../shared/simulation/invariants/checked-run.ts'
import { randomScenarioText } from '../shared/simulation/random-scenario.ts'
import { type CheckOptions, HELP, parseOptions } from './check-seeds/options.ts'
import { Tally } from './check-seeds/report.ts'
import { runCommand } from './command.ts'
import { createBars } from './swarm/bars.ts'
import { runJobs } from './worker-pool.ts'

await runCommand('check-seeds', async (args, { signal }) => {
  const options = parseOptions(args)
  if (options.command === 'check') return check(options, signal)
  console.log(options.command === 'help' ? HELP : randomScenarioText(options.seed))
  return 0
})

async function check(
  { seed: first, count, jobs }: CheckOptions,
  signal: AbortSignal,
): Promise<number> {
  const bars = createBars(process.stderr)
  const tally = new Tally()
  await runJobs<number, Verdict>(seeds(), {
    module: new URL('./check-seeds/worker.ts', import.meta.url),
    threads: Math.min(jobs, count),
    signal,
    isLast: () => true,
    onReport(seed, verdict) {
      tally.add(seed, verdict)
      bars.show([{ label: 'seeds', done: tally.seeds / count, note: `${tally.seeds} of ${count}` }])
    },
  })
  console.log(tally.summary)
  for (const trouble of tally.troubles) console.error(trouble)
  return tally.troubles.length > 0 ? 1 : 0

  /** After a failure no further seed is begun; those that are being checked are still told of. */
  function* seeds(): Generator<number> {
    for (let seed = first; seed < first + count && !tally.hasFailed; seed++) yield seed
  }
}
