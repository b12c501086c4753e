/** Counts what the test runners report. A suite that ran nothing, or died, counts as one failure. */
import { existsSync, readFileSync } from 'node:fs'

export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export const add = (a: Tally, b: Tally): Tally => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
})

export const line = ({ passed, failed, skipped }: Tally): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`

export function readVitest(reportPath: string, ok: boolean): Tally {
  const report = readReport(reportPath)
  return honest(
    {
      passed: count(report?.numPassedTests),
      failed: count(report?.numFailedTests),
      skipped: count(report?.numPendingTests) + count(report?.numTodoTests),
    },
    ok,
  )
}

export function readPlaywright(reportPath: string, ok: boolean): Tally {
  const stats = readReport(reportPath)?.stats as Record<string, unknown> | undefined
  return honest(
    {
      passed: count(stats?.expected),
      failed: count(stats?.unexpected) + count(stats?.flaky),
      skipped: count(stats?.skipped),
    },
    ok,
  )
}

/** A runner that failed without a failed test, or passed without a test, failed as a whole. */
function honest(tally: Tally, ok: boolean): Tally {
  const lying = ok ? tally.passed === 0 : tally.failed === 0
  return lying ? { ...tally, failed: tally.failed + 1 } : tally
}

const count = (value: unknown): number => (typeof value === 'number' ? value : 0)

function readReport(path: string): Record<string, unknown> | undefined {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}
