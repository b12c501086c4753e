import fc from 'fast-check'
import { expect, test } from 'vitest'
import { refuseName } from './file-name.ts'
import { savedName, savedPaths } from './saved-name.ts'

test.each([
  ['report.pdf', 'report.pdf'],
  ['What? Why.txt', 'What_ Why.txt'],
  ['Season 1: Pilot', 'Season 1_ Pilot'],
  ['a"b*c|d.txt', 'a_b_c_d.txt'],
  [' leading', 'leading'],
  ['tool.lnk', 'tool.lnk_'],
  ['site.URL', 'site.URL_'],
  ['x.scf', 'x.scf_'],
  [
    'folder.{20D04FE0-3AEA-1069-A2D8-08002B30309D}',
    'folder.{20D04FE0-3AEA-1069-A2D8-08002B30309D}_',
  ],
  ['desktop.ini', '_desktop.ini'],
  ['Thumbs.db', '_Thumbs.db'],
  ['COM0', '_COM0'],
  ['clock$.txt', '_clock$.txt'],
  ['👩\u200d👩\u200d👧.txt', '👩👩👧.txt'],
  ['host.local', 'host.local'],
  ['.gitignore', '.gitignore'],
  ['', 'unnamed'],
  [`${'x'.repeat(300)}.jpeg`, `${'x'.repeat(235)}.jpeg`],
])('%j is saved as %j', (name, saved) => {
  expect(savedName(name)).toBe(saved)
})

/** As Windows, macOS, Linux and Chromium's file pickers refuse names: each rule by itself, as it is documented. */
const REFUSALS: readonly (readonly [who: string, isRefused: (name: string) => boolean])[] = [
  ['every system', name => name === '' || name === '.' || name === '..' || /[/\0]/.test(name)],
  ['Linux', name => new TextEncoder().encode(name).length > 255 - '.99.crswap'.length],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Windows refuses them
  ['Windows', name => /[<>:"/\\|?*\u0000-\u001f]|[. ]$/.test(name)],
  [
    'Windows, devices',
    name => /^(con|prn|aux|nul|conin\$|conout\$|clock\$|(com|lpt)[0-9¹²³])( *\.| *$)/i.test(name),
  ],
  ['macOS', name => name.includes(':') || name !== name.normalize('NFC')],
  // base/i18n/file_util_icu.cc
  ['Chromium', name => /[\p{Cc}\p{Cf}\p{Noncharacter_Code_Point}\p{Cs}]|^\s|\s$/u.test(name)],
  // net/base/filename_util_internal.cc
  ['Chromium, the shell', name => /\.(lnk|scf|url)$|\.\{[^.]*\}$/i.test(name)],
  ['Chromium, magic names', name => /^(desktop\.ini|thumbs\.db)$/i.test(name)],
]

const part = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc
    .array(
      fc.constantFrom(
        'a',
        'A',
        'é',
        'e\u0301',
        'ß',
        'SS',
        'İ',
        'con',
        'COM1',
        '.',
        ' ',
        ':',
        '?',
        '\u200d',
        '👩',
        '.lnk',
        '.url',
        '{x}',
        '\ufe0f',
        '/',
        '\\',
        'x'.repeat(250),
        ' (1)',
        '\u3000',
        'desktop.ini',
      ),
      { maxLength: 5 },
    )
    .map(parts => parts.join('')),
)

/** What a file system takes for one name, at its widest. */
const keys = (path: readonly string[]) => [
  path.join('/').toLowerCase(),
  path.join('/').toUpperCase(),
  path.join('/').normalize('NFD').toLowerCase(),
]

test('for any list of names, what is saved is a set of distinct names that every system takes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(part, { minLength: 1, maxLength: 3 }), { maxLength: 20 }),
      paths => {
        const saved = savedPaths(paths)
        expect(saved.map(({ length }) => length)).toEqual(paths.map(({ length }) => length))
        const refused = saved
          .flat()
          .flatMap(name => [
            ...(refuseName(name) === undefined ? [] : [`we refuse ${name}`]),
            ...REFUSALS.filter(([, isRefused]) => isRefused(name)).map(
              ([who]) => `${who} refuses ${name}`,
            ),
          ])
        expect(refused).toEqual([])
        for (const key of [0, 1, 2])
          expect(new Set(saved.map(path => keys(path)[key])).size).toBe(saved.length)
        // No file stands where another has a folder.
        const folders = new Set(
          saved.flatMap(path => path.slice(0, -1).map((_, i) => keys(path.slice(0, i + 1))[0])),
        )
        for (const path of saved) expect(folders.has(keys(path)[0] as string)).toBe(false)
      },
    ),
    { numRuns: 1000 },
  )
})

test('good names stay as they are', () => {
  const paths = [['a', 'b.txt'], ['a', 'c.txt'], ['d (1).tar.gz']]
  expect(savedPaths(paths)).toEqual(paths)
})

test('a name that is made safe twice is the same', () => {
  const isSame = fc.property(part, text => {
    expect(savedName(savedName(text))).toBe(savedName(text))
  })
  fc.assert(isSame, { numRuns: 1000 })
})

test('long names have room for their number, too', () => {
  const saved = savedPaths(Array.from({ length: 1_001 }, () => [`${'x'.repeat(300)}.txt`]))
  for (const name of saved.flat())
    for (const [who, isRefused] of REFUSALS) expect([who, isRefused(name)]).toEqual([who, false])
})

test('100,000 files of one name are numbered in no long time', () => {
  const before = performance.now()
  const saved = savedPaths(Array.from({ length: 100_000 }, () => ['a', 'a.txt']))
  expect(saved.at(-1)).toEqual(['a', 'a (99999).txt'])
  expect(performance.now() - before).toBeLessThan(10_000)
}, 30_000)
