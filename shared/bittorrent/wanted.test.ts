/** A choice of pieces, as the exchange keeps to it: what is left out is asked of nobody. */
import { expect, test } from 'vitest'
import { Bitfield } from '../base/bitfield.ts'
import { randomInt, seededRandom } from '../base/random.ts'
import { Stage } from '../testing/exchange-stage.ts'
import { forSeeds } from '../testing/seeds.ts'
import { BLOCK_BYTES } from '../wire/message.ts'
import { Wanted } from './wanted.ts'

/** A digit for each piece. */
const prioritise = (stage: Stage, drawn: string) =>
  stage.exchange.prioritise(Uint8Array.from([...drawn].map(Number)), stage.now)

const askedPieces = (stage: Stage): number[] => [
  ...new Set(
    stage.sent.flatMap(({ message }) => (message.type === 'request' ? message.piece : [])),
  ),
]

/** The remotes answer all they are asked, for as long as they are asked. */
function answerAll(stage: Stage): void {
  for (;;) {
    const link = stage.links.find(each => stage.requests(each).length > 0)
    if (link === undefined) return
    stage.answer(link)
  }
}

test('what is left out is never asked for; the rest is all that is missing', () => {
  const stage = new Stage({ pieces: 6 })
  prioritise(stage, '404044')
  for (const link of [1, 2]) stage.join(link, '******')
  expect(stage.exchange.isFinished).toBe(false)
  answerAll(stage)
  expect([stage.held, stage.exchange.isFinished]).toEqual(['* * **', true])
  expect(askedPieces(stage).sort()).toEqual([0, 2, 4, 5])
})

test('wanted after all, it is asked for, and interest told again', () => {
  const stage = new Stage({ pieces: 3 })
  prioritise(stage, '440')
  stage.join(1, '***')
  answerAll(stage)
  expect(stage.heard(1)).toContain('notInterested')
  prioritise(stage, '444')
  expect(stage.heard(1)).toContain('interested')
  answerAll(stage)
  expect([stage.held, stage.exchange.isFinished]).toEqual(['***', true])
})

test('no request and no interest for a remote that has only what is left out', () => {
  const stage = new Stage({ pieces: 4 })
  prioritise(stage, '4400')
  stage.join(1, '  **')
  expect([stage.asks(1), stage.heard(1)]).toEqual(['', []])
  stage.say(1, { type: 'have', piece: 0 })
  expect(stage.heard(1)).toContain('interested')
})

test('left out in the middle: requests are taken back, and what came of it is waste', () => {
  const stage = new Stage({ pieces: 2, blocks: 8 })
  prioritise(stage, '40')
  stage.join(1, '**')
  stage.answer(1, 3)
  stage.heard(1)
  prioritise(stage, '04')
  const heard = stage.heard(1)
  expect(heard.filter(type => type === 'cancel').length).toBeGreaterThan(0)
  expect(stage.requests(1).every(({ piece }) => piece === 1)).toBe(true)
  expect(stage.exchange.downloads.partials.wasted).toBe(3 * BLOCK_BYTES)
  answerAll(stage)
  expect([stage.held, stage.exchange.isFinished]).toEqual([' *', true])
  expect(stage.exchange.downloaded).toBe(8 * BLOCK_BYTES - BLOCK_BYTES / 2)
})

test('a piece that is left out while it is written is held, and does no harm', () => {
  const stage = new Stage({ pieces: 2, fastDisk: false })
  stage.join(1, '* ')
  answerAll(stage)
  prioritise(stage, '04')
  stage.hold(stage.received[0] as (typeof stage.received)[number])
  expect([stage.held, stage.exchange.isFinished]).toEqual(['* ', false])
  stage.say(1, { type: 'have', piece: 1 })
  answerAll(stage)
  stage.hold(stage.received[0] as (typeof stage.received)[number])
  expect(stage.exchange.isFinished).toBe(true)
})

test('what is wanted most comes first, though it is the most common', () => {
  const stage = new Stage({ pieces: 5, blocks: 1 })
  prioritise(stage, '44474')
  stage.join(1, '   * ')
  stage.join(2, '*****', { unchokes: false })
  stage.leave(1)
  stage.say(2, { type: 'unchoke' })
  expect(stage.asks(2).startsWith('3.0')).toBe(true)
})

test('a wanted piece that can no longer be read is missing again, one left out is not missed', () => {
  const stage = new Stage({ pieces: 2, held: '**' })
  prioritise(stage, '40')
  stage.lose(1)
  expect(stage.exchange.isFinished).toBe(true)
  stage.lose(0)
  expect(stage.exchange.isFinished).toBe(false)
})

test('counts what is missing as a plain sum would, through any history', () => {
  forSeeds(100, { file: 'shared/bittorrent/wanted.test.ts', only: process.env.SEED }, seed => {
    const random = seededRandom(seed)
    const count = 1 + randomInt(random, 12)
    const held = new Bitfield(count)
    const wanted = new Wanted(held)
    let priorities: number[] = new Array(count).fill(4)
    for (let step = 0; step < 100; step++) {
      const piece = randomInt(random, count)
      const kind = randomInt(random, 5)
      if (kind === 0) {
        priorities = priorities.map(() => randomInt(random, 2) * randomInt(random, 8))
        wanted.prioritise(Uint8Array.from(priorities))
      } else if (kind < 3 && held.add(piece)) wanted.onHeld(piece)
      else if (kind >= 3 && held.delete(piece)) wanted.onLost(piece)
      const missing = priorities.filter((priority, i) => priority > 0 && !held.has(i))
      expect(wanted.isComplete).toBe(missing.length === 0)
      expect(wanted.lacks(piece)).toBe((priorities[piece] as number) > 0 && !held.has(piece))
    }
  })
})
