/** A run's result as a file: what came of it, and all that is needed to repeat it. */

import type { LabRun } from '../lab-run.ts'
import type { RunResult, Summary } from '../worker/protocol.ts'

export interface ResultFile {
  readonly scenario: string
  /** The scenario's file. */
  readonly document: unknown
  readonly bound: { readonly makespanMs: number; readonly rule: string }
  readonly runs: readonly RunResult[]
  readonly summary: Summary | null
  readonly repeat: { readonly link: string; readonly command: string | null }
}

export function resultFile(run: LabRun, repeat: ResultFile['repeat']): Blob {
  const result: ResultFile = {
    scenario: run.plan.name,
    document: run.draft.document,
    bound: run.plan.bound,
    runs: run.results.value,
    summary: run.summary.value ?? null,
    repeat,
  }
  return new Blob([JSON.stringify(result, null, 2), '\n'], { type: 'application/json' })
}
