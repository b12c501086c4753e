/** Which scenario an emulated swarm plays: one that is named, on the network that is named. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { BUILT_IN_NAMES, isBuiltIn } from '../../shared/network/built-in.ts'
import { parseTopology } from '../../shared/network/topology-file.ts'
import type { Scenario } from '../../shared/simulation/scenarios/scenario.ts'
import {
  parseScenario,
  parseSetting,
  type Setting,
} from '../../shared/simulation/scenarios/scenario-file.ts'
import { openScenario, readText } from '../scenario.ts'
import { UsageError } from '../usage.ts'
import type { EmulationOptions } from './options.ts'

/** The thesis's sample run; a host's own delays are real in tabs. */
const SAMPLE = {
  about: 'A file for every peer of this network: 25 pieces of 5 blocks, as in the thesis.',
  torrent: { pieces: 25, blocksPerPiece: 5 },
  delays: { connect: '0ms', tracker: '0ms', hash: '0ms', read: '0ms', write: '0ms' },
}

/** Throws FileError or UsageError. */
export function scenarioOf({ scenario, topology, settings }: EmulationOptions): Scenario {
  if (topology === undefined) return openScenario(scenario as string, settings)
  const choice = choiceOf(topology)
  if (scenario !== undefined) {
    const setting = parseSetting(`topology=${JSON.stringify(choice)}`) as Setting
    return openScenario(scenario, [setting, ...settings])
  }
  const text = JSON.stringify({ name: topology, ...SAMPLE, topology: choice })
  return parseScenario(text, { settings, readFile: path => readText(path, topology) })
}

function choiceOf(topology: string): { builtIn: string } | { file: string } {
  if (isBuiltIn(topology)) return { builtIn: topology }
  if (existsSync(topology)) {
    // What is wrong with it is said of the topology, not of the scenario around it.
    parseTopology(readText(topology, topology))
    return { file: resolve(topology) }
  }
  throw new UsageError(
    `--topology: "${topology}" is neither a file nor one of ${BUILT_IN_NAMES.join(', ')}.`,
  )
}
