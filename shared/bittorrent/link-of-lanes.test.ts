/** A link of several connections, of which one may stand still: neither end lets the others wait for it. */
import { expect, test } from 'vitest'
import { Stage } from '../testing/exchange-stage.ts'
import { BLOCK_BYTES } from '../wire/message.ts'
import { LANE_WINDOW_BYTES } from './remote.ts'

const PIECES = 400
const ALL = '*'.repeat(PIECES)
const LANES = 4

const rangeOf = (block: number) => ({
  piece: block >> 2,
  begin: (block & 3) * BLOCK_BYTES,
  length: BLOCK_BYTES,
})

/** A seeder of whom link 1 has asked for many blocks. */
function seeder({ isBeginning = false } = {}): Stage {
  const stage = new Stage({ pieces: PIECES, held: ALL })
  stage.join(1, '', { fast: true })
  stage.exchange.roundTrip(1, 50)
  stage.exchange.lanes(1, isBeginning ? 1 : LANES, isBeginning, stage.now)
  stage.say(1, { type: 'interested' })
  for (let block = 0; block < 200; block++) stage.say(1, { type: 'request', ...rangeOf(block) })
  return stage
}

function supply(stage: Stage): number {
  const reads = stage.reads.splice(0)
  for (const { link, range } of reads)
    stage.exchange.supply(link, range, new Uint8Array(range.length), stage.now)
  return reads.length
}

/** All blocks that leave while the queues are reported like this. */
function blocksWhile(stage: Stage, queuedBytes: number, laneRoomBytes?: number): number {
  let blocks = 0
  for (let i = 0; i < 20; i++) {
    blocks += supply(stage)
    stage.exchange.drained(1, queuedBytes, stage.now, laneRoomBytes)
  }
  return blocks
}

test('blocks go on lanes that are empty, however much stands on another', () => {
  const stage = seeder()
  supply(stage)
  const stands = 512 * 1024
  expect(blocksWhile(stage, stands, 0), 'blocks while no lane has room').toBe(0)
  expect(blocksWhile(stage, stands, 3 * LANE_WINDOW_BYTES)).toBeGreaterThan(50)
})

test('a lane that has opened has room', () => {
  const stage = seeder()
  supply(stage)
  blocksWhile(stage, 512 * 1024, 0)
  stage.exchange.lanes(1, LANES + 1, false, stage.now)
  expect(supply(stage)).toBeGreaterThanOrEqual(1)
})

test('128 KiB leave while the first lanes are being made, and the rest when they are', () => {
  const stage = seeder({ isBeginning: true })
  expect(blocksWhile(stage, 0)).toBe(8)
  stage.exchange.lanes(1, LANES, false, stage.now)
  expect(blocksWhile(stage, 0)).toBeGreaterThan(20)
})

test('a leecher asks for as many more as stand on a lane, up to 4 MB', () => {
  const stage = new Stage({ pieces: PIECES })
  stage.join(1, ALL, { fast: true })
  stage.exchange.roundTrip(1, 50)
  stage.exchange.lanes(1, LANES, false, stage.now)
  stage.pass(10)
  const first = stage.requests(1).slice(0, 10)
  // All others come.
  for (let i = 0; i < 400; i++) {
    const next = stage.requests(1).find(range => !first.includes(range))
    if (next) stage.send(1, next)
    stage.pass(1)
  }
  expect(stage.requests(1)).toEqual(expect.arrayContaining(first))
  expect(stage.exchange.remote(1)?.requests.standing).toBe(10)
  // They are late for a link of one connection, and not for this one.
  stage.pass(12_000)
  expect(stage.exchange.remote(1)?.snubbed).toBe(false)
  stage.pass(10_000)
  expect(stage.exchange.remote(1)?.snubbed ?? true).toBe(true)
})
