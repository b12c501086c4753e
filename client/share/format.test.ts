import { expect, test } from 'vitest'
import { countOf, formatBytes, formatDuration, formatRate, percentOf } from './format.ts'

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1 kB'],
  [16_384, '16.4 kB'],
  [999_949, '999.9 kB'],
  [999_950, '1 MB'],
  [20_000_000, '20 MB'],
  [4.2e9, '4.2 GB'],
  [7e18, '7000 PB'],
])('%d bytes reads as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})

test.each([
  [0, '0 kB/s'],
  [49, '0 kB/s'],
  [800_400, '800 kB/s'],
  [3_000_000, '3.0 MB/s'],
  [999_999, '1.0 MB/s'],
])('a rate of %d reads as %s', (rate, text) => {
  expect(formatRate(rate)).toBe(text)
})

test.each([
  [-5, '0 s'],
  [8_400, '8 s'],
  [59_600, '1 min 0 s'],
  [200_000, '3 min 20 s'],
  [15 * 60_000 + 20_000, '15 min'],
  [65 * 60_000, '1 h 05 min'],
  [51 * 3_600_000, '2 days 3 h'],
])('%d ms reads as %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text)
})

test('100 % is said only when nothing is missing', () => {
  expect(percentOf(999_999, 1_000_000)).toBe(99)
  expect(percentOf(1_000_000, 1_000_000)).toBe(100)
  expect(percentOf(0, 0)).toBe(0)
  expect(percentOf(5, 1_000)).toBe(0)
})

test('one is singular, thousands are grouped', () => {
  expect(countOf(1, 'piece')).toBe('1 piece')
  expect(countOf(0, 'piece')).toBe('0 pieces')
  expect(countOf(1204, 'person', 'people')).toBe('1,204 people')
})
