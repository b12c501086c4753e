/** What every store keeps to when a piece of it cannot be read: one suite, run on each kind of failure. */
import 'fake-indexeddb/auto'
import {
  appendFileSync,
  mkdtempSync,
  openAsBlob,
  rmSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sha1 } from '@noble/hashes/legacy.js'
import { afterAll, describe, expect, test } from 'vitest'
import type { Info } from '../../../shared/torrent/info.ts'
import { buildInfo } from '../../../shared/torrent/metainfo.ts'
import { ManualClock } from '../../testing/manual-clock.ts'
import { PieceCache } from './cache.ts'
import { DiskStore } from './disk.ts'
import { FileStore } from './files.ts'
import { Database } from './idb.ts'
import { MemoryStore } from './memory.ts'
import type { PieceStore } from './piece-store.ts'

const PIECE = 16 * 1024
/** Of 1.5, 2 and 1.5 pieces: `b.bin` has one piece for itself, and shares one with each neighbour. */
const LENGTHS = [1.5 * PIECE, 2 * PIECE, 1.5 * PIECE]
const NAMES = ['a.bin', 'b.bin', 'c.bin']
const content = Uint8Array.from({ length: 5 * PIECE }, (_, i) => (i * 7 + (i >> 9)) % 251)
const info: Info = infoOf()

