/** Runs that stay to be compared: their charts and results, not their recordings. */
import { signal } from '@preact/signals'
import type { LabRun } from '../lab-run.ts'
import type { Draft } from '../setup/draft.ts'
import type { RunResult } from '../worker/protocol.ts'
import type { ChartData } from './chart-data.ts'
import { runCharts } from './run-charts.ts'

export const MAX_KEPT = 6

export interface KeptRun {
  /** 'A' to 'F'. */
  readonly letter: string
  readonly name: string
  /** Settings that differ from the scenario's. */
  readonly changes: readonly string[]
  readonly draft: Draft
  readonly result: RunResult
  readonly boundMs: number
  readonly charts: readonly ChartData[]
}

const LETTERS = 'ABCDEF'

export class KeptRuns {
  readonly all = signal<readonly KeptRun[]>([])

  get isFull(): boolean {
    return this.all.value.length >= MAX_KEPT
  }

  /** Also true if an identical run is kept. */
  has({ draft, state }: LabRun): boolean {
    if (state.value.is !== 'done') return false
    const { result } = state.value
    return this.all.value.some(
      kept =>
        kept.result === result ||
        (kept.draft === draft &&
          result.fingerprint !== undefined &&
          kept.result.fingerprint === result.fingerprint),
    )
  }

  keep(run: LabRun, changes: readonly string[]): void {
    const { state, draft, plan, recording } = run
    if (state.value.is !== 'done' || this.isFull || this.has(run)) return
    const taken = new Set(this.all.value.map(({ letter }) => letter))
    const letter = [...LETTERS].find(each => !taken.has(each)) as string
    this.all.value = [
      ...this.all.value,
      {
        letter,
        name: plan.name,
        changes: [...changes, `seed=${draft.seed}`],
        draft,
        result: state.value.result,
        boundMs: plan.bound.makespanMs,
        charts: runCharts(plan, recording),
      },
    ].sort((a, b) => (a.letter < b.letter ? -1 : 1))
  }

  drop(letter: string): void {
    this.all.value = this.all.value.filter(kept => kept.letter !== letter)
  }
}
