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

const locked = (name: string): FileSystemEntry =>
  ({
    ...file(name),
    file: (_: unknown, fail: (error: unknown) => void) => fail(new DOMException('no')),
  }) as unknown as FileSystemEntry

const lockedFolder = (name: string): FileSystemEntry =>
  ({
    ...folder(name, []),
    createReader: () => ({
      readEntries: (_: unknown, fail: (error: unknown) => void) => fail(new DOMException('no')),
    }),
  }) as unknown as FileSystemEntry

const paths = (shared: readonly { path: readonly string[] }[]) =>
  shared.map(({ path }) => path.join('/'))

test('a dropped folder is walked to its leaves, through every batch, without litter', async () => {
  const tree = folder(
    'trip',
    [file('a.jpg'), folder('day 1', [file('b.jpg'), file('.DS_Store')]), file('c.jpg')],
    1,
  )
  expect(paths((await walk([tree, file('note.txt')])).files)).toEqual([
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

test('what cannot be read is named, and the rest is there', async () => {
  const tree = folder('p', [file('a'), locked('secret'), lockedFolder('private'), file('b')])
  const { files, unreadable, empty } = await walk([tree])
  expect(paths(files)).toEqual(['p/a', 'p/b'])
  expect(unreadable).toEqual(['secret', 'private'])
  expect(empty).toEqual([])
})

test('folders without a file are named, the outermost of them', async () => {
  const litter = folder('litter', [file('.DS_Store')])
  const deep = folder('deep', [folder('inner', []), folder('other', [])])
  const tree = folder('p', [file('a'), folder('empty', []), litter, deep])
  expect((await walk([tree])).empty).toEqual(['empty', 'litter', 'deep'])
  expect(await walk([folder('alone', [folder('in it', [])])])).toEqual({
    files: [],
    unreadable: [],
    empty: ['alone'],
  })
})

test('many files are counted while they are found, and it can be cancelled', async () => {
  const cancelling = new AbortController()
  const counts: number[] = []
  const onFound = (count: number) => {
    counts.push(count)
    if (count === 3) cancelling.abort()
  }
  const many = folder(
    'many',
    Array.from({ length: 9 }, (_, i) => file(`${i}`)),
  )
  const walking = walk([many], { signal: cancelling.signal, onFound })
  await expect(walking).rejects.toMatchObject({ code: 'cancelled' })
  expect(counts).toEqual([1, 2, 3])
})

test('a file that somebody chose by itself is never litter', () => {
  expect(paths(chosenFiles([new File(['x'], 'desktop.ini')]))).toEqual(['desktop.ini'])
})
