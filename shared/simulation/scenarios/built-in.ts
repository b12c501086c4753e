/** The named scenarios: the files of `built-in/`, in the order of a menu. */

import asymmetric from './built-in/asymmetric.json' with { type: 'json' }
import backbone from './built-in/backbone.json' with { type: 'json' }
import churn from './built-in/churn.json' with { type: 'json' }
import farApart from './built-in/far-apart.json' with { type: 'json' }
import freeRiders from './built-in/free-riders.json' with { type: 'json' }
import halfDuplex from './built-in/half-duplex.json' with { type: 'json' }
import oneFlow from './built-in/one-flow.json' with { type: 'json' }
import report from './built-in/report.json' with { type: 'json' }
import tenThousand from './built-in/ten-thousand.json' with { type: 'json' }
import thesis20 from './built-in/thesis-20.json' with { type: 'json' }
import thesis30 from './built-in/thesis-30.json' with { type: 'json' }
import thesis46 from './built-in/thesis-46.json' with { type: 'json' }
import thesis46x100 from './built-in/thesis-46-100.json' with { type: 'json' }
import thousand from './built-in/thousand.json' with { type: 'json' }
import type { Scenario } from './scenario.ts'
import { parseScenario, type Setting } from './scenario-file.ts'

const FILES = [
  oneFlow,
  thesis20,
  thesis30,
  thesis46,
  thesis46x100,
  halfDuplex,
  asymmetric,
  backbone,
  farApart,
  churn,
  freeRiders,
  report,
  thousand,
  tenThousand,
]

export const SCENARIO_NAMES: readonly string[] = FILES.map(({ name }) => name)

/** The file's text; undefined if there is none of that name. */
export function scenarioText(name: string): string | undefined {
  const file = FILES.find(known => known.name === name)
  return file && JSON.stringify(file, null, 2)
}

/** Undefined if there is none of that name; throws FileError if `settings` do not fit. */
export function builtInScenario(
  name: string,
  settings: readonly Setting[] = [],
): Scenario | undefined {
  const text = scenarioText(name)
  return text === undefined ? undefined : parseScenario(text, { settings })
}
