/** An experiment's runs in real tabs behind emulated lines, one after the other. */
import type { Outcome } from '../../shared/experiments/measures.ts'
import { usualDilation, whyNotInTabs } from '../../shared/simulation/scenarios/emulable.ts'
import type { Scenario } from '../../shared/simulation/scenarios/scenario.ts'
import { UsageError } from '../command.ts'
import type { PoolOptions } from '../sim/pool.ts'
import type { Job } from '../sim/worker.ts'
import type { Bars } from '../swarm/bars.ts'
import { type EmulationResult, runUntilValid } from '../swarm/emulation-result.ts'

/** A tab each would be truer, and 46 of them more than two cores carry for hours. */
const PEERS_PER_TAB = 8

/** Rejects with a UsageError, before anything is started, if one of them exists in virtual time only. */
export async function runInTabs(
  jobs: readonly Job[],
  { signal, onProgress }: Pick<PoolOptions, 'signal' | 'onProgress'>,
): Promise<Outcome[]> {
  for (const { scenario, record } of jobs) {
    const why = whyNotInTabs(scenario)
    if (why !== undefined) throw new UsageError(`Not with --tabs: ${why}`)
    if (record)
      throw new UsageError('Not with --tabs: when each piece came is told of simulated peers only.')
  }
  const outcomes: Outcome[] = []
  for (const job of jobs) {
    const { scenario, seed } = job
    const bars: Bars = { show: ([bar]) => onProgress(job, bar?.done ?? 0) }
    const dilation = usualDilation(scenario)
    const parts = { scenario, dilation, peersPerTab: PEERS_PER_TAB, seed, bars }
    const attempts = await runUntilValid(parts, signal)
    outcomes.push(outcomeOf(attempts.at(-1) as EmulationResult, job))
    onProgress(job, 1)
  }
  return outcomes
}

/** Tabs do not tell when a peer arrived: it is what the scenario planned, 0 for those there at the start. */
function outcomeOf(result: EmulationResult, { seed, scenario }: Job): Outcome {
  const { peers, seeders, makespanMs, meanMs, valid, invalidBecause, ok } = result
  const failures = !valid
    ? [invalidBecause ?? 'The machine did not keep up.']
    : ok
      ? []
      : [unfinished(scenario)]
  return {
    ...result,
    seed,
    makespanMs: valid ? makespanMs : null,
    meanMs: valid ? meanMs : null,
    peers: peers.map(peer => ({ ...peer, joinedMs: 0, isFreeRider: false })),
    seeders,
    failures,
  }
}

const unfinished = ({ name }: Scenario): string => `${name}: not everyone finished.`
