/** What storage is told to read before it is due, seen from outside. */
import { expect, test } from 'vitest'
import { Stage } from '../testing/exchange-stage.ts'
import { BLOCK_BYTES } from '../wire/message.ts'
import { AHEAD_BLOCKS } from './read-ahead.ts'

const BLOCKS = 4
const PIECES = 200

/** A seeder whose link 1 is unchoked. */
function seeder(): Stage {
  const stage = new Stage({ pieces: PIECES, blocks: BLOCKS, held: '*'.repeat(PIECES) })
  stage.join(1, '', { fast: true })
  stage.say(1, { type: 'interested' })
  expect(stage.exchange.remote(1)?.amChoking).toBe(false)
  return stage
}

const rangeOf = (block: number) => ({
  piece: Math.floor(block / BLOCKS),
  begin: (block % BLOCKS) * BLOCK_BYTES,
  length: BLOCK_BYTES,
})

function ask(stage: Stage, from: number, to: number): void {
  for (let block = from; block < to; block++) stage.say(1, { type: 'request', ...rangeOf(block) })
}

/** The disk answers, and all of it leaves at once. */
function serve(stage: Stage): number {
  const reads = stage.reads.splice(0)
  for (const { link, range } of reads)
    stage.exchange.supply(link, range, new Uint8Array(range.length), stage.now)
  stage.exchange.drained(1, 0, stage.now)
  return reads.length
}

const upTo = (count: number) => Array.from({ length: count }, (_, piece) => piece)

test('a piece is read when the first request for it comes, once', () => {
  const stage = seeder()
  ask(stage, 0, 3 * BLOCKS)
  expect(stage.reads.length, 'blocks that are due').toBeLessThan(BLOCKS)
  expect(stage.readAhead).toEqual([0, 1, 2])
})

test('of many that wait the first ones, and each of the others when it is one of them', () => {
  const stage = seeder()
  ask(stage, 0, 400)
  const first = stage.readAhead.length
  expect(first).toBeGreaterThanOrEqual(AHEAD_BLOCKS / BLOCKS)
  expect(first).toBeLessThanOrEqual(AHEAD_BLOCKS / BLOCKS + 1)
  let served = 0
  while (served < 400) {
    served += serve(stage)
    const needed = Math.min(served + stage.reads.length + AHEAD_BLOCKS, 400)
    expect(stage.readAhead).toEqual(upTo(stage.readAhead.length))
    expect(stage.readAhead.length, 'in time').toBeGreaterThanOrEqual(Math.floor(needed / BLOCKS))
    expect(stage.readAhead.length, 'not too early').toBeLessThanOrEqual(needed / BLOCKS + 2)
  }
})

test('nothing is read ahead for a remote that is choked', () => {
  const stage = new Stage({ pieces: PIECES, held: '*'.repeat(PIECES) })
  stage.join(1, '', { fast: true })
  ask(stage, 0, 100)
  expect(stage.readAhead).toEqual([])
})

test('whoever asks and cancels, and takes nothing, has 2 MiB read for it in all', () => {
  const stage = seeder()
  for (let round = 0; round < 20; round++) {
    for (let block = 0; block < PIECES * BLOCKS; block += BLOCKS) {
      stage.say(1, { type: 'request', ...rangeOf(block) })
      stage.say(1, { type: 'cancel', ...rangeOf(block) })
    }
  }
  const bytes = stage.readAhead.length * BLOCKS * BLOCK_BYTES
  expect(bytes).toBeGreaterThan(1024 * 1024)
  expect(bytes).toBeLessThanOrEqual(2 * 1024 * 1024 + 2 * BLOCKS * BLOCK_BYTES)
})
