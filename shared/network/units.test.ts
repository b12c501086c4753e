import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  formatDuration,
  formatPercent,
  formatRate,
  formatSize,
  parseDuration,
  parsePercent,
  parseRate,
  parseSize,
  UnitError,
} from './units.ts'

describe('what people write', () => {
  test.each([
    [parseRate, '6Mbps', 6_000_000],
    [parseRate, '0.384 Mbps', 384_000],
    [parseRate, '1Gbps', 1e9],
    [parseDuration, '100us', 0.1],
    [parseDuration, '100µs', 0.1],
    [parseDuration, '0ms', 0],
    [parseDuration, '1.5s', 1500],
    [parseSize, '16KiB', 16_384],
    [parseSize, '16kB', 16_000],
    [parseSize, '0.5KiB', 512],
    [parsePercent, '0.5%', 0.005],
    [parsePercent, '7%', 0.07],
  ])('%#', (parse, text, value) => {
    expect(parse(text)).toBe(value)
  })

  test.each([
    [parseRate, '6', '"6" has no unit'],
    [parseRate, '6MB', '"MB" is not a unit of it (known: bps, kbps, Mbps, Gbps)'],
    [parseRate, '6mbps', '"mbps" is not a unit'],
    [parseRate, '0Mbps', 'more than zero'],
    [parseRate, '-6Mbps', 'more than zero'],
    [parseRate, 'NaN', 'a number and a unit, like "6Mbps"'],
    [parseRate, 'Infinity', 'a number and a unit'],
    [parseRate, '0x10Mbps', 'a number and a unit'],
    [parseRate, '1e999bps', 'too large'],
    [parseRate, '', 'a number and a unit'],
    [parseRate, '6constructor', 'is not a unit'],
    [parseRate, '6'.repeat(100_000), 'a number and a unit'],
    [parseDuration, '-1ms', 'negative'],
    [parseSize, '0.3B', 'whole number of bytes'],
    [parsePercent, '101%', 'between 0% and 100%'],
  ])('refuses, %#', (parse, text, reason) => {
    expect(() => parse(text)).toThrow(UnitError)
    expect(() => parse(text)).toThrow(reason)
  })
})

test('what is written reads back as the same number', () => {
  const positive = fc.double({ min: 1e-6, max: 1e12, noNaN: true })
  fc.assert(
    fc.property(positive, fc.nat(2 ** 40), fc.nat(100_000), (x, n, p) => {
      expect(parseRate(formatRate(x))).toBe(x)
      expect(parseDuration(formatDuration(x))).toBe(x)
      expect(parseSize(formatSize(n))).toBe(n)
      expect(parsePercent(formatPercent(p / 100_000))).toBe(p / 100_000)
    }),
  )
  expect([formatRate(6e6), formatDuration(0.1), formatSize(16384), formatPercent(0.07)]).toEqual([
    '6Mbps',
    '100us',
    '16KiB',
    '7%',
  ])
})
