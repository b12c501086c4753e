/** npm run swarm: see `HELP`. Results on stdout, progress and troubles on stderr. */
import { writeFile } from 'node:fs/promises'
import { FileError } from '../shared/base/json-file.ts'
import { usualDilation } from '../shared/simulation/scenarios/emulable.ts'
import { INTERRUPTED, interruptSignal } from './interrupt.ts'
import { createBars } from './swarm/bars.ts'
import { runEmulation } from './swarm/emulation.ts'
import { emulationTable, simulatedMakespan, summariseEmulation } from './swarm/emulation-result.ts'
import { scenarioOf } from './swarm/emulation-scenario.ts'
import { heldFigure } from './swarm/held-figure.ts'
import { infopeer } from './swarm/infopeer.ts'
import { type EmulationOptions, HELP, parseOptions, type SwarmOptions } from './swarm/options.ts'
import { runSwarm } from './swarm/run.ts'
import { swarmTable } from './swarm/table.ts'
import { UsageError } from './usage.ts'

process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseOptions(args)
    if (!options) {
      console.log(HELP)
      return 0
    }
    const ended = await untilInterrupted<Ended>(signal =>
      options.kind === 'plain' ? plain(options, signal) : emulated(options, signal),
    )
    if (!ended) return INTERRUPTED
    console.log(options.json ? JSON.stringify(ended.result) : ended.table)
    return ended.result.ok ? 0 : 1
  } catch (error) {
    if (!(error instanceof Error)) throw error
    console.error(error.message)
    if (error instanceof FileError) return 2
    if (!(error instanceof UsageError)) return 1
    console.error('See npm run swarm -- --help')
    return 2
  }
}

interface Ended {
  readonly result: { readonly ok: boolean }
  readonly table: string
}

async function plain(options: SwarmOptions, signal: AbortSignal): Promise<Ended> {
  const { result, held } = await runSwarm(options, signal)
  if (options.figure !== undefined) await writeFile(options.figure, heldFigure(held))
  const tables = [swarmTable(result), ...(options.gossip ? [infopeer(held)] : [])]
  return { result, table: tables.join('\n\n') }
}

async function emulated(options: EmulationOptions, signal: AbortSignal): Promise<Ended> {
  const scenario = scenarioOf(options)
  const { dilation = usualDilation(scenario), peersPerTab, seed } = options
  const parts = { scenario, dilation, peersPerTab, seed, bars: createBars(process.stderr) }
  const run = await runEmulation(parts, signal)
  const result = summariseEmulation(scenario, dilation, run, simulatedMakespan(scenario))
  return { result, table: emulationTable(result) }
}

/** Undefined if the person ended it; by then everything is tidied up. */
async function untilInterrupted<T>(
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const interrupted = interruptSignal()
  try {
    return await work(interrupted)
  } catch (error) {
    // What fails after an interrupt fails because of it.
    if (interrupted.aborted) return undefined
    throw error
  }
}
