/** How far ahead turns are offered: by the blocks that left us while offers were answered. */
import { expect, test } from 'vitest'
import { BLOCK_BYTES } from '../wire/message.ts'
import { OfferLead } from './offer-lead.ts'

const BLOCKS_PER_PIECE = 16

/** The lead after many answers that each took so many blocks, of so many that we had to send. */
function leadAfter(answers: readonly { readonly ahead: number; readonly left: number }[]): number {
  const lead = new OfferLead(BLOCKS_PER_PIECE)
  for (let i = 0; i < 100; i++)
    for (const { ahead, left } of answers) lead.answered(ahead * BLOCK_BYTES, left * BLOCK_BYTES)
  return lead.blocks
}

test('is nothing before anything is known, and while answers come within the same block', () => {
  expect(leadAfter([])).toBe(0)
  expect(leadAfter([{ ahead: 1, left: 1 }])).toBe(0)
})

test('has time for two answers', () => {
  expect(leadAfter([{ ahead: 5, left: 2 }])).toBe(6)
})

test('grows where the line has fallen idle: the answer took longer than can be told', () => {
  expect(leadAfter([{ ahead: 1, left: 0 }])).toBeGreaterThan(leadAfter([{ ahead: 2, left: 1 }]))
})

test('learns nothing from offers made while the line was idle', () => {
  expect(
    leadAfter([
      { ahead: 0, left: 0 },
      { ahead: 3, left: 2 },
    ]),
  ).toBe(leadAfter([{ ahead: 3, left: 2 }]))
})

test('leaves some of the present piece to come first', () => {
  expect(leadAfter([{ ahead: 40, left: 20 }])).toBe(BLOCKS_PER_PIECE - 2)
})
