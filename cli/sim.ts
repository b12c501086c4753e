/** npm run sim: see `HELP`. Results on stdout, progress and troubles on stderr. */
import { writeFileSync } from 'node:fs'
import { FileError } from '../shared/base/json-file.ts'
import { SCENARIO_NAMES, scenarioText } from '../shared/simulation/scenarios/built-in.ts'
import { INTERRUPTED, interruptSignal } from './interrupt.ts'
import { openScenario } from './scenario.ts'
import { writeFingerprints } from './sim/fingerprints.ts'
import { freeRiderFigure } from './sim/free-riders.ts'
import { HELP, parseOptions, type RunOptions } from './sim/options.ts'
import { runAll } from './sim/pool.ts'
import { scenarioList, table } from './sim/report.ts'
import { summarise } from './sim/result.ts'
import { createBars } from './swarm/bars.ts'
import { UsageError } from './usage.ts'

const interrupted = interruptSignal()

process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseOptions(args)
    if (options.command === 'run') return await runScenario(options)
    if (options.command === 'fingerprints') writeFingerprints()
    else console.log(options.command === 'help' ? HELP : listBuiltIns())
    return 0
  } catch (error) {
    if (interrupted.aborted) return INTERRUPTED
    if (!(error instanceof Error)) throw error
    console.error(error.message)
    if (error instanceof FileError) return 2
    if (!(error instanceof UsageError)) return 1
    console.error('See npm run sim -- --help')
    return 2
  }
}

async function runScenario(options: RunOptions): Promise<number> {
  const scenario = openScenario(options.scenario, options.settings)
  const { log, trace, jobs, seeds } = options
  if (options.figure !== undefined && scenario.freeRiders === 0)
    throw new UsageError('--figure draws free riders: add --set freeRiders=0.3.')
  const bars = createBars(process.stderr)
  const done = new Map<number, number>()
  const runs = await runAll(
    seeds.map(seed => ({ scenario, seed, log, trace })),
    {
      workers: jobs,
      signal: interrupted,
      onProgress({ seed }, share) {
        done.set(seed, share)
        const total = [...done.values()].reduce((sum, each) => sum + each, 0) / seeds.length
        const note = seeds.length > 1 ? `${done.size} of ${seeds.length} seeds` : ''
        bars.show([{ label: scenario.name, done: total, note }])
      },
    },
  )
  const { result, failures } = summarise(scenario, runs)
  for (const failure of failures) console.error(failure)
  if (options.figure !== undefined) writeFileSync(options.figure, freeRiderFigure(result))
  console.log(options.json ? JSON.stringify(result) : table(scenario, result))
  return failures.length > 0 ? 1 : 0
}

function listBuiltIns(): string {
  return scenarioList(SCENARIO_NAMES.map(name => JSON.parse(scenarioText(name) ?? '{}')))
}
