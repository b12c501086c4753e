import { expect, test } from 'vitest'
import { median, summarise, table } from './report.ts'

test('the middle one of an odd number, halfway between two of an even one', () => {
  expect(median([9, 1, 5])).toBe(5)
  expect(median([1, 10, 2, 3])).toBe(2.5)
  expect(median([])).toBeNull()
})

test('ratios are those of the medians, and a side that failed has none', () => {
  const result = summarise({
    samples: new Map([
      ['rawOneToOne', [10, 8, 100]],
      ['oursOneToOne', [9, 1, 9.5]],
      ['webtorrentOneToOne', [6, 6, 7]],
      ['rawOneToFour', [16]],
      ['oursOneToFour', [12]],
      ['webtorrentOneToFour', []],
    ]),
    wholes: new Map([['oursOneToOne', [7]]]),
    failures: ['webtorrentOneToFour: not done within 158 s'],
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
  expect(result.wholeMbPerSec.oneToOne.ours.median).toBe(7)
  expect(table(result)).toContain('webtorrentOneToFour: not done within 158 s')
})
