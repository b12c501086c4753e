import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatFileRanges, MAX_RANGES_LENGTH, parseFileRanges } from './file-ranges.ts'
import { MAX_FILES } from './info.ts'

describe('the files a link asks for', () => {
  test.each([
    ['0', [0]],
    ['0,2,4-6', [0, 2, 4, 5, 6]],
    ['4-6,0,2', [0, 2, 4, 5, 6]],
    ['2-4,3-5,4', [2, 3, 4, 5]],
    [' 1 , 2-3 ', [1, 2, 3]],
    ['007', [7]],
  ])('%s', (text, files) => {
    expect(parseFileRanges(text)).toEqual(files)
  })

  test.each([
    ['nothing', ''],
    ['commas', ',,'],
    ['inverted', '6-4'],
    ['negative', '-1'],
    ['open', '3-'],
    ['no number', 'all'],
    ['a fraction', '1.5'],
    ['beyond any torrent', `${MAX_FILES}`],
    ['beyond any number', '9'.repeat(400)],
  ])('%s is no selection, and beside a good range it is passed over', (_what, text) => {
    expect(parseFileRanges(text)).toBeUndefined()
    expect(parseFileRanges(`${text},8`)).toEqual([8])
  })

  test('every file there may be, said ten thousand times, is said once', () => {
    const text = Array.from({ length: 10_000 }, () => '0-999999999').join(',')
    expect(parseFileRanges(text)?.length).toBe(MAX_FILES)
  })

  test('come through, whatever they are', () => {
    const anyFiles = fc.uniqueArray(fc.nat(300), { minLength: 1, maxLength: 300 })
    fc.assert(
      fc.property(anyFiles, files => {
        const text = formatFileRanges(files) as string
        expect(parseFileRanges(text)).toEqual(files.sort((a, b) => a - b))
      }),
    )
  })

  test('are said in as few ranges as there are', () => {
    expect(formatFileRanges([6, 4, 0, 5, 2, 2])).toBe('0,2,4-6')
    expect(formatFileRanges(Array.from({ length: MAX_FILES }, (_, i) => i))).toBe('0-99999')
  })

  test('are left out of a link when there are none, or too many single ones', () => {
    expect(formatFileRanges([])).toBeUndefined()
    const everySecond = Array.from({ length: MAX_FILES / 2 }, (_, i) => 2 * i)
    expect(formatFileRanges(everySecond)).toBeUndefined()
    expect(formatFileRanges(everySecond.slice(0, 3_000))?.length).toBeLessThan(MAX_RANGES_LENGTH)
  })
})
