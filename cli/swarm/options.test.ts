import { expect, test } from 'vitest'
import { parseOptions, UsageError } from './options.ts'
import { parseSize } from './size.ts'

test('nothing asked for is four Chromium tabs, one seeder and 20 MB', () => {
  expect(parseOptions([])).toEqual({
    tabs: 4,
    seeders: 1,
    browsers: ['chromium'],
    content: { bytes: 20_000_000 },
    json: false,
  })
})

test.each([
  ['20MB', 20_000_000],
  ['500kB', 500_000],
  ['1.5GiB', 1_610_612_736],
  ['64 KiB', 65_536],
  ['7', 7],
  ['MB', undefined],
  ['20TB', undefined],
  ['-1MB', undefined],
])('size %s is %s', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes)
})

test.each([
  [['--tabs', '1'], /--tabs must be .* from 2 to/],
  [['--tabs', 'many'], /not "many"/],
  [['--tabs', '3', '--seeders', '3'], /--seeders must be .* from 1 to 2/],
  [['--browsers', 'chromium,netscape'], /not "netscape"/],
  [['--size', '0MB'], /not "0MB"/],
  [['--file', '/no/such/file'], /there is no file/],
  [['--file', 'package.json', '--size', '1MB'], /not both/],
  [['--colour'], /--colour/],
])('%j is refused with a sentence', (args, sentence) => {
  expect(() => parseOptions(args)).toThrow(UsageError)
  expect(() => parseOptions(args)).toThrow(sentence)
})
