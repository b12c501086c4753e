import { expect, test } from 'vitest'
import type { Info } from '../../../shared/torrent/info.ts'
import { NEW_RECORD, type TorrentRecord } from '../storage/record.ts'
import { checkGoal, isGoalReached, NO_GOAL, TorrentSettings } from './torrent-settings.ts'

/** Three files of a piece each. */
const info = {
  length: 12,
  pieceLength: 4,
  pieceCount: 3,
  files: [0, 4, 8].map(offset => ({ path: [`${offset}`], offset, length: 4 })),
} as unknown as Info

function setUp(record: Partial<TorrentRecord> = {}) {
  const kept: TorrentRecord[] = []
  const settings = new TorrentSettings({ ...NEW_RECORD, ...record }, written => kept.push(written))
  return { settings, kept }
}

const NO_RUN = { uploaded: 0, downloaded: 0 }

test('all files are wanted at first, and no piece is told apart', () => {
  const { settings } = setUp()
  expect(settings.filePriorities(info)).toEqual([4, 4, 4])
  expect(settings.piecePriorities(info)).toBeUndefined()
})

test('a choice is kept, and forgotten when it is everything again', () => {
  const { settings, kept } = setUp()
  settings.selectFiles([2, 0], info)
  expect(settings.filePriorities(info)).toEqual([4, 0, 4])
  expect([...(settings.piecePriorities(info) as Uint8Array)]).toEqual([4, 0, 4])
  settings.selectFiles([0, 1, 2], info)
  expect(kept.map(({ priorities }) => priorities)).toEqual([[4, 0, 4], undefined])
})

test('a choice before the metadata leaves out every file it does not name', () => {
  const { settings } = setUp()
  settings.selectFiles([1], undefined)
  expect(settings.filePriorities(info)).toEqual([0, 4, 0])
})

test('a choice that names files which are not there names nothing', () => {
  const { settings } = setUp()
  settings.selectFiles([1, 77], undefined)
  expect(settings.filePriorities(info)).toEqual([0, 4, 0])
  settings.selectFiles([2, 77], info)
  expect(settings.filePriorities(info)).toEqual([0, 0, 4])
})

test('what is to come first stays first while other files come and go', () => {
  const { settings } = setUp()
  settings.prioritiseFiles([4, 7, 4], info)
  settings.selectFiles([0, 1], info)
  expect(settings.filePriorities(info)).toEqual([4, 7, 0])
})

test('limits and goals that mean nothing are refused, and the old ones stay', () => {
  const { settings, kept } = setUp()
  const limits = { upBytesPerSec: 5_000, downBytesPerSec: undefined }
  settings.setLimits(limits)
  for (const bytesPerSec of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 99])
    expect(() => settings.setLimits({ ...limits, downBytesPerSec: bytesPerSec })).toThrow(
      expect.objectContaining({ code: 'bad-limit' }),
    )
  for (const ratio of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
    expect(() => settings.setSeedingGoal({ ratio, seedingMs: undefined })).toThrow(/above 0/)
  expect([settings.limits, settings.seedingGoal]).toEqual([limits, undefined])
  expect(kept).toHaveLength(1)
})

test('totals go on over runs and reloads', () => {
  const { settings, kept } = setUp({ totals: { uploaded: 5, downloaded: 7, seedingMs: 100 } })
  const run = { uploaded: 10, downloaded: 20 }
  settings.seeded(1_000, run)
  const sum = { uploaded: 15, downloaded: 27, seedingMs: 1_100 }
  expect(settings.totals(run)).toEqual(sum)
  settings.runEnded(run)
  expect(settings.totals(NO_RUN)).toEqual(sum)
  expect(kept.at(-1)?.totals).toEqual(sum)
})

test('totals are written now and then while it shares, with what the run has given so far', () => {
  const { settings, kept } = setUp()
  for (let uploaded = 1; uploaded <= 25; uploaded++)
    settings.seeded(1_000, { uploaded, downloaded: 0 })
  expect(kept.map(({ totals }) => [totals.seedingMs, totals.uploaded])).toEqual([
    [10_000, 10],
    [20_000, 20],
  ])
})

const HOUR_MS = 3_600_000
const gave = (uploaded: number, seedingMs = 0) => ({ uploaded, downloaded: 0, seedingMs })

test.each([
  ['no goal is never reached', NO_GOAL, gave(1e12, 1e12), 100, false],
  ['just below the ratio', { ...NO_GOAL, ratio: 1.5 }, gave(149), 100, false],
  ['at the ratio', { ...NO_GOAL, ratio: 1.5 }, gave(150), 100, true],
  ['just before the time', { ...NO_GOAL, seedingMs: HOUR_MS }, gave(0, HOUR_MS - 1), 100, false],
  ['at the time', { ...NO_GOAL, seedingMs: HOUR_MS }, gave(0, HOUR_MS), 100, true],
  ['whichever comes first', { ratio: 2, seedingMs: HOUR_MS }, gave(200, 5), 100, true],
  ['of nothing no copies are sent', { ...NO_GOAL, ratio: 1 }, gave(50), 0, false],
])('%s', (_what, goal, totals, bytesWanted, reached) => {
  expect(isGoalReached(goal, totals, bytesWanted)).toBe(reached)
})

test('a goal is above nothing', () => {
  checkGoal({ ratio: 0.1, seedingMs: 1 })
  checkGoal(NO_GOAL)
  for (const amount of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => checkGoal({ ...NO_GOAL, ratio: amount })).toThrow(/above 0/)
    expect(() => checkGoal({ ...NO_GOAL, seedingMs: amount })).toThrow(/above 0/)
  }
})
