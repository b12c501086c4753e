/** A scenario's peers as newcomers to an emulated network. */
import type { EmulationId } from '../../../shared/events/emulation.ts'
import { formatSize } from '../../../shared/network/units.ts'
import { staysOf, whyNotInTabs } from '../../../shared/simulation/scenarios/emulable.ts'
import type { Scenario } from '../../../shared/simulation/scenarios/scenario.ts'
import { parseScenario } from '../../../shared/simulation/scenarios/scenario-file.ts'
import { EmulationError } from '../shaper/coordinator-line.ts'
import type { Newcomer } from './newcomer.ts'

/** All of it lies in the memory of each tab, once for each of its peers. */
const MAX_TORRENT_BYTES = 256 * 1024 ** 2

/** One place of a swarm, as whoever leads it gives it to a tab. */
export interface Placement {
  readonly emulation: EmulationId
  readonly node: string
  readonly document: string
  readonly seed: number
  /** Makes the torrent one that no other swarm on this server has. */
  readonly contentSeed: number
}

/** Throws an error that is a sentence for a person, for a scenario of anybody's making. */
export function newcomerOf(placement: Placement): Newcomer {
  const { document, node } = placement
  const scenario = parseScenario(document)
  const why = whyNotInTabs(scenario)
  if (why !== undefined) throw new EmulationError(why)
  if (scenario.torrent.length > MAX_TORRENT_BYTES)
    throw new EmulationError(`A tab takes a torrent of ${formatSize(MAX_TORRENT_BYTES)} at most.`)
  const newcomer = newcomersOf(scenario, placement).find(each => each.node === node)
  if (!newcomer) throw new EmulationError(`There is no peer named ${node} in this scenario.`)
  return newcomer
}

export function newcomersOf(
  scenario: Scenario,
  { emulation, seed, contentSeed }: Pick<Placement, 'emulation' | 'seed' | 'contentSeed'>,
): Newcomer[] {
  const { torrent, exchange, maxLinks } = scenario
  return staysOf(scenario, seed).map(stay => ({
    ...stay,
    emulation,
    torrent,
    seed: contentSeed,
    exchange,
    maxLinks,
  }))
}
