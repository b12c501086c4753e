import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { add, line, readPlaywright, readVitest } from './test-count.ts'

const folder = mkdtempSync(join(tmpdir(), 'tabswarm-count-'))
afterAll(() => rmSync(folder, { recursive: true }))

let written = 0
function report(content: object): string {
  const path = join(folder, `${written++}.json`)
  writeFileSync(path, JSON.stringify(content))
  return path
}

test('every test of both runners is counted', () => {
  const unit = report({ numPassedTests: 7, numFailedTests: 2, numPendingTests: 1, numTodoTests: 0 })
  const e2e = report({ stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 0 } })
  expect(line(add(readVitest(unit, false), readPlaywright(e2e, false)))).toBe(
    '10 passed, 4 failed, 1 skipped',
  )
})

test('a suite without a passed test is a failure, though its runner is content', () => {
  expect(line(readVitest(report({ numPassedTests: 0 }), true))).toBe('0 passed, 1 failed')
  const allSkipped = report({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 4 } })
  expect(line(readPlaywright(allSkipped, true))).toBe('0 passed, 1 failed, 4 skipped')
})

test('a runner that fails without naming a test, or leaves no report, is a failure', () => {
  expect(line(readVitest(report({ numPassedTests: 5 }), false))).toBe('5 passed, 1 failed')
  expect(line(readPlaywright(join(folder, 'never-written.json'), false))).toBe('0 passed, 1 failed')
})
