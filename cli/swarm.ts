/** npm run swarm: see `HELP`. Results on stdout, progress and troubles on stderr. */
import { writeFile } from 'node:fs/promises'
import { FileError } from '../shared/base/json-file.ts'
import { usualDilation } from '../shared/simulation/scenarios/emulable.ts'
import { runCommand } from './command.ts'
import { openEmulable } from './scenario.ts'
import { createBars } from './swarm/bars.ts'
import { runEmulation } from './swarm/emulation.ts'
import {
  type EmulationResult,
  emulationTable,
  runUntilValid,
  simulatedMakespan,
  summariseEmulation,
} from './swarm/emulation-result.ts'
import { heldFigure, infopeer } from './swarm/infopeer.ts'
import { networkObstacle } from './swarm/no-network.ts'
import { type EmulationOptions, HELP, parseOptions, type SwarmOptions } from './swarm/options.ts'
import { swarmTable } from './swarm/result.ts'
import { runSwarm } from './swarm/run.ts'

await runCommand(
  'swarm',
  async (args, { signal }) => {
    const options = parseOptions(args)
    if (!options) {
      console.log(HELP)
      return 0
    }
    // In homes each tab has a network of its own.
    const hasHomes = options.kind === 'plain' && options.homes !== undefined
    const obstacle = hasHomes ? undefined : await networkObstacle()
    if (obstacle !== undefined) throw new Error(obstacle)
    const { result, table } = await (options.kind === 'plain'
      ? plain(options, signal)
      : emulated(options, signal))
    console.log(options.json ? JSON.stringify(result) : table)
    return result.ok ? 0 : 1
  },
  { refusals: [FileError] },
)

async function plain(options: SwarmOptions, signal: AbortSignal) {
  const { result, held } = await runSwarm(options, signal)
  if (options.figure !== undefined) await writeFile(options.figure, heldFigure(held))
  const tables = [swarmTable(result), ...(options.gossip ? [infopeer(held)] : [])]
  return { result, table: tables.join('\n\n') }
}

async function emulated(options: EmulationOptions, signal: AbortSignal) {
  const scenario = openEmulable(options)
  const { dilation = usualDilation(scenario), peersPerTab, seed } = options
  const parts = { scenario, dilation, peersPerTab, seed, bars: createBars(process.stderr) }
  const simulated = simulatedMakespan(scenario)
  if (options.dilation !== undefined) {
    const run = await runEmulation(parts, signal)
    return shown(summariseEmulation(scenario, dilation, run, simulated))
  }
  const attempts = await runUntilValid(parts, signal, simulated)
  for (const { dilation, invalidBecause } of attempts.slice(0, -1))
    console.error(`Dilation ${dilation}: ${invalidBecause ?? 'not everyone finished'}`)
  return shown(attempts.at(-1) as EmulationResult)
}

const shown = (result: EmulationResult) => ({ result, table: emulationTable(result) })
