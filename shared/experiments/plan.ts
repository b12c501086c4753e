/** An experiment's points: every value of x on every line, each a scenario of its own. */
import { assert } from '../base/assert.ts'
import { scenarioText } from '../simulation/built-in-scenarios.ts'
import { parseScenario } from '../simulation/scenario-file.ts'
import { parseSetting, type Setting } from '../simulation/settings.ts'
import type { Settings } from './axis.ts'
import type { Experiment } from './experiment.ts'
import type { Point } from './results.ts'

export function pointsOf(experiment: Experiment): Point[] {
  const { base, set = {}, lines, x } = experiment
  const text = scenarioText(base)
  assert(text !== undefined, `the experiment ${experiment.name} has no base ${base}`)
  return lines.values.flatMap(line =>
    x.values.map(value => {
      const settings = asWords({ ...set, ...line.set, ...value.set })
      const scenario = parseScenario(text, { settings: settings.map(toSetting) })
      return { line, x: value, settings, scenario }
    }),
  )
}

/** What repeats a point's runs, one line of a shell; `seeds` is '--seeds 10' or '--seed 3'. */
export function commandOf({ base }: Experiment, { settings }: Point, seeds: string): string {
  const set = settings.map(setting => `--set ${quoted(setting)}`)
  return ['npm run sim --', base, ...set, seeds].join(' ')
}

const asWords = (settings: Settings): string[] =>
  Object.entries(settings).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )

function toSetting(words: string): Setting {
  const setting = parseSetting(words)
  assert(setting !== undefined, `"${words}" is no setting`)
  return setting
}

const quoted = (word: string): string => (/^[\w.=%-]+$/.test(word) ? word : `'${word}'`)
