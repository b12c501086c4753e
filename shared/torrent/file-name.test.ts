import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { refuseName, safeName } from './file-name.ts'

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  // Any 16-bit unit, so that surrogates stand alone.
  fc.array(fc.nat(0xffff), { maxLength: 400 }).map(units => String.fromCharCode(...units)),
  // Texts made of what the rules look for.
  fc
    .array(
      fc.constantFrom(
        'con',
        'NUL',
        'COM1',
        '.',
        '..',
        ' ',
        '/',
        '\\',
        'C:',
        '<',
        '\u202e',
        'é',
        '\u00a0',
        '\u200b',
        '\u3164',
      ),
      {
        maxLength: 300,
      },
    )
    .map(parts => parts.join('')),
)

describe('refuseName', () => {
  test.each([
    ['', 'is empty'],
    ['.', 'points to another folder'],
    ['..', 'points to another folder'],
    ['a/b', 'has a slash'],
    ['/etc', 'has a slash'],
    ['a\\b', 'has a slash'],
    ['C:', 'drive letter'],
    ['c:autoexec', 'drive letter'],
    ['a\0b', 'invisible'],
    ['a\nb', 'invisible'],
    ['a\x7fb', 'invisible'],
    ['a\u0085b', 'invisible'],
    ['a\u2028b', 'invisible'],
    ['exe.\u202egpj', 'invisible'],
    ['a\u2066b', 'invisible'],
    ['\u200fa', 'invisible'],
    ['\ufeffa', 'invisible'],
    ['a\u200bb', 'invisible'],
    ['\u3164', 'invisible'],
    [`report.pdf${'\u00a0'.repeat(9)}.exe`, 'invisible'],
    ['<b>', 'markup'],
    ['a>b', 'markup'],
    ['CON', 'Windows'],
    ['nul.txt', 'Windows'],
    ['Com1.tar.gz', 'Windows'],
    ['LPT\u00b9', 'Windows'],
    ['aux .txt', 'Windows'],
    ['a.', 'ends with'],
    ['a ', 'ends with'],
    ['...', 'ends with'],
    ['\ud800', 'valid text'],
    ['x'.repeat(256), 'longer than 255'],
    ['é'.repeat(128), 'longer than 255'],
  ])('%j %s', (name, reason) => {
    expect(refuseName(name)).toContain(reason)
  })

  test.each([
    'a',
    'Ubuntu 24.04 (64-bit).iso',
    '.gitignore',
    ' leading',
    'console.log',
    'COM10',
    'naïve – 日本語 👩‍👩‍👧.txt',
    'it\'s & "that" 100%.txt',
    'x'.repeat(255),
    'é'.repeat(127),
    '__proto__',
  ])('%j may be used', name => {
    expect(refuseName(name)).toBeUndefined()
  })
})

describe('safeName', () => {
  test.each([
    ['report.pdf', 'report.pdf'],
    ['a/b\\c', 'a_b_c'],
    ['../../etc/passwd', '.._.._etc_passwd'],
    ['..', 'unnamed'],
    ['', 'unnamed'],
    ['C:\\x', 'C__x'],
    ['<img src=x onerror=alert(1)>', '_img src=x onerror=alert(1)_'],
    ['photo\u202egpj.exe', 'photogpj.exe'],
    ['\u200bco\u00adn.txt', '_con.txt'],
    ['.\u2060.', 'unnamed'],
    ['\u3164\uffa0', 'unnamed'],
    [`report.pdf${'\u00a0'.repeat(120)}.exe`, 'report.pdf .exe'],
    ['name.txt\u00a0', 'name.txt'],
    ['con.txt', '_con.txt'],
    ['name. . .', 'name'],
    ['e\u0301.txt', 'é.txt'],
    [`${'x'.repeat(300)}.jpeg`, `${'x'.repeat(249)}.jpeg`],
    ['é'.repeat(200), 'é'.repeat(127)],
  ])('%j -> %j', (text, name) => {
    expect(safeName(text)).toBe(name)
  })

  test('makes any text acceptable, and leaves what already is', () => {
    fc.assert(
      fc.property(anyText, text => {
        const name = safeName(text)
        expect(refuseName(name)).toBeUndefined()
        expect(safeName(name)).toBe(name)
        if (refuseName(text) === undefined) expect(name).toBe(text.normalize('NFC'))
      }),
      { numRuns: 3000 },
    )
  })
})
