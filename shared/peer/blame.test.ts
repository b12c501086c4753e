/** Blocks drawn as letters: lower case is what the piece should be, upper case is bad. */
import { describe, expect, test } from 'vitest'
import type { PeerId } from '../base/ids.ts'
import { randomInt, seededRandom } from '../base/random.ts'
import { BLOCK_BYTES } from '../wire/message.ts'
import { Blame } from './blame.ts'

/** The last block is short. */
const content = (blocks: string): Uint8Array => {
  const bytes = new Uint8Array(blocks.length * BLOCK_BYTES - 100)
  for (const [i, letter] of [...blocks].entries())
    bytes.fill(letter.charCodeAt(0), i * BLOCK_BYTES, (i + 1) * BLOCK_BYTES)
  return bytes
}

/** Senders, one character a block. */
const by = (senders: string) => [...senders] as unknown as PeerId[]

const GOOD = content('abcd')

describe('who sent the bad block', () => {
  test.each([
    ['one block of one sender', 'aBcd', '1232', '2'],
    ['the short last block', 'abcD', '1123', '3'],
    ['two liars at once', 'AbCd', '1232', '13'],
    ['one liar, several blocks', 'AbCD', '1211', '1'],
  ])('%s', (_what, bytes, senders, guilty) => {
    const blame = new Blame(BLOCK_BYTES)
    expect(blame.failed(7, content(bytes), by(senders))).toEqual([])
    expect(blame.passed(7, GOOD).sort()).toEqual([...guilty])
    expect(blame.passed(7, GOOD)).toEqual([])
  })

  test('one byte is enough', () => {
    const bytes = content('abcd')
    bytes[2 * BLOCK_BYTES + 5]!++
    const blame = new Blame(BLOCK_BYTES)
    blame.failed(7, bytes, by('1234'))
    expect(blame.passed(7, GOOD)).toEqual(['3'])
  })

  test('a sole sender is known at once', () => {
    expect(new Blame(BLOCK_BYTES).failed(7, content('aBcd'), by('1111'))).toEqual(['1'])
  })

  test('another piece that passes says nothing', () => {
    const blame = new Blame(BLOCK_BYTES)
    blame.failed(7, content('aBcd'), by('1234'))
    expect(blame.passed(8, GOOD)).toEqual([])
    expect(blame.passed(7, GOOD)).toEqual(['2'])
  })

  const failing = (pieces: number, bytes: Uint8Array) => {
    const blame = new Blame(BLOCK_BYTES)
    for (let piece = 0; piece < pieces; piece++) blame.failed(piece, bytes, by('1234'))
    return Array.from({ length: pieces }, (_, piece) => blame.passed(piece, GOOD).length)
  }

  test('the latest 64 failures are kept, however many there are', () => {
    const named = failing(1_000, content('aBcd'))
    expect(named.reduce((a, b) => a + b)).toBe(64)
    expect(named.slice(1_000 - 64).every(count => count === 1)).toBe(true)
  })

  test('and no more than 64 MiB of them', () => {
    const long = new Uint8Array(10 * 1024 * 1024)
    long.set(content('aBcd'))
    expect(failing(10, long).reduce((a, b) => a + b)).toBe(6)
  })

  test('never the honest, whoever lies', () => {
    const random = seededRandom(1)
    const blame = new Blame(BLOCK_BYTES)
    for (let round = 0; round < 300; round++) {
      const senders = Array.from({ length: 4 }, () => '12345'[randomInt(random, 5)])
      const bad = senders.map((sender, i) =>
        sender! > '3' && random() < 0.7 ? 'ABCD'[i] : 'abcd'[i],
      )
      const isBad = bad.join('') !== 'abcd'
      const named = isBad
        ? [
            ...blame.failed(1, content(bad.join('')), by(senders.join(''))),
            ...blame.passed(1, GOOD),
          ]
        : []
      const liars = senders.filter((_, i) => bad[i]! < 'a')
      expect(new Set(named)).toEqual(new Set(liars))
    }
  })
})
