import { expect, test } from 'vitest'
import { endingOf, safeTypeOf } from './open-file.ts'

test.each([
  ['photo.JPG', 'image/jpeg'],
  ['a.b.mp4', 'video/mp4'],
  ['notes.md', 'text/plain;charset=utf-8'],
  ['paper.pdf', 'application/pdf'],
])('%s may be opened as %s', (name, type) => {
  expect(safeTypeOf(name)).toBe(type)
})

test.each([
  'page.html',
  'page.htm',
  'page.xhtml',
  'drawing.svg',
  'feed.xml',
  'style.xsl',
  'program.js',
  'archive.mht',
  'photo.jpg.html',
  'photo.jpg ',
  'noending',
  '.txt',
  'x.constructor',
  'x.__proto__',
])('%s is never opened', name => {
  expect(safeTypeOf(name)).toBeUndefined()
})

test('an ending is what stands behind the last dot', () => {
  expect(endingOf('a.tar.GZ')).toBe('gz')
  expect(endingOf('.gitignore')).toBe('')
  expect(endingOf('a.')).toBe('')
})
