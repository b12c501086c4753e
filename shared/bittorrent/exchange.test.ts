/**
 * The whole exchange through random histories: remotes come and go, choke, answer, stay silent, send
 * what nobody asked for; disks and checks fail. After every step nothing asked for may be lost, and
 * once one honest remote is there everything arrives, whatever the others go on doing.
 */
import { expect, test } from 'vitest'
import { type Random, randomInt, seededRandom } from '../base/random.ts'
import { randomRange, Stage } from '../testing/exchange-stage.ts'
import { forSeeds } from '../testing/seeds.ts'
import { BLOCK_BYTES } from '../wire/message.ts'

const WHERE = { file: 'shared/bittorrent/exchange.test.ts', only: process.env.SEED }
const STEPS = 200
const MAX_REMOTES = 6
/** In the endgame, and only there, a block may be asked of this many remotes. */
const ENDGAME_COPIES = 3
const RECOVERY_SEC = 10 * (MAX_REMOTES + 2)

interface History {
  readonly stage: Stage
  readonly random: Random
  lastLink: number
}

test('nothing asked for is lost through any history, and in the end everything arrives', () => {
  const troubles = new Set<string>()
  forSeeds(30, WHERE, seed => {
    const random = seededRandom(seed)
    const pieces = 1 + randomInt(random, 12)
    const blocks = 1 + randomInt(random, 5)
    const stage = new Stage({ pieces, blocks, fastDisk: false, seed })
    const history = { stage, random, lastLink: 0 }
    for (let step = 0; step < STEPS; step++) {
      drawStep(history)(history)
      checkBooks(stage)
      checkPlaces(stage)
      note(stage, troubles)
    }
    recover(history)
  })
  // A trouble that never came proves nothing. (One seed alone has not all of them.)
  const all = ['random', 'rarest', 'partial', 'endgame', 'choked', 'snubbed', 'single', 'double']
  if (!WHERE.only) expect([...troubles]).toEqual(expect.arrayContaining(all))
}, 30_000)

type Step = (history: History) => void

const STEPS_BY_WEIGHT: readonly (readonly [weight: number, step: Step])[] = [
  [8, history => join(history, history.random() < 0.5 ? 1 : history.random())],
  [3, ({ stage, random }) => stage.leave(anyLink(stage, random))],
  [4, ({ stage, random }) => stage.say(anyLink(stage, random), { type: 'choke' })],
  [7, ({ stage, random }) => stage.say(anyLink(stage, random), { type: 'unchoke' })],
  [8, sayHave],
  [32, ({ stage, random }) => stage.answer(anyLink(stage, random), 1 + randomInt(random, 4))],
  [4, answerOutOfTurn],
  [4, rejectOne],
  [3, allowOne],
  [2, ({ stage, random }) => stage.dontHave(anyLink(stage, random), anyPiece(stage, random))],
  [4, ({ stage, random }) => stage.send(anyLink(stage, random), randomRange(stage.info, random))],
  [10, history => settle(history, (stage, received) => stage.hold(received))],
  [4, history => settle(history, (s, received) => s.fail(received, history.random() < 0.7))],
  [2, ({ stage, random }) => stage.lose(anyPiece(stage, random))],
  [1, ({ stage }) => stage.exchange.setWanted(false, stage.now)],
  [4, ({ stage }) => stage.exchange.setWanted(true, stage.now)],
  [6, ({ stage, random }) => stage.pass(randomInt(random, 4_000))],
  [3, ({ stage, random }) => stage.pass(randomInt(random, 15_000))],
]

const WEIGHTS = STEPS_BY_WEIGHT.reduce((sum, [weight]) => sum + weight, 0)

function drawStep({ stage, random }: History): Step {
  let roll = stage.links.length === 0 ? 0 : randomInt(random, WEIGHTS)
  const drawn = STEPS_BY_WEIGHT.find(([weight]) => {
    roll -= weight
    return roll < 0
  })
  return drawn![1]
}

const anyLink = (stage: Stage, random: Random) =>
  stage.links[randomInt(random, stage.links.length)] as number
const anyPiece = (stage: Stage, random: Random) => randomInt(random, stage.info.pieceCount)

function join(history: History, share: number): void {
  const { stage, random } = history
  if (stage.links.length >= MAX_REMOTES) return
  const has = Array.from({ length: stage.info.pieceCount }, () => (random() < share ? '*' : ' '))
  stage.join(++history.lastLink, has.join(''), {
    unchokes: random() < 0.8,
    fast: random() < 0.5,
  })
}

function sayHave({ stage, random }: History): void {
  stage.say(anyLink(stage, random), { type: 'have', piece: anyPiece(stage, random) })
}

