/** An experiment's runs in real tabs behind emulated lines, one after the other. */
import type { Outcome } from '../../shared/experiments/measures.ts'
import { usualDilation, whyNotInTabs } from '../../shared/simulation/scenarios/emulable.ts'
import type { Scenario } from '../../shared/simulation/scenarios/scenario.ts'
import type { Job } from '../sim/job.ts'
import type { PoolOptions } from '../sim/pool.ts'
import { runEmulation } from '../swarm/emulation.ts'
import { type EmulationResult, summariseEmulation } from '../swarm/emulation-result.ts'
import { UsageError } from '../usage.ts'

/** A tab each would be truer, and 46 of them more than two cores carry for hours. */
const PEERS_PER_TAB = 8
/** A run that the machine did not keep up with is made again in time that goes half as fast: so often. */
const MAX_REPEATS = 3

/** Rejects with a UsageError, before anything is started, if one of them exists in virtual time only. */
export async function runInTabs(
  jobs: readonly Job[],
  { signal, onProgress }: Pick<PoolOptions, 'signal' | 'onProgress'>,
): Promise<Outcome[]> {
  for (const { scenario, holdings } of jobs) {
    const why = whyNotInTabs(scenario)
    if (why !== undefined) throw new UsageError(`Not with --tabs: ${why}`)
    if (holdings)
      throw new UsageError('Not with --tabs: when each piece came is told of simulated peers only.')
  }
  const outcomes: Outcome[] = []
  for (const job of jobs) {
    outcomes.push(outcomeOf(await validRun(job, signal, share => onProgress(job, share)), job))
    onProgress(job, 1)
  }
  return outcomes
}

async function validRun(
  { scenario, seed }: Job,
  signal: AbortSignal,
  onShare: (share: number) => void,
): Promise<EmulationResult> {
  const bars = { show: ([bar]: readonly { readonly done: number }[]) => onShare(bar?.done ?? 0) }
  for (let repeats = 0, dilation = usualDilation(scenario); ; repeats++, dilation *= 2) {
    const parts = { scenario, dilation, peersPerTab: PEERS_PER_TAB, seed, bars }
    const result = summariseEmulation(scenario, dilation, await runEmulation(parts, signal), null)
    signal.throwIfAborted()
    if (result.valid || repeats === MAX_REPEATS) return result
  }
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
    heldMs: [],
  }
}

const unfinished = ({ name }: Scenario): string => `${name}: not everyone finished.`
