/** A scenario as a command line names it: a built-in one, or a file, and what is set in it. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { BUILT_IN_NAMES, isBuiltIn } from '../shared/network/built-in.ts'
import { importTopology } from '../shared/network/formats/any.ts'
import { SCENARIO_NAMES, scenarioText } from '../shared/simulation/scenarios/built-in.ts'
import type { Scenario } from '../shared/simulation/scenarios/scenario.ts'
import {
  parseScenario,
  parseSetting,
  type Setting,
} from '../shared/simulation/scenarios/scenario-file.ts'
import { UsageError } from './command.ts'

/**
 * On the network that is named, if one is. Throws FileError for a bad one, UsageError if there is
 * none.
 */
export function openScenario(
  name: string,
  settings: readonly Setting[],
  topology?: string,
): Scenario {
  const { text, readFile } = scenarioFile(name)
  return parseScenario(text, { settings: [...topologySettings(topology), ...settings], readFile })
}

/** What `--topology` sets. Throws FileError or UsageError. */
export function topologySettings(topology: string | undefined): Setting[] {
  if (topology === undefined) return []
  return [{ path: ['topology'], value: choiceOf(topology) }]
}

/** Throws a UsageError if there is none. */
export const scenarioFile = (name: string) => ({
  text: scenarioText(name) ?? readText(name, name),
  // What a scenario names lies beside it.
  readFile: (path: string) => readTopology(resolve(dirname(name), path), path),
})

const told = new Set<string>()

/** Says once, on stderr, what of a topology from elsewhere is left out. */
function readTopology(path: string, name: string): string {
  const text = readText(path, name)
  if (!told.has(path)) for (const sentence of importTopology(text).leftOut) console.error(sentence)
  told.add(path)
  return text
}

/** What follows `--set`. Throws a UsageError. */
export function toSetting(text: string): Setting {
  const setting = parseSetting(text)
  if (setting) return setting
  throw new UsageError(`--set needs a key and a value, like torrent.pieces=100, not "${text}".`)
}

function readText(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new UsageError(
      `"${name}" is neither a built-in scenario nor a file that can be read. Built in: ${SCENARIO_NAMES.join(', ')}.`,
    )
  }
}

interface Emulable {
  readonly scenario: string | undefined
  readonly topology: string | undefined
  readonly settings: readonly Setting[]
}

/** The thesis's sample run; a host's own delays are real in tabs. */
const SAMPLE = {
  about: 'A file for every peer of this network: 25 pieces of 5 blocks, as in the thesis.',
  torrent: { pieces: 25, blocksPerPiece: 5 },
  delays: { connect: '0ms', tracker: '0ms', hash: '0ms', read: '0ms', write: '0ms' },
}

/** One that is named, on the network that is named. Throws FileError or UsageError. */
export function openEmulable({ scenario, topology, settings }: Emulable): Scenario {
  if (scenario !== undefined) return openScenario(scenario, settings, topology)
  if (topology === undefined) throw new UsageError('Say which scenario or which topology to run.')
  const choice = choiceOf(topology)
  const text = JSON.stringify({ name: topology, ...SAMPLE, topology: choice })
  return parseScenario(text, { settings, readFile: path => readTopology(path, topology) })
}

function choiceOf(topology: string): { builtIn: string } | { file: string } {
  if (isBuiltIn(topology)) return { builtIn: topology }
  if (existsSync(topology)) {
    // What is wrong with it is said of the topology, not of the scenario around it.
    importTopology(readText(topology, topology))
    return { file: resolve(topology) }
  }
  throw new UsageError(
    `--topology: "${topology}" is neither a file nor one of ${BUILT_IN_NAMES.join(', ')}.`,
  )
}
