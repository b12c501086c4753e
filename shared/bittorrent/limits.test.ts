/** A torrent's own limits, held by the exchange whatever the number of its remotes. */
import { expect, test } from 'vitest'
import type { LinkId } from '../base/ids.ts'
import { Stage } from '../testing/exchange-stage.ts'
import { BLOCK_BYTES } from '../wire/message.ts'

const KIB = 1024
const SECONDS = 20

/** Time passes; the exchange is woken when it asks to be, and once a second. */
function run(stage: Stage, ms: number, atEachStep: () => void): void {
  const until = stage.now + ms
  let nextChores = stage.now + 1_000
  atEachStep()
  while (stage.now < until) {
    const deadline = stage.exchange.nextDeadline ?? Number.POSITIVE_INFINITY
    stage.now = Math.min(Math.max(stage.now + 1, Math.min(deadline, nextChores)), until)
    if (stage.now >= nextChores) nextChores += 1_000
    stage.exchange.tick(stage.now)
    atEachStep()
  }
}

const setLimits = (stage: Stage, up: number | undefined, down: number | undefined) =>
  stage.exchange.setLimits({ upBytesPerSec: up, downBytesPerSec: down }, stage.now)

const answerAll = (stage: Stage) => () => {
  for (const link of stage.links) stage.answer(link, stage.requests(link).length)
}

function expectAbout(bytes: number, bytesPerSec: number): void {
  const due = bytesPerSec * SECONDS
  expect(bytes).toBeGreaterThan(0.97 * due)
  expect(bytes).toBeLessThan(1.03 * due + 2 * BLOCK_BYTES)
}

/** Nobody has to live on another's leavings. */
function expectFair([a = 0, b = 0]: number[]): void {
  expect(Math.min(a, b)).toBeGreaterThan(0.2 * (a + b))
}

test.each([20 * KIB, 64 * KIB, 700 * KIB])('down, %i bytes a second of two fast remotes', limit => {
  const stage = new Stage({ pieces: 400 })
  setLimits(stage, undefined, limit)
  const all = '*'.repeat(400)
  for (const link of [1, 2]) stage.join(link, all)
  run(stage, SECONDS * 1_000, answerAll(stage))
  expectAbout(stage.exchange.downloaded, limit)
  const gave = [1, 2].map(link => stage.exchange.remote(link)?.down.total ?? 0)
  expectFair(gave)
})

test('what a remote never sends is not paid for', () => {
  const limit = 64 * KIB
  const stage = new Stage({ pieces: 400 })
  setLimits(stage, undefined, limit)
  for (const link of [1, 2]) stage.join(link, '*'.repeat(400))
  // The first chokes whenever it has been asked.
  run(stage, SECONDS * 1_000, () => {
    if (stage.requests(1).length > 0) {
      stage.say(1, { type: 'choke' })
      stage.say(1, { type: 'unchoke' })
    }
    stage.answer(2, stage.requests(2).length)
  })
  expect(stage.exchange.downloaded).toBeGreaterThan(0.9 * limit * SECONDS)
})

test.each([20 * KIB, 64 * KIB, 700 * KIB])('up, %i bytes a second to two greedy remotes', limit => {
  const pieces = 400
  const stage = new Stage({ pieces, held: '*'.repeat(pieces) })
  setLimits(stage, limit, undefined)
  const wants = new Map<LinkId, number>([1, 2].map(link => [link, 0]))
  for (const link of wants.keys()) {
    stage.join(link, '')
    stage.say(link, { type: 'interested' })
  }
  const ask = (link: LinkId) => {
    const block = wants.get(link) as number
    wants.set(link, block + 1)
    const [piece, begin] = [Math.floor(block / 4) % (pieces - 1), (block % 4) * BLOCK_BYTES]
    stage.say(link, { type: 'request', piece, begin, length: BLOCK_BYTES })
  }
  for (const link of wants.keys()) for (let i = 0; i < 20; i++) ask(link)
  let supplied = 0
  run(stage, SECONDS * 1_000, () => {
    // Disk and line are fast: read, sent and gone at once.
    while (supplied < stage.reads.length) {
      const { link, range } = stage.reads[supplied++] as (typeof stage.reads)[number]
      stage.exchange.supply(link, range, new Uint8Array(range.length), stage.now)
      stage.exchange.drained(link, 0, stage.now)
      ask(link)
    }
  })
  expectAbout(stage.exchange.uploaded, limit)
  expectFair([1, 2].map(link => stage.reads.filter(read => read.link === link).length))
})

test('lifted, what waited goes at once', () => {
  const stage = new Stage({ pieces: 40 })
  setLimits(stage, undefined, 1 * KIB)
  stage.join(1, '*'.repeat(40))
  run(stage, 1_000, answerAll(stage))
  expect(stage.requests(1)).toEqual([])
  setLimits(stage, undefined, undefined)
  expect(stage.requests(1).length).toBeGreaterThan(1)
  expect(stage.exchange.nextDeadline).toBeUndefined()
})
