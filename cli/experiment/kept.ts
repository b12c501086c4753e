/** An experiment's numbers from an earlier call, after one that was interrupted or did some of them. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Experiment } from '../../shared/experiments/experiment.ts'
import { pointsOf } from '../../shared/experiments/plan.ts'
import type { Summary } from '../../shared/experiments/summary.ts'
import { Simulation } from '../../shared/simulation/simulation.ts'

/**
 * Undefined unless it asks the same, with as many seeds, and the first run of each point repeats event for event:
 * what was run by another version of the program is run again, and that may have changed a few points only.
 */
export function keptSummary(
  folder: string,
  experiment: Experiment,
  seeds: number,
): Summary | undefined {
  const path = join(folder, `${experiment.name}.json`)
  if (!existsSync(path)) return undefined
  const summary: Summary = JSON.parse(readFileSync(path, 'utf8'))
  const claims = (all: readonly { readonly claim: string }[]): string =>
    JSON.stringify(all.map(({ claim }) => claim))
  const points = pointsOf(experiment)
  const isSame =
    summary.asked === seeds &&
    summary.where === 'virtual time' &&
    claims(summary.findings) === claims(experiment.findings) &&
    summary.rows.length === points.length &&
    summary.rows.every(
      ({ line, x }, i) => points[i]?.line.label === line && points[i]?.x.label === x,
    )
  if (!isSame) return undefined
  const [seed = 1] = summary.seeds
  const repeats = points.every(({ scenario }, i) => {
    const simulation = new Simulation(scenario, seed)
    simulation.run()
    return simulation.result.fingerprint === summary.rows[i]?.fingerprints[0]
  })
  return repeats ? summary : undefined
}
