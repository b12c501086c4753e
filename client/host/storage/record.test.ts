import { expect, test } from 'vitest'
import { NEW_RECORD, readRecord, type TorrentRecord } from './record.ts'

const RECORD: TorrentRecord = {
  trackers: ['wss://tracker.example'],
  comment: 'from the harbour',
  priorities: [4, 0, 7],
  limits: { upBytesPerSec: 50_000, downBytesPerSec: undefined },
  seedingGoal: { ratio: 1.5, seedingMs: undefined },
  totals: { uploaded: 10, downloaded: 20, seedingMs: 3.5 },
  gossip: { mode: 'pull', fidelity: 'literal', roundMs: 200, fanOut: 2 },
}

test('comes back from storage as it was written', () => {
  expect(readRecord(structuredClone(RECORD))).toEqual(RECORD)
  expect(readRecord(structuredClone(NEW_RECORD))).toEqual(NEW_RECORD)
})

test.each([
  ['nothing', undefined],
  ['text', 'record'],
  ['a part', { trackers: [] }],
  ['a priority beyond 7', { ...RECORD, priorities: [8] }],
  ['a limit of nothing', { ...RECORD, limits: { ...RECORD.limits, upBytesPerSec: 0 } }],
  ['a ratio that is no number', { ...RECORD, seedingGoal: { ...RECORD.seedingGoal, ratio: NaN } }],
  ['less than nothing', { ...RECORD, totals: { ...RECORD.totals, uploaded: -1 } }],
  ['a way to gossip that is none', { ...RECORD, gossip: { ...RECORD.gossip, mode: 'shout' } }],
  ['rounds without end', { ...RECORD, gossip: { ...RECORD.gossip, roundMs: 0 } }],
  ['a comment without end', { ...RECORD, comment: 'x'.repeat(10_000) }],
])('%s is as if it were new', (_what, stored) => {
  expect(readRecord(stored)).toEqual(NEW_RECORD)
})
