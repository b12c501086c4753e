import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { Database } from '../../host/storage/idb.ts'
import { type ChartData, MOMENTS } from './chart-data.ts'
import { KeptStore, MAX_KEPT, parseStored, type StoredRun, storable } from './kept-store.ts'

const chart: ChartData = {
  key: 'completion',
  unit: '%',
  xs: [0, 1],
  lines: [{ of: 'leechers', look: 'main', ys: [0, null] }],
  band: undefined,
  boundSec: 1,
  top: 100,
  headline: 0,
  outcome: undefined,
}

const run: StoredRun = {
  name: 'thesis-20',
  isInTabs: false,
  draft: { base: 'thesis-20', document: { torrent: { pieces: 6 } }, seed: 1, repetitions: 2 },
  boundMs: 100,
  fingerprint: '0123',
  runs: [1, 2].map(seed => ({
    seed,
    makespanMs: 100 + seed,
    meanMs: 90,
    curves: [{ key: 'completion', endSec: 1, overRun: null, ys: new Array(MOMENTS).fill(1) }],
  })),
  charts: [chart],
}

test('what was stored comes back', () => {
  expect(parseStored(structuredClone(storable(run)))).toEqual(run)
})

const wrong: Record<string, object> = {
  'no run': { ...run, runs: [] },
  'a curve of another length': {
    ...run,
    runs: [{ ...run.runs[0], curves: [{ key: 'completion', endSec: 1, overRun: null, ys: [1] }] }],
  },
  'a time that is none': { ...run, runs: [{ ...run.runs[0], makespanMs: Number.NaN }] },
  'more repetitions than there can be': { ...run, runs: new Array(101).fill(run.runs[0]) },
  'a bound of nothing': { ...run, boundMs: 0 },
  'a chart with a line that is too short': { ...run, charts: [{ ...chart, xs: [0, 1, 2] }] },
  'a chart with a band that is too short': {
    ...run,
    charts: [{ ...chart, band: { is: 'interval', low: [0], high: [1, 2] } }],
  },
  'a chart whose main line is not there': { ...run, charts: [{ ...chart, headline: 1 }] },
  'a chart of a million moments': {
    ...run,
    charts: [{ ...chart, xs: new Array(1e6).fill(0), lines: [] }],
  },
  'a line of nothing': { ...run, charts: [{ ...chart, lines: [{ ...chart.lines[0], of: 'x' }] }] },
  'a seed that is none': { ...run, draft: { ...run.draft, seed: -1 } },
}

test.each(Object.keys(wrong))('%s is refused', name => {
  expect(parseStored(storable(wrong[name] as StoredRun))).toBeUndefined()
})

test.each([undefined, null, 7, 'text', [], { draft: { document: '{' } }])(
  '%j is refused',
  input => {
    expect(parseStored(input)).toBeUndefined()
  },
)

test('the latest are recalled in their order; older and damaged ones are deleted', async () => {
  const database = new Database('tabswarm-lab')
  const keys = Array.from({ length: MAX_KEPT + 3 }, (_, i) => `${String(i).padStart(15, '0')} x`)
  for (const key of keys) await database.set(key, storable({ ...run, name: key }))
  await database.set(keys[5] as string, { name: 'hostile' })
  const all = await new KeptStore().all()
  const expected = keys.slice(3).filter(key => key !== keys[5])
  expect([...all.keys()]).toEqual(expected)
  expect([...all.values()].map(({ name }) => name)).toEqual(expected)
  expect(await database.keys()).toEqual(expected)
})
