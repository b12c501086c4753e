/** The documents that the experiments write. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { EXPERIMENTS } from '../../shared/experiments/catalogue.ts'
import type { Summary } from '../../shared/experiments/summary.ts'
import { ROOT } from '../command.ts'
import { withGossipTable } from './gossip-table.ts'
import { LAST_KEYS, lastOf } from './last-edition.ts'

test('each finding says what the last edition said of it, and no other is told of', () => {
  const keys = EXPERIMENTS.flatMap(({ name, findings }) =>
    findings.map(({ source, claim }) => `${name}|${source}|${claim}`),
  )
  expect([...LAST_KEYS].sort()).toEqual(keys.sort())
  for (const { name, findings } of EXPERIMENTS)
    for (const { source, claim } of findings)
      expect(lastOf(name, source, claim)?.why, claim).toMatch(/^[a-z“]/)
})

const cell = (mean: number | null) => ({
  estimate: mean === null ? null : { mean, n: 5, ci95: 0.5 },
  values: [],
  bound: null,
})
const SUMMARY = {
  seeds: [1, 2, 3, 4, 5],
  measures: [
    { name: 'Time', unit: ' s', isPlain: false },
    { name: 'In vain', unit: '', isPlain: false },
    { name: 'Half of the pieces', unit: ' %', isPlain: false },
  ],
  rows: [
    { line: 'push', x: 'literal', cells: [cell(20), cell(6), cell(25)] },
    { line: 'pull', x: 'literal', cells: [cell(null), cell(9), cell(null)] },
  ],
} as unknown as Summary

test('the table of gossip is renewed between its marks, and its document has them', () => {
  const document = readFileSync(join(ROOT, 'docs', 'gossip.md'), 'utf8')
  const renewed = withGossipTable(document, SUMMARY)
  expect(renewed).toContain(`|  | Time, s | In vain | n |
| --- | --- | --- | --- |
| literal push | 20.0 ± 0.5 | 6.00 ± 0.50 | 5 |
| literal pull | never | 9.00 ± 0.50 in two minutes, and without end | 5 |
`)
  expect(withGossipTable(renewed, SUMMARY)).toBe(renewed)
  expect(() => withGossipTable('# Gossip', SUMMARY)).toThrow(/put them back/)
})
