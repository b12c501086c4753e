import { describe, expect, test } from 'vitest'
import { Bitfield } from './bitfield.ts'
import { randomInt, seededRandom } from './random.ts'

describe('a bitfield', () => {
  test('lies as BEP 3 draws it: piece 0 is the high bit of the first byte', () => {
    const pieces = new Bitfield(11)
    pieces.add(0)
    pieces.add(9)
    expect([...pieces.bytes]).toEqual([0b1000_0000, 0b0100_0000])
    expect([...Bitfield.full(11).bytes]).toEqual([0b1111_1111, 0b1110_0000])
  })

  test.each([1, 7, 8, 9, 64, 65])('of %i pieces takes exactly its own bytes', size => {
    const full = Bitfield.full(size)
    expect(Bitfield.parse(size, full.bytes)?.isFull).toBe(true)
    expect(Bitfield.parse(size, full.bytes.subarray(1))).toBeUndefined()
    expect(Bitfield.parse(size, Uint8Array.of(...full.bytes, 0))).toBeUndefined()
  })

  test('with any spare bit set is refused', () => {
    for (let spare = 3; spare < 8; spare++) {
      expect(Bitfield.parse(3, Uint8Array.of(0x80 >> spare)), `bit ${spare}`).toBeUndefined()
    }
    expect(Bitfield.parse(3, Uint8Array.of(0b1010_0000))?.count).toBe(2)
  })

  test('keeps its own bytes: what a remote sent may be overwritten', () => {
    const received = Uint8Array.of(0b1100_0000)
    const pieces = Bitfield.parse(2, received)
    received.fill(0)
    expect(pieces?.isFull).toBe(true)
  })

  test('agrees with a set, whatever is added and deleted', () => {
    const random = seededRandom(1)
    const pieces = new Bitfield(37)
    const model = new Set<number>()
    for (let step = 0; step < 2_000; step++) {
      const piece = randomInt(random, 37)
      if (random() < 0.5) {
        expect(pieces.add(piece)).toBe(!model.has(piece))
        model.add(piece)
      } else expect(pieces.delete(piece)).toBe(model.delete(piece))
      expect(pieces.count).toBe(model.size)
    }
    expect([...pieces]).toEqual([...model].sort((a, b) => a - b))
    expect(new Bitfield(37, pieces.bytes).count).toBe(model.size)
  })

  test('finds the first that another has too', () => {
    const random = seededRandom(2)
    for (let round = 0; round < 300; round++) {
      const size = 1 + randomInt(random, 200)
      const [mine, theirs] = [new Bitfield(size), new Bitfield(size)]
      const density = random() ** 2
      for (let i = 0; i < size; i++) {
        if (random() < density) mine.add(i)
        if (random() < density) theirs.add(i)
      }
      const from = randomInt(random, size)
      const to = from + randomInt(random, size - from + 1)
      const expected = [...mine].find(i => i >= from && i < to && theirs.has(i))
      expect(mine.firstCommon(theirs, from, to)).toBe(expected)
    }
  })
})
