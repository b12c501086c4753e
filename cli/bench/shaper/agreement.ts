/** The same scenario in real tabs and in virtual time. */

import { boundOf } from '../../../shared/simulation/results/bound.ts'
import { type Estimate, estimate } from '../../../shared/simulation/results/statistics.ts'
import { openScenario } from '../../scenario.ts'
import { runEmulation } from '../../swarm/emulation.ts'
import {
  type EmulationResult,
  simulatedMakespan,
  summariseEmulation,
} from '../../swarm/emulation-result.ts'

export interface AgreementFigure {
  readonly scenario: string
  readonly tabs: number
  /** Of the last run. */
  readonly dilation: number
  /** Emulated, of the valid runs. */
  readonly makespansMs: readonly number[]
  /** Runs that did not count, and why. */
  readonly invalid: readonly string[]
  readonly makespanMs: Estimate | null
  readonly simulatedMs: Estimate | null
  readonly boundMs: number
  readonly errorPercent: number | null
}

export interface Contest {
  readonly scenario: string
  readonly dilation: number
  readonly peersPerTab: number
}

export const CONTESTS: readonly Contest[] = [
  { scenario: 'thesis-20', dilation: 16, peersPerTab: 1 },
  { scenario: 'thesis-46', dilation: 32, peersPerTab: 1 },
]

/** An invalid run is made again, in time that goes half as fast: so often. */
const MAX_INVALID = 3
const NO_BARS = { show: () => {} }

export async function measureAgreement(
  { scenario: name, dilation: firstDilation, peersPerTab }: Contest,
  runs: number,
  signal: AbortSignal,
): Promise<AgreementFigure> {
  const scenario = openScenario(name, [])
  const valid: EmulationResult[] = []
  const invalid: string[] = []
  const simulatedMs = simulatedMakespan(scenario)
  let dilation = firstDilation
  for (let seed = 1; valid.length < runs && invalid.length <= MAX_INVALID; seed++) {
    const parts = { scenario, dilation, peersPerTab, seed, bars: NO_BARS }
    const run = await runEmulation(parts, signal)
    const result = summariseEmulation(scenario, dilation, run, simulatedMs)
    const { makespanMs, lateness } = result
    const time = makespanMs === null ? 'not finished' : `${(makespanMs / 1000).toFixed(3)} s`
    const verdict = result.ok ? 'valid' : (result.invalidBecause ?? 'Not everyone finished.')
    console.error(
      `${name}, run ${seed}, dilation ${dilation}: ${time}, p99 ${lateness.p99Ms.toFixed(1)} ms late. ${verdict}`,
    )
    if (result.ok) valid.push(result)
    else {
      invalid.push(verdict)
      dilation *= 2
    }
  }
  const makespansMs = valid.flatMap(result => result.makespanMs ?? [])
  const makespanMs = estimate(makespansMs)
  return {
    scenario: name,
    tabs: valid[0]?.tabs ?? 0,
    dilation,
    makespansMs,
    invalid,
    makespanMs,
    simulatedMs,
    boundMs: boundOf(scenario).makespanMs,
    errorPercent: makespansMs.length === runs ? errorPercent(makespanMs, simulatedMs) : null,
  }
}

const errorPercent = (measured: Estimate | null, expected: Estimate | null): number | null =>
  measured && expected && 100 * (measured.mean / expected.mean - 1)
