import { expect, test } from 'vitest'
import type { Info } from '../../../shared/torrent/info.ts'
import { FileStore, readRange } from './files.ts'

const blobs = ['abc', '', 'defgh', 'i'].map(text => ({
  blob: new Blob([text]),
  length: text.length,
}))
const text = async (offset: number, length: number) =>
  new TextDecoder().decode(await readRange(blobs, offset, length))

test('reads any range of the files laid end to end', async () => {
  const whole = 'abcdefghi'
  for (let from = 0; from < whole.length; from++)
    for (let to = from + 1; to <= whole.length; to++)
      expect(await text(from, to - from)).toBe(whole.slice(from, to))
})

test('a file that has become shorter is told, not served short', async () => {
  await expect(text(8, 2)).rejects.toMatchObject({ name: 'StoreError', code: 'lost' })
})

test('a file that has become shorter or longer moves no other', async () => {
  const [first, ...rest] = blobs
  for (const changed of ['', 'a', 'abcabc']) {
    const files = [{ blob: new Blob([changed]), length: first?.length ?? 0 }, ...rest]
    expect(new TextDecoder().decode(await readRange(files, 3, 6))).toBe('defghi')
  }
})

test('one’s own files are never written', async () => {
  const info = { length: 9, pieceLength: 4, pieceCount: 3 } as Info
  const store = new FileStore(info, [new File(['abcdefghi'], 'a')])
  expect((await store.held()).isFull).toBe(true)
  await expect(store.write()).rejects.toMatchObject({ code: 'refused' })
})
