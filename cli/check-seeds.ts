/** npm run check-seeds: see `HELP`. Results on stdout, progress and troubles on stderr. */
import { randomScenarioText } from '../shared/simulation/random-scenario.ts'
import { checkAll, seedsFrom } from './check-seeds/crew.ts'
import { type CheckOptions, HELP, parseOptions } from './check-seeds/options.ts'
import { Tally } from './check-seeds/report.ts'
import { INTERRUPTED, interruptSignal } from './interrupt.ts'
import { createBars } from './swarm/bars.ts'
import { UsageError } from './usage.ts'

const interrupted = interruptSignal()

process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseOptions(args)
    if (options.command === 'check') return await check(options)
    console.log(options.command === 'help' ? HELP : randomScenarioText(options.seed))
    return 0
  } catch (error) {
    if (interrupted.aborted) return INTERRUPTED
    if (!(error instanceof UsageError)) throw error
    console.error(`${error.message}\nSee npm run check-seeds -- --help`)
    return 2
  }
}

async function check(options: Extract<CheckOptions, { command: 'check' }>): Promise<number> {
  const { seed: first, count, jobs } = options
  const bars = createBars(process.stderr)
  const tally = new Tally()
  await checkAll(seedsFrom(first, count), {
    workers: Math.min(jobs, count),
    signal: interrupted,
    onChecked(seed, verdict) {
      tally.add(seed, verdict)
      bars.show([{ label: 'seeds', done: tally.seeds / count, note: `${tally.seeds} of ${count}` }])
    },
  })
  console.log(tally.summary)
  for (const trouble of tally.troubles) console.error(trouble)
  return tally.troubles.length > 0 ? 1 : 0
}
