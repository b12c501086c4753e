/** The part of a scenario's file that says which network it runs over. */
import * as v from 'valibot'
import { byKey, count, oneOf, parsed, text } from '../../base/file-schema.ts'
import type { JsonFile } from '../../base/json-file.ts'
import { BUILT_IN_NAMES, isThesis } from '../../network/built-in.ts'
import { importTopology } from '../../network/formats/any.ts'
import { ACCESS_NAMES } from '../../network/presets.ts'
import { MAX_PEERS } from '../../network/topology.ts'
import { lawfulTopology, topologySchema } from '../../network/topology-file.ts'
import { parseRate } from '../../network/units.ts'
import type { TopologyChoice } from './scenario.ts'

/** Gives the text of a file that the scenario names; throws an Error that says why it cannot. */
export type ReadFile = (path: string) => string

const THESIS_ENTRIES = { accessRate: v.exactOptional(parsed(parseRate)) }
const SHAPE_ENTRIES = {
  peers: v.exactOptional(count(1, MAX_PEERS)),
  access: v.exactOptional(oneOf(ACCESS_NAMES)),
  seed: v.exactOptional(count(0, 2 ** 32 - 1)),
}

export const topologyChoiceSchema = byKey({
  builtIn: {
    builtIn: oneOf(BUILT_IN_NAMES),
    duplex: v.exactOptional(oneOf(['full', 'half'])),
    ...THESIS_ENTRIES,
    ...SHAPE_ENTRIES,
  },
  own: { own: topologySchema },
  file: { file: text },
})

/** Of the scenario's field "topology". Throws FileError. */
export function readTopologyChoice(
  choice: v.InferOutput<typeof topologyChoiceSchema>,
  scenario: JsonFile,
  readFile: ReadFile | undefined,
): TopologyChoice {
  if ('own' in choice) {
    const topology = lawfulTopology(choice.own, scenario, ['topology', 'own'])
    return { kind: 'own', topology }
  }
  if ('file' in choice) {
    try {
      if (!readFile) throw new Error('no file can be opened here; write the topology as "own"')
      return { kind: 'own', topology: importTopology(readFile(choice.file)).topology }
    } catch (error) {
      scenario.fail(['topology', 'file'], `"file": ${(error as Error).message}`)
    }
  }
  const { builtIn: name, accessRate, ...options } = choice
  for (const key of Object.keys(isThesis(name) ? SHAPE_ENTRIES : THESIS_ENTRIES))
    if (key in choice) scenario.fail(['topology', key], `the topology "${name}" has no "${key}"`)
  if (accessRate === undefined) return { kind: 'builtIn', name, options }
  return { kind: 'builtIn', name, options: { ...options, accessBitsPerSec: accessRate } }
}
