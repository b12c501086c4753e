import { expect, test } from 'vitest'
import { encodeDontHave, parseDontHave } from './dont-have.ts'

test('a piece that is gone comes through: four bytes, as BEP 54 has them', () => {
  expect([...encodeDontHave(0x01020304)]).toEqual([1, 2, 3, 4])
  for (const piece of [0, 1, 2 ** 31, 2 ** 32 - 1])
    expect(parseDontHave(encodeDontHave(piece))).toBe(piece)
})

test('it is read from the middle of what came', () => {
  expect(parseDontHave(Uint8Array.of(9, 9, 0, 0, 0, 7, 9).subarray(2, 6))).toBe(7)
})

test.each([0, 3, 5])('%i bytes are refused', length => {
  expect(() => parseDontHave(new Uint8Array(length))).toThrow(
    expect.objectContaining({ code: 'bad-length' }),
  )
})
