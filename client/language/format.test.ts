import { expect, test } from 'vitest'
import { formatBytes, formatDuration, formatRate } from './format.ts'

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
  [-5, '0 secs'],
  [8_400, '8 secs'],
  [59_600, '1 min 0 secs'],
  [200_000, '3 mins 20 secs'],
  [15 * 60_000 + 20_000, '15 mins'],
  [65 * 60_000, '1 hr 5 mins'],
  [51 * 3_600_000, '2 days 3 hrs'],
])('%d ms reads as %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text)
})
