/** Sweeps for the page: their points, the runs of each, and what follows from them. */

import { FileError } from '../../../shared/base/json-file.ts'
import {
  type SweepPoint,
  sweepConclusions,
  sweepCsv,
  sweepPoints,
  sweepRow,
} from '../../../shared/experiments/sweep.ts'
import { parseVaried, SweepError, type Varied } from '../../../shared/experiments/varied.ts'
import { boundOf } from '../../../shared/simulation/results/bound.ts'
import { topologyOf } from '../../../shared/simulation/scenarios/scenario.ts'
import { Simulation } from '../../../shared/simulation/simulation.ts'
import { whyNot } from './plan.ts'
import type { SweepOutcome, SweepPlanned, SweepRun, SweepTask } from './protocol.ts'
import { badFile } from './why.ts'

interface Sweep {
  readonly key: string
  readonly varied: readonly Varied[]
  readonly points: readonly SweepPoint[]
}

/** Parsed once for all its runs. */
let last: Sweep | undefined

function sweepOf({ document, vary, seeds }: SweepTask): Sweep {
  const key = JSON.stringify([document, vary, seeds.length])
  if (last?.key === key) return last
  const varied = parseVaried(vary)
  last = { key, varied, points: sweepPoints({ text: document }, varied, seeds.length) }
  return last
}

export function planSweep(task: SweepTask): SweepPlanned {
  try {
    const { points } = sweepOf(task)
    for (const { scenario } of points) {
      const topology = topologyOf(scenario)
      const why = whyNot(scenario, topology, boundOf(scenario, topology))
      if (why !== undefined) return { ok: false, why }
    }
    return { ok: true, points: points.length }
  } catch (error) {
    if (error instanceof FileError) return { ok: false, why: badFile(error) }
    if (error instanceof SweepError)
      return { ok: false, why: { is: 'bad-sweep', fault: error.fault, inner: error.inner } }
    throw error
  }
}

export function runOfSweep(task: SweepTask, point: number, seed: number): SweepRun {
  const { scenario } = sweepOf(task).points[point] as SweepPoint
  const simulation = new Simulation(scenario, seed)
  simulation.run()
  const { makespanMs, meanMs } = simulation.result
  return { makespanMs, meanMs }
}

export function outcomeOfSweep(
  task: SweepTask,
  runs: readonly (readonly SweepRun[])[],
): SweepOutcome {
  const { varied, points } = sweepOf(task)
  const rows = points.map((point, i) => sweepRow(point, runs[i] ?? []))
  return {
    paths: varied.map(({ path }) => path),
    rows,
    csv: sweepCsv(varied, rows),
    lines: sweepConclusions(varied, rows),
  }
}