const folder = mkdtempSync(join(tmpdir(), 'tabswarm-reads-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let nextName = 0

interface Scene {
  readonly store: PieceStore
  /** Pieces 1, 2 and 3 (or a part of them) go. */
  lose(): Promise<void> | void
  /** Of pieces 0 to 4, those that can be read afterwards. */
  readonly left: readonly number[]
  readonly reason: RegExp
}

const OF_FILE = /“b\.bin” was moved, changed or deleted/

const scenes: [string, () => Promise<Scene>][] = [
  ['memory, dropped', async () => dropped(new MemoryStore(info))],
  ['disk, dropped', async () => dropped(new DiskStore(info, name(), new ManualClock()))],
  ['disk, gone from the browser’s storage', gone],
  ['a file, touched', () => changed(path => utimesSync(path, new Date(), new Date(9e12)))],
  ['a file, appended to', () => changed(path => appendFileSync(path, 'x'))],
  ['a file, cut', () => changed(path => truncateSync(path, 100))],
  ['a file, deleted', () => changed(path => unlinkSync(path))],
  ['a file, emptied', () => changed(path => truncateSync(path, 0))],
  ['a file with other bytes, which the browser reads', overwritten],
]

describe.each(scenes)('%s', (_, make) => {
  test('only what is gone fails, with a sentence, and whoever asks for the rest gets it', async () => {
    const { store, lose, left, reason } = await make()
    await lose()
    const cache = new PieceCache(store, info)
    for (const piece of [0, 1, 2, 3, 4]) {
      // All at once, as blocks are asked for.
      const answers = await Promise.allSettled([cache.load(piece), cache.load(piece)])
      for (const answer of answers) {
        if (left.includes(piece))
          expect(answer).toEqual({ status: 'fulfilled', value: pieceAt(piece) })
        else expect(answer).toMatchObject({ reason: { message: expect.stringMatching(reason) } })
      }
    }
  })

  test('a piece that is there alone is read as well as with its neighbours', async () => {
    const { store, lose, left } = await make()
    await lose()
    for (const piece of left) expect(await store.read(piece)).toEqual(pieceAt(piece))
    expect([...(await store.readMany(0, 5)).keys()]).toEqual(left)
  })
})

describe('files', () => {
  test('once one piece has failed the others of its file are looked at, and told', async () => {
    const { store, lose } = await changed(path => unlinkSync(path))
    const told = watched(store)
    await lose()
    await expect(store.read(2)).rejects.toMatchObject({ code: 'lost' })
    await expect.poll(() => told.lost).toEqual([1, 3])
    expect(told.reason).toMatch(OF_FILE)
    expect([...(await store.held())]).toEqual([0, 4])
    expect([...(store as FileStore).failed]).toEqual([1])
  })

  test('chosen anew, they hold what they held, and say so', async () => {
    const { store, lose } = await changed(path => utimesSync(path, new Date(), new Date(9e12)))
    const told = watched(store)
    await lose()
    await expect(store.read(2)).rejects.toMatchObject({ code: 'lost' })
    await expect.poll(() => told.lost).toEqual([1, 3])
    ;(store as FileStore).replace(filesInMemory(), [0, 1, 2, 3, 4])
    expect(told.found).toEqual([1, 2, 3])
    expect((store as FileStore).failed.size).toBe(0)
    expect(await store.read(2)).toEqual(pieceAt(2))
  })

  test('chosen anew while the others are looked at, they lose nothing afterwards', async () => {
    const single = infoOf([3 * PIECE])
    const bytes = content.slice(0, 3 * PIECE)
    let refuse = () => {}
    const refused = new Promise<never>((_, reject) => {
      refuse = () => reject(new DOMException('gone', 'NotReadableError'))
    })
    refused.catch(() => undefined)
    const own = new File([bytes], 'a.bin')
    // Pieces 0 and 1 fail at once, and piece 2 only when it is told to.
    own.slice = from => {
      const arrayBuffer = () => (from === 2 * PIECE ? refused : Promise.reject(new Error('gone')))
      return Object.assign(new Blob([]), { arrayBuffer })
    }
    const store = new FileStore(single, [own])
    const told = watched(store)
    await expect(store.read(0)).rejects.toMatchObject({ code: 'lost' })
    await expect.poll(async () => [...(await store.held())]).toEqual([2])
    store.replace([new File([bytes], 'a.bin')], [0, 1, 2])
    refuse()
    await store.read(2)
    await new Promise(resolve => setImmediate(resolve))
    expect(told).toMatchObject({ found: [0, 1], lost: [] })
  })

  test('what was kept of pieces that several files share is there still', async () => {
    const kept = new Map([1, 3].map(piece => [piece, pieceAt(piece)]))
    const files = filesInMemory().map((file, i) => (i === 1 ? new File([], 'b.bin') : file))
    const store = new FileStore(info, files, kept)
    expect([...(await store.readMany(0, 5)).keys()]).toEqual([0, 1, 3, 4])
    await expect(store.read(2)).rejects.toThrow(OF_FILE)
    expect([...(await store.held())]).toEqual([0, 1, 3, 4])
  })

  test('where several share a piece and none is known to be bad, all are named', async () => {
    const small = infoOf([10, 10, 10])
    const files = [10, 10, 10].map((length, i) => new File([new Uint8Array(length)], `${i}`))
    const store = new FileStore(small, files)
    await expect(store.read(0)).rejects.toThrow('One of “a.bin”, “b.bin”, “c.bin” was moved')
  })
})

function watched(store: PieceStore) {
  const told = { lost: [] as number[], found: [] as number[], reason: '' }
  store.watch?.({
    lost(pieces, reason) {
      told.lost.push(...pieces)
      told.reason = reason
    },
    found: pieces => void told.found.push(...pieces),
  })
  return told
}

async function dropped(store: PieceStore): Promise<Scene> {
  for (const piece of [0, 1, 2, 3, 4]) await store.write(piece, pieceAt(piece))
  return { store, lose: () => store.drop([1, 2, 3]), left: [0, 4], reason: /no longer in/ }
}

async function gone(): Promise<Scene> {
  const database = name()
  const scene = await dropped(new DiskStore(info, database, new ManualClock()))
  return { ...scene, lose: () => new Database(database).deleteMany([1, 2, 3]) }
}

async function changed(change: (path: string) => void): Promise<Scene> {
  const path = join(folder, name())
  writeFileSync(path, partOf(1))
  const own = new File([await openAsBlob(path)], 'b.bin')
  const files = filesInMemory().map((file, i) => (i === 1 ? own : file))
  const store = new FileStore(info, files)
  return { store, lose: () => change(path), left: [0, 4], reason: OF_FILE }
}

/** The browser reads what is there now, with the length that the file had. */
async function overwritten(): Promise<Scene> {
  const bytes = partOf(1)
  bytes.fill(7, PIECE / 2 + 1, PIECE / 2 + 9)
  const files = filesInMemory().map((file, i) => (i === 1 ? new File([bytes], 'b.bin') : file))
  return { store: new FileStore(info, files), lose: () => {}, left: [0, 1, 3, 4], reason: OF_FILE }
}

function infoOf(lengths = LENGTHS): Info {
  const length = lengths.reduce((sum, each) => sum + each, 0)
  const count = Math.ceil(length / PIECE)
  const pieceHashes = new Uint8Array(20 * count)
  for (let piece = 0; piece < count; piece++)
    pieceHashes.set(sha1(content.slice(piece * PIECE, (piece + 1) * PIECE)), 20 * piece)
  const files = lengths.map((each, i) => ({ path: [NAMES[i] as string], length: each }))
  return buildInfo({ name: 'folder', files, pieceLength: PIECE, pieceHashes, private: false })
}

function partOf(index: number): Uint8Array<ArrayBuffer> {
  const { offset, length } = info.files[index] as Info['files'][number]
  return content.slice(offset, offset + length)
}

function filesInMemory(): File[] {
  return NAMES.map((each, i) => new File([partOf(i)], each))
}

function pieceAt(piece: number): Uint8Array<ArrayBuffer> {
  return content.slice(piece * PIECE, (piece + 1) * PIECE)
}

function name(): string {
  return `reads-${nextName++}`
}
