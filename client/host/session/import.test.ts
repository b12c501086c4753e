import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { pieceHashAt } from '../../../shared/torrent/info.ts'
import type { SharedFile } from '../api.ts'
import { importFiles } from './import.ts'

const file = (path: string, content: BlobPart): SharedFile => ({
  file: new File([content], path.split('/').at(-1) as string),
  path: path.split('/'),
})

test('a file becomes a torrent of its name, each piece with its SHA-1', async () => {
  const content = Uint8Array.from({ length: 600_000 }, (_, i) => i * 7)
  const progress: number[] = []
  const { info } = await importFiles([file('a.bin', content)], {
    onProgress: (done, total) => progress.push(done / total),
  })
  expect(info).toMatchObject({ name: 'a.bin', length: 600_000, pieceLength: 262144, pieceCount: 3 })
  for (const piece of [0, 1, 2]) {
    const expected = createHash('sha1').update(
      content.subarray(piece * 262144, (piece + 1) * 262144),
    )
    expect(Buffer.from(pieceHashAt(info, piece))).toEqual(expected.digest())
  }
  expect(progress.at(-1)).toBe(1)
  expect(progress).toEqual(progress.toSorted())
})

test('a folder keeps its tree, in whatever order its files come', async () => {
  const dropped = [file('pics/b/2.jpg', 'two'), file('pics/1.jpg', 'one')]
  const { info, files } = await importFiles(dropped)
  expect(info.name).toBe('pics')
  expect(info.files.map(({ path, length }) => [path.join('/'), length])).toEqual([
    ['1.jpg', 3],
    ['b/2.jpg', 3],
  ])
  expect(files.map(({ name }) => name)).toEqual(['1.jpg', '2.jpg'])
  expect((await importFiles(dropped.toReversed())).info.bytes).toEqual(info.bytes)
})

test('loose files go into a folder that is named after the first', async () => {
  const { info } = await importFiles([file('b', 'x'), file('a', 'y')])
  expect(info.name).toBe('a and 1 more')
  expect(info.files.map(({ path }) => path.join('/'))).toEqual(['a', 'b'])
})

test('an empty file in a folder stays', async () => {
  const { info } = await importFiles([file('f/empty', ''), file('f/full', 'x')])
  expect(info.files.map(({ length }) => length)).toEqual([0, 1])
})

test.each([
  ['no-files', []],
  ['empty-files', [file('a', '')]],
] as const)('%s is told', async (code, files) => {
  await expect(importFiles(files)).rejects.toMatchObject({ name: 'HostError', code })
})

test('equal names are numbered, as every system sees them', async () => {
  const { info, files } = await importFiles([file('d/a.txt', 'x'), file('d/A.txt', 'yy')])
  expect(info.files.map(({ path }) => path.join('/'))).toEqual(['A.txt', 'a (1).txt'])
  expect(files.map(({ size }) => size)).toEqual([2, 1])
})

test('pasted images and files chosen twice are numbered', async () => {
  const image = () => file('image.png', 'x')
  const { info } = await importFiles([image(), image(), image(), file('image (1).png', 'y')])
  expect(info.files.map(({ path }) => path.join('/')).toSorted()).toEqual([
    'image (1).png',
    'image (2).png',
    'image (3).png',
    'image.png',
  ])
})

test('files that cannot be read are named, all of them, so that the rest can be shared', async () => {
  const locked = (path: string) => {
    const shared = file(path, 'xyz')
    const refuse = () => Promise.reject(new DOMException('no', 'NotReadableError'))
    shared.file.slice = () => Object.assign(new Blob(['xyz']), { arrayBuffer: refuse })
    return shared
  }
  const short = file('d/short', 'xyz')
  short.file.slice = () => new Blob([])
  const bad = [locked('d/locked'), short]
  const all = [file('d/a', 'a'.repeat(300_000)), ...bad, file('d/z', 'z'.repeat(300_000))]
  const error = await importFiles(all).catch(reason => reason)
  expect(error).toMatchObject({ name: 'HostError', code: 'unreadable-file', files: bad })
  expect(error.message).toMatch(/^“locked” and 1 more cannot be read\./)
  const rest = await importFiles(all.filter(each => !error.files.includes(each)))
  expect(rest.info.files.map(({ path }) => path[0])).toEqual(['a', 'z'])
})

test('pieces that several files share are kept, and no others', async () => {
  const content = new Uint8Array(300_000)
  const { info, kept } = await importFiles(['a', 'b', 'c'].map(name => file(name, content)))
  expect(info.pieceLength).toBe(262_144)
  expect([...kept.keys()].toSorted()).toEqual([1, 2])
  expect((await importFiles([file('a', content)])).kept.size).toBe(0)
})

test('can be cancelled in the middle', async () => {
  const abort = new AbortController()
  const importing = importFiles([file('a', new Uint8Array(2_000_000))], {
    signal: abort.signal,
    onProgress: () => abort.abort(),
  })
  await expect(importing).rejects.toMatchObject({ code: 'cancelled' })
})
