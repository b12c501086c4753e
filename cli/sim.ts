/** npm run sim: see `HELP`. Results on stdout, progress and troubles on stderr. */
import { writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { FileError } from '../shared/base/json-file.ts'
import { WRITERS } from '../shared/network/formats/any.ts'
import type { Topology } from '../shared/network/topology.ts'
import { fingerprintOf } from '../shared/simulation/committed-fingerprints.ts'
import { SCENARIO_NAMES, scenarioText } from '../shared/simulation/scenarios/built-in.ts'
import { topologyOf } from '../shared/simulation/scenarios/scenario.ts'
import { ROOT, runCommand } from './command.ts'
import { csvOf, longHead, longRows } from './long-table.ts'
import { openScenario } from './scenario.ts'
import { HELP, parseOptions, type RunOptions } from './sim/options.ts'
import { runAll } from './sim/pool.ts'
import { scenarioList, table } from './sim/report.ts'
import { summarise } from './sim/result.ts'
import { waitsFigure, waitsOf } from './sim/waits.ts'
import { createBars } from './swarm/bars.ts'

await runCommand(
  'sim',
  async (args, { signal }) => {
    const options = parseOptions(args)
    if (options.command === 'run') return runScenario(options, signal)
    if (options.command === 'fingerprints') writeFingerprints()
    else console.log(options.command === 'help' ? HELP : listBuiltIns())
    return 0
  },
  { refusals: [FileError] },
)

async function runScenario(options: RunOptions, signal: AbortSignal): Promise<number> {
  const scenario = openScenario(options.scenario, options.settings, options.topology)
  if (options.saveTopology !== undefined) {
    saveTopology(options.saveTopology, topologyOf(scenario))
    return 0
  }
  const { log, logAs, trace, jobs, seeds } = options
  const bars = createBars(process.stderr)
  const done = new Map<number, number>()
  const runs = await runAll(
    seeds.map(seed => ({ scenario, seed, log, logAs, trace })),
    {
      workers: jobs,
      signal,
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
  if (options.figure !== undefined) writeFileSync(options.figure, waitsFigure(result))
  if (options.csv !== undefined) {
    const { makespanMs } = result.bound
    const rows = runs.flatMap(({ run }) => longRows(run, makespanMs))
    writeFileSync(options.csv, csvOf([longHead([]), ...rows]))
  }
  console.log(
    options.json
      ? JSON.stringify({ ...result, waits: waitsOf(result.runs) })
      : table(scenario, result),
  )
  return failures.length > 0 ? 1 : 0
}

/** By the name's ending. */
function saveTopology(path: string, topology: Topology): void {
  const ending = extname(path).slice(1)
  const format = ending === 'ned' || ending === 'graphml' ? ending : 'json'
  writeFileSync(path, WRITERS[format](topology))
}

function listBuiltIns(): string {
  return scenarioList(SCENARIO_NAMES.map(name => JSON.parse(scenarioText(name) ?? '{}')))
}

/** What the built-in scenarios' runs hash to, for the test that compares: after a change that was meant. */
function writeFingerprints(): void {
  const lines = SCENARIO_NAMES.map(name => {
    const line = `  ${JSON.stringify(name)}: ${JSON.stringify(fingerprintOf(name))}`
    console.log(line.trim())
    return line
  })
  const path = join(ROOT, 'shared', 'simulation', 'fingerprints.json')
  writeFileSync(path, `{\n${lines.join(',\n')}\n}\n`)
}
