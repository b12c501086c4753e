/** A scenario as a command line names it: a built-in one, or a file, and what is set in it. */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { SCENARIO_NAMES, scenarioText } from '../shared/simulation/scenarios/built-in.ts'
import type { Scenario } from '../shared/simulation/scenarios/scenario.ts'
import {
  parseScenario,
  parseSetting,
  type Setting,
} from '../shared/simulation/scenarios/scenario-file.ts'
import { UsageError } from './usage.ts'

/** Throws FileError for a bad one, UsageError if there is none. */
export function openScenario(name: string, settings: readonly Setting[]): Scenario {
  return parseScenario(scenarioText(name) ?? readText(name, name), {
    settings,
    // What a scenario names lies beside it.
    readFile: path => readText(resolve(dirname(name), path), path),
  })
}

/** What follows `--set`. Throws a UsageError. */
export function toSetting(text: string): Setting {
  const setting = parseSetting(text)
  if (setting) return setting
  throw new UsageError(`--set needs a key and a value, like torrent.pieces=100, not "${text}".`)
}

export function readText(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new UsageError(
      `"${name}" is neither a built-in scenario nor a file that can be read. Built in: ${SCENARIO_NAMES.join(', ')}.`,
    )
  }
}
