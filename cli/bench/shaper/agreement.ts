/** The same scenario in real tabs and in virtual time. */
import { boundOf } from '../../../shared/simulation/results/bound.ts'
import { estimate } from '../../../shared/simulation/results/statistics.ts'
import { openScenario } from '../../scenario.ts'
import {
  type EmulationResult,
  runUntilValid,
  simulatedMakespan,
} from '../../swarm/emulation-result.ts'

export type AgreementFigure = Awaited<ReturnType<typeof measureAgreement>>

/** With a tab for each peer. */
export const AGREEMENTS = [
  { name: 'thesis-20', dilation: 16 },
  { name: 'thesis-46', dilation: 32 },
] as const

export async function measureAgreement(
  { name, dilation: firstDilation }: (typeof AGREEMENTS)[number],
  runs: number,
  signal: AbortSignal,
) {
  const scenario = openScenario(name, [])
  const results: EmulationResult[] = []
  let dilation: number = firstDilation
  for (let seed = 1; seed <= runs; seed++) {
    const parts = { scenario, dilation, peersPerTab: 1, seed, bars: { show: () => {} } }
    const attempts = await runUntilValid(parts, signal)
    for (const attempt of attempts) console.error(`run ${seed}, ${inWords(attempt)}`)
    results.push(...attempts)
    dilation = results.at(-1)?.dilation ?? dilation
  }
  const [valid, invalid] = [results.filter(({ ok }) => ok), results.filter(({ ok }) => !ok)]
  const makespansMs = valid.flatMap(result => result.makespanMs ?? [])
  const makespanMs = estimate(makespansMs)
  const simulatedMs = simulatedMakespan(scenario)
  const isWhole = makespansMs.length === runs && makespanMs && simulatedMs
  return {
    scenario: name,
    tabs: valid[0]?.tabs ?? 0,
    /** Of the last run. */
    dilation,
    /** Emulated, of the valid runs. */
    makespansMs,
    invalid: invalid.map(({ invalidBecause }) => invalidBecause ?? 'Not everyone finished.'),
    makespanMs,
    simulatedMs,
    boundMs: boundOf(scenario).makespanMs,
    errorPercent: isWhole ? 100 * (makespanMs.mean / simulatedMs.mean - 1) : null,
  }
}

function inWords({ ok, dilation, makespanMs, lateness, invalidBecause }: EmulationResult): string {
  const time = makespanMs === null ? 'not finished' : `${(makespanMs / 1000).toFixed(3)} s`
  const verdict = ok ? 'valid' : (invalidBecause ?? 'not everyone finished')
  return `dilation ${dilation}: ${time}, p99 ${lateness.p99Ms.toFixed(1)} ms late, ${verdict}`
}
