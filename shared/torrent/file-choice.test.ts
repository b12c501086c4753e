import { expect, test } from 'vitest'
import { Bitfield } from '../base/bitfield.ts'
import { type Random, randomInt, seededRandom } from '../base/random.ts'
import { forSeeds } from '../testing/seeds.ts'
import {
  FIRST,
  heldBytesOf,
  NORMAL,
  NOT_WANTED,
  type Priority,
  piecePriorities,
  piecesOf,
  wantedBytes,
} from './file-choice.ts'
import type { Info } from './info.ts'

/** Files drawn byte by byte, a letter each ('.' is padding): 'aaabb..c', in pieces of 4. */
function drawn(bytes: string, pieceLength = 4): Info {
  const files = [...new Set(bytes.replaceAll('.', ''))].map(letter => ({
    path: [letter],
    offset: bytes.indexOf(letter),
    length: bytes.lastIndexOf(letter) + 1 - bytes.indexOf(letter),
  }))
  const pieceCount = Math.ceil(bytes.length / pieceLength)
  return { length: bytes.length, pieceLength, pieceCount, files } as unknown as Info
}

const prioritiesOf = (bytes: string, ...files: Priority[]): string =>
  piecePriorities(drawn(bytes), files).join('')

test.each([
  ['all of one piece', 'aabb', [4, 0], '4'],
  ['a border in mid-piece: fetched for either', 'aaaaaabbbbbb', [4, 0], '440'],
  ['a border in mid-piece: fetched for either', 'aaaaaabbbbbb', [0, 4], '044'],
  ['a border between pieces', 'aaaabbbb', [4, 0], '40'],
  ['the higher wins', 'aaaaaabbbbbb', [1, 7], '177'],
  ['a small file in the middle of a piece', 'aaaaabaaaa'.replace(/a+$/, 'cccc'), [0, 4, 0], '040'],
  ['nothing', 'aaaabbbb', [0, 0], '00'],
  ['padding alone in a piece comes with everything', 'aa......bbbb', [4, 4], '444'],
  ['and not with less', 'aa......bbbb', [0, 4], '004'],
] as const)('%s: %s', (_what, bytes, files, pieces) => {
  expect(prioritiesOf(bytes, ...(files as unknown as Priority[]))).toBe(pieces)
})

test('an empty file needs no piece, wherever it stands', () => {
  const file = { path: ['e'], length: 0, index: 0 }
  for (const offset of [0, 3, 4, 12]) {
    const { first, end } = piecesOf({ pieceLength: 4 }, { ...file, offset })
    expect(end - first).toBe(0)
  }
})

test('against the plain definition, byte by byte', () => {
  forSeeds(300, { file: 'shared/torrent/file-choice.test.ts', only: process.env.SEED }, seed => {
    const random = seededRandom(seed)
    const bytes = randomFiles(random)
    const info = drawn(bytes, 1 + randomInt(random, 6))
    const files = info.files.map(() => randomInt(random, 8) as Priority)
    const held = new Bitfield(info.pieceCount)
    for (let piece = 0; piece < info.pieceCount; piece++) if (random() < 0.5) held.add(piece)

    const pieces = piecePriorities(info, files)
    const letters = info.files.map(({ path }) => path[0] as string)
    const everything = files.every(priority => priority > NOT_WANTED)
    let wanted = 0
    let wantedHeld = 0
    for (let piece = 0; piece < info.pieceCount; piece++) {
      const inside = bytes.slice(piece * info.pieceLength, (piece + 1) * info.pieceLength)
      const owners = letters.filter(letter => inside.includes(letter))
      const highest = Math.max(0, ...owners.map(owner => files[letters.indexOf(owner)] ?? 0))
      expect(pieces[piece]).toBe(owners.length > 0 ? highest : everything ? NORMAL : 0)
      if (pieces[piece] === 0) continue
      wanted += inside.length
      if (held.has(piece)) wantedHeld += inside.length
    }
    expect(wantedBytes(info, pieces)).toBe(wanted)
    expect(wantedBytes(info, pieces, held.bytes)).toBe(wantedHeld)
    for (const file of info.files) {
      const there = Array.from({ length: file.length }, (_, i) => file.offset + i).filter(at =>
        held.has(Math.floor(at / info.pieceLength)),
      )
      expect(heldBytesOf(info, file, held.bytes)).toBe(there.length)
    }
  })
})

test('first is before normal', () => {
  expect(FIRST).toBeGreaterThan(NORMAL)
})

/** 'aaa..bccc': one to six files, padding between some. */
function randomFiles(random: Random): string {
  const lengths = Array.from({ length: 1 + randomInt(random, 6) }, () => 1 + randomInt(random, 12))
  return lengths
    .map((length, i) => {
      const padding = random() < 0.3 ? '.'.repeat(randomInt(random, 9)) : ''
      return 'abcdef'.charAt(i).repeat(length) + padding
    })
    .join('')
}
