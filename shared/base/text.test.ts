import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { harmlessText, hasInvisible, withoutPadding } from './text.ts'

const FILLERS = [
  '\u00ad',
  '\u034f',
  '\u115f',
  '\u1160',
  '\u17b4',
  '\u180e',
  '\u200b',
  '\u200c',
  '\u200d',
  '\u2060',
  '\u2061',
  '\u2064',
  '\u206a',
  '\u3164',
  '\ufe00',
  '\ufe0f',
  '\uffa0',
  '\ufff9',
  '\ufffc',
  '\ue000',
  '\uf8ff',
  '\u0378',
  '\ufffe',
  '\u{E0020}',
  '\u{E0061}',
  '\u{E007F}',
  '\u{E0100}',
  '\u{F0000}',
  '\u{10FFFD}',
]

describe('withoutPadding', () => {
  test.each(FILLERS)('takes %j out of a name, wherever it stands', filler => {
    expect(withoutPadding(`${filler}re${filler}port.pdf${filler}${filler}.exe${filler}`)).toBe(
      'report.pdf.exe',
    )
  })

  test.each([
    ['\u00a0'.repeat(120)],
    ['\u2003\u3000 '],
    [' '.repeat(3)],
    ['\u2800\u2800'],
    [' \u200b \u3164 '],
  ])('leaves one space of %j before an ending, and one in the middle', blanks => {
    expect(withoutPadding(`report.pdf${blanks}.exe`)).toBe('report.pdf .exe')
    expect(withoutPadding(`a${blanks}${blanks}b`)).toBe('a b')
  })

  test.each(['\u0301', '\u0489', '\u20dd', '\u0e47'])('leaves five of a flood of %j', mark => {
    expect(withoutPadding(`Z${mark.repeat(40)}algo.txt`)).toBe(`Z${mark.repeat(5)}algo.txt`)
  })

  test.each([
    ['a family', '👩\u200d👩\u200d👧\u200d👦.jpg'],
    ['a skin tone', '🕵🏽\u200d♂\ufe0f.txt'],
    ['a heart', '❤\ufe0f.txt'],
    ['a keycap', '1\ufe0f\u20e3.txt'],
    ['a rainbow flag', '🏳\ufe0f\u200d🌈'],
    ['the flag of Wales', '🏴\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}'],
    ['Persian with a non-joiner', 'می\u200cخواهم.txt'],
    ['Hindi with a joiner', 'क्\u200dष.txt'],
    ['Sinhala', 'ශ්\u200dරී.txt'],
    ['Malayalam', 'അവന്\u200d\u0d31.txt'],
    ['a variant of an ideograph', '葛\u{E0100}飾.txt'],
    ['Mongolian with a vowel separator', 'ᠨᠢᠭ\u180eᠠ'],
    ['Hebrew with vowels and accents', 'בְּרֵאשִׁ֖ית'],
    ['Vietnamese, decomposed', 'Tiếng Việt'.normalize('NFD')],
    ['Thai', 'ที่นี่.pdf'],
    ['Korean', '한국어.hwp'],
    ['a picture of a Mac’s screen', 'Screenshot 2026-01-01 at 9.41.00\u202fAM.png'],
    ['an ideographic space', '写真\u30001.jpg'],
    ['two blanks', 'One.  Two.txt'],
    ['Braille', '⠓⠑⠇⠇⠕\u2800⠺'],
  ])('leaves %s as it is', (_, name) => {
    expect(withoutPadding(name)).toBe(name)
  })

  test('of two joiners leaves one', () => {
    expect(withoutPadding('می\u200c\u200d\u200cخواهم')).toBe('می\u200cخواهم')
  })

  const unseen = /[\p{Co}\u00ad\u115f\u1160\u200b\u2060-\u2064\u3164\uffa0]/u
  const anyText = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          ...FILLERS,
          ' ',
          '\u00a0',
          '.',
          'a',
          '1',
          '❤',
          '👩',
          '🏴',
          '葛',
          'ا',
          'क',
          '\u0301',
        ),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      ),
      { maxLength: 60 },
    )
    .map(parts => parts.join(''))

  test('of any text leaves nothing more to take out, no flood and no run', () => {
    fc.assert(
      fc.property(anyText, text => {
        const once = withoutPadding(text)
        expect(withoutPadding(once)).toBe(once)
        expect(once).not.toMatch(unseen)
        expect(once).not.toMatch(/\p{M}{6}|[\p{Zs}\u2800]{3}|[\p{Zs}\u2800]{2}\./u)
        expect(once.length).toBeLessThanOrEqual(text.length)
      }),
      { numRuns: 5_000 },
    )
  })

  test('takes time in proportion to the text', () => {
    for (const part of [
      '\u200d',
      'ا\u200c\u200d',
      ' \u200b',
      '👩\u200d',
      '\u0301\u200b',
      '🏴\u{E0061}',
    ]) {
      const startMs = performance.now()
      withoutPadding(part.repeat(20_000))
      expect(performance.now() - startMs, JSON.stringify(part)).toBeLessThan(1_000)
    }
  })
})

test('harmless text has neither padding nor direction marks in it', () => {
  expect(harmlessText('We\u200bb\u202eTor\u3164rent\n', 100)).toBe('WebTorrent')
  expect(hasInvisible('a\u202eb')).toBe(true)
})
