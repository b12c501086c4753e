/** A small experiment from its plan to its files: real runs in threads, twice. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseHTML } from 'linkedom'
import { afterAll, expect, test } from 'vitest'
import { isNear, verdictOf } from '../../shared/experiments/comparison.ts'
import { type Experiment, numbers } from '../../shared/experiments/experiment.ts'
import { makespan, redundancy } from '../../shared/experiments/measures.ts'
import { exponent } from '../../shared/experiments/rules.ts'
import { amount } from '../../shared/experiments/words.ts'
import { documentOf } from './docs.ts'
import { writeExperiment, writeReport } from './files.ts'
import { keptSummary } from './kept.ts'
import { runExperiment } from './run.ts'

const TINY: Experiment = {
  name: 'tiny',
  title: 'A <tiny> one',
  question: 'Does twice the file take twice the time?',
  base: 'one-flow',
  x: numbers('Pieces', [4, 8], pieces => ({ 'torrent.pieces': pieces })),
  lines: {
    name: 'Line',
    values: [
      { label: 'full', set: { 'topology.duplex': 'full' } },
      { label: 'half', set: { 'topology.duplex': 'half' } },
    ],
  },
  measures: [makespan, redundancy],
  records: true,
  curves: ['filling'],
  findings: [
    {
      source: 'Common sense',
      claim: 'It does.',
      decide(results) {
        const power = exponent(results.along(makespan, 'full'))
        const cases = [{ compared: isNear(power, 1, 0.5), words: amount(power) }]
        return verdictOf(cases, { sentence: words => `The power is ${words}.` })
      },
    },
  ],
}

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

/** File -> text. */
async function runAndWrite(progress: number[] = []): Promise<ReadonlyMap<string, string>> {
  const summary = await runExperiment(TINY, {
    seeds: 2,
    tabs: false,
    workers: 1,
    signal: new AbortController().signal,
    onProgress: done => progress.push(done),
  })
  const folder = mkdtempSync(join(tmpdir(), 'experiment-'))
  folders.push(folder)
  writeExperiment(folder, summary)
  writeReport(folder, [summary])
  const files = readdirSync(folder).sort()
  const texts = files.map((file): [string, string] => [
    file,
    readFileSync(join(folder, file), 'utf8'),
  ])
  return new Map([...texts, ['document', documentOf([summary])]])
}

test('two runs leave the same bytes, with all that repeats them', async () => {
  const progress: number[] = []
  const files = await runAndWrite(progress)
  expect([...files.keys()]).toEqual([
    'report.html',
    'tiny-2.svg',
    'tiny-4.svg',
    'tiny-8.svg',
    'tiny-runs.csv',
    'tiny.csv',
    'tiny.json',
    'tiny.svg',
    'document',
  ])
  expect(progress.at(-1)).toBe(1)

  const record = JSON.parse(files.get('tiny.json') ?? '')
  expect(record).toMatchObject({
    command: 'npm run experiment -- tiny --seeds 2',
    seeds: [1, 2],
    findings: [{ source: 'Common sense', holds: 'yes', n: [2, 2] }],
    troubles: [],
  })
  expect(record.rows).toHaveLength(4)
  // A line for each of two runs of four points by two measures, and the names of the columns.
  const long = (files.get('tiny-runs.csv') ?? '').trim().split('\n')
  expect(long).toHaveLength(1 + 2 * 4 * 2)
  expect(long[1]).toMatch(/^tiny,virtual time,full,4,4,1,Makespan,s,[\d.]+,[\d.]+,[0-9a-f]{16}$/)
  const [row] = record.rows
  expect(row.command).toBe(
    'npm run sim -- one-flow --set topology.duplex=full --set torrent.pieces=4 --seeds 2',
  )
  expect(row.fingerprints).toHaveLength(2)
  expect(row.cells[0].estimate.mean).toBeGreaterThan(row.cells[0].bound)

  const { document } = parseHTML(files.get('report.html') ?? '')
  expect(document.querySelector('h2#tiny, #tiny h2')?.textContent).toBe('A <tiny> one')
  expect(document.querySelectorAll('#tiny svg title')).toHaveLength(4)
  expect(document.querySelectorAll('#tiny tbody tr')).toHaveLength(4)
  expect(files.get('report.html')).not.toMatch(/<(script|link|img)\b/)
  for (const [file, text] of files) {
    if (file.endsWith('.svg'))
      expect(text, file).toMatch(/^<svg .*<title>A &lt;tiny&gt; one.*<\/svg>\n$/s)
  }

  expect(await runAndWrite()).toEqual(files)
}, 120_000)

test('what an earlier call left is kept if it is the same, and run again if not', async () => {
  await runAndWrite()
  const folder = folders.at(-1) as string
  expect(keptSummary(folder, TINY, 2)).toMatchObject({ name: 'tiny', asked: 2 })
  expect(keptSummary(folder, TINY, 3)).toBeUndefined()
  expect(keptSummary(folder, { ...TINY, name: 'other' }, 2)).toBeUndefined()
  expect(keptSummary(folder, { ...TINY, findings: [] }, 2)).toBeUndefined()
  const path = join(folder, 'tiny.json')
  const record = JSON.parse(readFileSync(path, 'utf8'))
  record.rows.at(-1).fingerprints[0] = 'of another version'
  writeFileSync(path, JSON.stringify(record))
  expect(keptSummary(folder, TINY, 2)).toBeUndefined()
}, 120_000)
