import { expect, test } from 'vitest'
import { type MeasureName, median, type SideName, summarise, table } from './report.ts'

/** Connecting takes as long again. */
const of = (measure: MeasureName, side: SideName, ...values: number[]) =>
  values.map(value => ({ measure, side, value, whole: value / 2 }))

test('the middle one of an odd number, halfway between two of an even one', () => {
  expect(median([9, 1, 5])).toBe(5)
  expect(median([1, 10, 2, 3])).toBe(2.5)
  expect(median([])).toBeNull()
})

test('ratios are those of the medians, and a side that failed has none', () => {
  const result = summarise({
    samples: [
      ...of('oneToOne', 'raw', 10, 8, 100),
      ...of('oneToOne', 'ours', 9, 1, 9.5),
      ...of('oneToOne', 'webtorrent', 6, 6, 7),
      ...of('oneToFour', 'raw', 16),
      ...of('oneToFour', 'ours', 12),
    ],
    failures: ['one to four, WebTorrent: not done within 158 s'],
    content: { bytes: 32_000_000, pieceLength: 65_536 },
    runs: 3,
  })
  expect(result.ok).toBe(false)
  expect(result.ratios).toEqual({
    oneToOneVsRaw: 0.9,
    oneToOneVsWebTorrent: 1.5,
    oneToFourVsRaw: 0.75,
    oneToFourVsWebTorrent: null,
  })
  expect(result.wholeMbPerSec.oneToOne.ours.median).toBe(4.5)
  expect(table(result)).toContain('one to four, WebTorrent: not done within 158 s')
})
