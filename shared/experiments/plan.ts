/** The points of an experiment: every value of x on every line, each with its scenario. */
import { assert } from '../base/assert.ts'
import { scenarioText } from '../simulation/scenarios/built-in.ts'
import { parseScenario, parseSetting, type Setting } from '../simulation/scenarios/scenario-file.ts'
import type { Experiment, Point, Settings } from './experiment.ts'

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

/** Simulated, or real tabs in an emulated network. */
export type Where = 'virtual time' | 'real tabs'

export const experimentCommand = (name: string, seeds: number, where: Where): string =>
  `npm run experiment -- ${name} --seeds ${seeds}${where === 'real tabs' ? ' --tabs' : ''}`

/** The command that repeats a point's runs; `seeds` is '--seeds 10' or '--seed 3'. */
export function commandOf(
  { base }: Experiment,
  { settings }: Point,
  where: Where,
  seeds: string,
): string {
  const set = settings.map(setting => `--set ${quoted(setting)}`)
  const tool = where === 'real tabs' ? 'npm run swarm -- --scenario' : 'npm run sim --'
  return [tool, base, ...set, seeds].join(' ')
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
