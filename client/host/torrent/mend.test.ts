import { sha1 } from '@noble/hashes/legacy.js'
import { describe, expect, test } from 'vitest'
import { buildInfo } from '../../../shared/torrent/metainfo.ts'
import type { SharedFile } from '../api.ts'
import { FileStore } from '../storage/files.ts'
import { findAll, mend } from './mend.ts'

const PIECE = 16 * 1024
const NAMES = ['a.bin', 'b.bin', 'c.bin']
const LENGTHS = [1.5 * PIECE, 2 * PIECE, 1.5 * PIECE]
const parts = LENGTHS.map((length, i) => new Uint8Array(length).map((_, at) => (at * 3 + i) % 251))
const content = Uint8Array.from(parts.flatMap(part => [...part]))
const pieceHashes = new Uint8Array(
  [0, 1, 2, 3, 4].flatMap(piece => [...sha1(content.slice(piece * PIECE, (piece + 1) * PIECE))]),
)
const files = NAMES.map((name, i) => ({ path: [name], length: LENGTHS[i] as number }))
const info = buildInfo({ name: 'folder', files, pieceLength: PIECE, pieceHashes, private: false })

const right = (index: number, name = NAMES[index] as string): SharedFile => ({
  file: new File([parts[index] as Uint8Array<ArrayBuffer>], name),
  path: [name],
})
const other = (name: string, length: number): SharedFile => ({
  file: new File([new Uint8Array(length)], name),
  path: [name],
})

/** Files with these indices have changed, and every piece of them has been asked for. */
async function storeWithout(...lost: number[]): Promise<FileStore> {
  const own = NAMES.map((name, i) =>
    lost.includes(i) ? other(name, LENGTHS[i] as number).file : right(i).file,
  )
  const store = new FileStore(info, own)
  for (let piece = 0; piece < 5; piece++) await store.read(piece).catch(() => undefined)
  return store
}

const held = async (store: FileStore) => [...(await store.held())]

describe('files chosen in the place of lost ones', () => {
  test.each<[string, SharedFile]>([
    ['under its name', right(1)],
    ['renamed', right(1, 'b (copy).bin')],
    ['in its folder', { ...right(1), path: ['folder', 'b.bin'] }],
  ])('are taken if their bytes are the same: %s', async (_, chosen) => {
    const store = await storeWithout(1)
    expect(await held(store)).toEqual([0, 4])
    expect(await mend(info, store, [chosen])).toEqual({ mended: [1], wrong: [] })
    expect(await held(store)).toEqual([0, 1, 2, 3, 4])
    expect(store.failed.size).toBe(0)
  })

  test('all that was shared may be chosen, though one was lost', async () => {
    const store = await storeWithout(2)
    expect(await mend(info, store, [right(0), right(1), right(2)])).toMatchObject({ mended: [2] })
    expect(await held(store)).toEqual([0, 1, 2, 3, 4])
  })

  test('one of two: it is taken, and the piece that both share stays lost', async () => {
    const store = await storeWithout(1, 2)
    expect(await mend(info, store, [right(1)])).toEqual({ mended: [1], wrong: [] })
    expect(await held(store)).toEqual([0, 1, 2])
    expect([...store.failed]).toEqual([2])
    expect(await mend(info, store, [right(2)])).toEqual({ mended: [2], wrong: [] })
    expect(await held(store)).toEqual([0, 1, 2, 3, 4])
  })

  test.each<[string, SharedFile]>([
    ['of the same size', other('b.bin', 2 * PIECE)],
    ['longer', other('b.bin', 2 * PIECE + 1)],
  ])('with other bytes are named, and nothing changes: %s', async (_, chosen) => {
    const store = await storeWithout(1)
    expect(await mend(info, store, [chosen])).toEqual({ mended: [], wrong: [chosen] })
    expect(await held(store)).toEqual([0, 4])
    expect([...store.failed]).toEqual([1])
  })

  test('that are something else altogether are not looked at', async () => {
    const store = await storeWithout(1)
    expect(await mend(info, store, [other('film.mp4', 5)])).toEqual({ mended: [], wrong: [] })
  })
})

describe('a share whose files are all gone', () => {
  test('is there again once all of them are chosen, in any order', async () => {
    const { files, mended } = await findAll(info, [right(2), right(0), right(1)])
    expect(files?.map(({ name }) => name)).toEqual(NAMES)
    expect(mended).toEqual([0, 1, 2])
  })

  test('is not by some of them, and not by others', async () => {
    expect(await findAll(info, [right(0)])).toEqual({ mended: [], wrong: [] })
    const wrong = other('b.bin', 2 * PIECE)
    expect(await findAll(info, [right(0), wrong, right(2)])).toEqual({ mended: [], wrong: [wrong] })
  })
})
