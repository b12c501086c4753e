import { expect, test } from 'vitest'
import { chosenFiles, MAX_SHARED_FILES, walk } from './collect.ts'

const file = (name: string): FileSystemEntry =>
  ({
    name,
    isFile: true,
    isDirectory: false,
    file: (done: (file: File) => void) => done(new File(['x'], name)),
  }) as unknown as FileSystemEntry

/** Gives its children `batch` at a time, as browsers do. */
const folder = (name: string, children: FileSystemEntry[], batch = 100): FileSystemEntry =>
  ({
    name,
    isFile: false,
    isDirectory: true,
    createReader: () => {
      let at = 0
      return {
        readEntries: (done: (some: FileSystemEntry[]) => void) => {
          done(children.slice(at, at + batch))
          at += batch
        },
      }
    },
  }) as unknown as FileSystemEntry

const paths = (shared: readonly { path: readonly string[] }[]) =>
  shared.map(({ path }) => path.join('/'))

test('a dropped folder is walked to its leaves, through every batch, without litter', async () => {
  const tree = folder(
    'trip',
    [file('a.jpg'), folder('day 1', [file('b.jpg'), file('.DS_Store')]), file('c.jpg')],
    1,
  )
  expect(paths(await walk([tree, file('note.txt')]))).toEqual([
    'trip/a.jpg',
    'trip/day 1/b.jpg',
    'trip/c.jpg',
    'note.txt',
  ])
})

test('a folder without end is refused with a sentence, not walked', async () => {
  const many = Array.from({ length: MAX_SHARED_FILES + 1 }, (_, i) => file(`${i}`))
  await expect(walk([folder('all', many)])).rejects.toMatchObject({
    code: 'too-large',
    message: expect.stringContaining('ZIP'),
  })
})

test('an unreadable file is named', async () => {
  const locked = {
    ...file('secret'),
    file: (_: unknown, fail: (error: unknown) => void) => fail(new DOMException('no')),
  } as unknown as FileSystemEntry
  await expect(walk([locked])).rejects.toMatchObject({
    code: 'unreadable-file',
    message: expect.stringContaining('secret'),
  })
})

test('a file that somebody chose by itself is never litter', () => {
  expect(paths(chosenFiles([new File(['x'], 'desktop.ini')]))).toEqual(['desktop.ini'])
})
