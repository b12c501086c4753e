import { expect, test } from 'vitest'
import { slotsByRate } from './slot-count.ts'

const KB = 1024

test.each([
  ['nobody takes anything: one, to begin with', [], 1],
  ['one that takes nothing', [0], 1],
  ['one that takes little', [KB], 2],
  ['each further slot must be worth more', [9 * KB, 9 * KB, 4 * KB], 3],
  ['idle ones are no reason for more', [9 * KB, 0, 0, 0], 2],
  ['a line of 100 KiB/s shared by 6', new Array(6).fill((100 / 6) * KB), 7],
  ['the same line shared by 9: each has too little for more', new Array(9).fill((100 / 9) * KB), 7],
])('%s', (_why, rates, slots) => {
  expect(slotsByRate(rates)).toBe(slots)
  expect(slotsByRate([...rates].reverse())).toBe(slots)
})