/** Any of its requests rather than the oldest, and perhaps twice: a remote may do either. */
function answerOutOfTurn({ stage, random }: History): void {
  const link = anyLink(stage, random)
  const range = stage.requests(link)[randomInt(random, stage.requests(link).length)]
  for (let left = random() < 0.3 ? 2 : 1; range && left > 0; left--) stage.send(link, range)
}

/** One that speaks the fast extension (BEP 6) will not answer, choked or not. */
function rejectOne({ stage, random }: History): void {
  const link = anyLink(stage, random)
  const range = stage.requests(link)[randomInt(random, stage.requests(link).length)]
  if (range && stage.exchange.remote(link)?.speaksFast)
    stage.say(link, { ...range, type: 'reject' })
}

function allowOne({ stage, random }: History): void {
  const link = anyLink(stage, random)
  if (stage.exchange.remote(link)?.speaksFast)
    stage.say(link, { type: 'allowedFast', piece: anyPiece(stage, random) })
}

function settle(
  { stage, random }: History,
  how: (stage: Stage, received: Stage['received'][number]) => void,
): void {
  const received = stage.received[randomInt(random, stage.received.length)]
  if (received) how(stage, received)
}

/** The stage keeps its own books of what was said: the exchange's must agree with them. */
function checkBooks(stage: Stage): void {
  const copies = new Map<string, number>()
  for (const remote of stage.exchange.remotes) {
    const said = stage.requests(remote.link).map(({ piece, begin }) => `${piece}.${begin}`)
    const kept = [...remote.requests].map(({ piece, block }) => `${piece}.${block * BLOCK_BYTES}`)
    if (kept.sort().join() !== said.sort().join()) {
      expect.fail(`link ${remote.link} was asked for ${said}, and ${kept} is waited for`)
    }
    for (const block of said) copies.set(block, (copies.get(block) ?? 0) + 1)
  }
  for (const assembly of stage.exchange.downloads.partials) {
    for (let block = 0; block < assembly.blockCount; block++) {
      const key = `${assembly.piece}.${block * BLOCK_BYTES}`
      const asked = copies.get(key) ?? 0
      if (assembly.timesAsked(block) !== asked) expect.fail(`${key} is asked ${asked} times`)
      if (asked > 0 && assembly.isReceived(block)) expect.fail(`${key} is here and still asked for`)
      copies.delete(key)
    }
  }
  if (copies.size > 0) expect.fail(`${[...copies.keys()]} asked for, and of no piece under way`)
  for (const { block, copies, early } of stage.doubles) {
    if (early) expect.fail(`${block} was asked of two before the endgame`)
    if (copies > ENDGAME_COPIES) expect.fail(`${block} was asked of ${copies}`)
  }
}

/** Every piece is in one place: held, under way, at the disk, or still to be begun. */
function checkPlaces(stage: Stage): void {
  const { partials } = stage.exchange.downloads
  const underWay = new Set([...partials].map(({ piece }) => piece))
  const atDisk = new Set(stage.received.map(({ piece }) => piece))
  for (let piece = 0; piece < stage.info.pieceCount; piece++) {
    const places = [
      stage.pieces.held.has(piece),
      underWay.has(piece),
      atDisk.has(piece),
      partials.ranks.isListed(piece),
    ]
    const count = places.filter(Boolean).length
    if (count !== 1) expect.fail(`piece ${piece} is in ${count} places: ${places}`)
    const state = stage.pieces.stateOf(piece)
    const arrived = partials.of(piece)?.receivedCount ?? 0
    const expected = ['held', arrived > 0 ? 'arriving' : 'asked', 'verifying', 'missing']
    if (!places[expected.indexOf(state)]) expect.fail(`piece ${piece} is ${state}: ${places}`)
  }
}

function note(stage: Stage, troubles: Set<string>): void {
  for (const event of stage.events.splice(0)) {
    troubles.add(event.event === 'requested' ? event.pick : event.event)
  }
  if (stage.doubles.splice(0).length > 0) troubles.add('double')
  for (const { single } of stage.exchange.downloads.partials) {
    if (single) troubles.add('single')
  }
}

/**
 * One honest remote comes. The others stay as they are and never answer again: each may hold a piece
 * that must come from one alone for the ten seconds of a timeout.
 */
function recover(history: History): void {
  const { stage } = history
  const honest = ++history.lastLink
  stage.join(honest, '*'.repeat(stage.info.pieceCount))
  stage.exchange.setWanted(true, stage.now)
  for (let second = 0; second < RECOVERY_SEC && !stage.pieces.held.isFull; second++) {
    stage.answer(honest, 40)
    while (stage.received.length > 0) stage.hold(stage.received[0]!)
    stage.pass(1_000)
  }
  expect(stage.pieces.held.isFull, 'everything is here in time').toBe(true)
  checkBooks(stage)
  for (const link of stage.links) expect(stage.requests(link), `owed by ${link}`).toEqual([])
  for (const remote of stage.exchange.remotes) expect(remote.amInterested).toBe(false)
}
