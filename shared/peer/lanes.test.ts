/** One peer with a scripted remote: the further connections of a link, and what a hostile remote gets by them. */
import { describe, expect, test } from 'vitest'
import { CHROMIUM, sdpOf } from '../testing/descriptions.ts'
import { type Actor, blockOf, INFO, PeerStage, SELF } from '../testing/peer-stage.ts'
import { encodeLanes, type LaneMessage, parseLanes } from '../wire/lanes.ts'
import { BLOCK_BYTES } from '../wire/message.ts'
import type { Effect } from './effect.ts'
import { LaneBudget } from './lane-budget.ts'
import { FIRST_LANES, MAX_LANES } from './lane-count.ts'

const FULL = '******'
const answerSdp = sdpOf(1, 'answer')

function seederAnd(stage = new PeerStage({ info: INFO, stored: FULL, lanes: new LaneBudget() })) {
  const remote = stage.call(1)
  remote.shake({ fast: true })
  remote.speaks('ts_lanes')
  return { stage, remote }
}

const says = (remote: Actor, message: LaneMessage) =>
  remote.saysExtended('ts_lanes', encodeLanes(message))
const told = (remote: Actor) => remote.heardExtended('ts_lanes').map(parseLanes)
const effectsOf = <Type extends Effect['type']>({ effects }: PeerStage, type: Type) =>
  effects.filter(effect => effect.type === type) as Extract<Effect, { type: Type }>[]
/** The first that the remote may choose. */
const theirs = (remote: Actor) => (SELF < remote.id ? 1 : 0)
const offers = (remote: Actor, i = 0, sdp = sdpOf(7)) =>
  says(remote, { type: 'offer', lane: theirs(remote) + 2 * i, sdp })

/** The remote takes blocks as fast as they leave, over all lanes there are: `perLane` bytes a second each. */
function takes({ stage, remote }: ReturnType<typeof seederAnd>, sec: number, perLane = 200_000) {
  const { link } = remote
  remote.say({ type: 'interested' })
  for (let i = 0; i < 3; i++) stage.tell({ type: 'roundTrip', link, ms: 100 })
  let i = 0
  let carry = 0
  for (let ms = 0; ms < sec * 1000; ms += 50) {
    for (const effect of effectsOf(stage, 'openLane').filter(effect => !seen.has(effect))) {
      seen.add(effect)
      stage.tell({ type: 'laneDescribed', link, lane: effect.lane, sdp: sdpOf(8) })
      says(remote, { type: 'answer', lane: effect.lane, sdp: answerSdp })
      stage.tell({ type: 'laneOpened', link, lane: effect.lane })
    }
    const lanes = stage.view.links[0]?.lanes ?? 0
    carry += (perLane * lanes) / 20
    for (; carry >= BLOCK_BYTES; carry -= BLOCK_BYTES)
      remote.say({ type: 'request', piece: i++ % 6, begin: 0, length: BLOCK_BYTES })
    // Something is always left.
    stage.tell({ type: 'drained', link, queuedBytes: BLOCK_BYTES })
    stage.pass(50)
  }
}
const seen = new Set<Effect>()

describe('a link that carries little', () => {
  test('becomes as many connections as pay, and is one link', () => {
    const both = seederAnd()
    takes(both, 15)
    const { stage, remote } = both
    expect(stage.view.links.map(({ lanes }) => lanes)).toEqual([MAX_LANES])
    const offered = told(remote).filter(({ type }) => type === 'offer')
    expect(new Set(offered.map(({ lane }) => lane)).size).toBe(MAX_LANES - 1)
    expect(offered.every(({ lane }) => lane % 2 !== theirs(remote))).toBe(true)
    expect(stage.closed).toEqual(new Map())
  })

  test('begins with four as soon as it is served, and keeps those that the remote begins with', () => {
    const both = seederAnd()
    const { stage, remote } = both
    const { link } = remote
    stage.tell({ type: 'roundTrip', link, ms: 100, readings: 3 })
    expect(effectsOf(stage, 'openLane').length, 'before anybody wants anything').toBe(0)
    remote.say({ type: 'interested' })
    stage.pass(1)
    const ours = effectsOf(stage, 'openLane')
    expect(ours.length).toBe(FIRST_LANES - 1)
    for (let i = 0; i < FIRST_LANES - 1; i++) offers(remote, i)
    for (const { lane } of effectsOf(stage, 'openLane'))
      stage.tell({ type: 'laneOpened', link, lane })
    stage.pass(3_000)
    expect(stage.view.links[0]?.lanes).toBe(2 * FIRST_LANES - 1)
    expect(told(remote).filter(({ type }) => type === 'end')).toEqual([])
  })

  test('sends 128 KiB until they are open, and all if a relay takes over meanwhile', () => {
    const { stage, remote } = seederAnd()
    const { link } = remote
    stage.tell({ type: 'roundTrip', link, ms: 100, readings: 3 })
    remote.say({ type: 'interested' })
    stage.pass(1)
    const blocks = () => effectsOf(stage, 'read').length
    for (let i = 0; i < 30; i++) {
      remote.say({ type: 'request', piece: i % 6, begin: 0, length: BLOCK_BYTES })
      stage.tell({ type: 'drained', link, queuedBytes: 0 })
    }
    expect(blocks()).toBe(8)
    stage.tell({ type: 'reachKnown', link, reach: 'relayed' })
    for (let i = 0; i < 30; i++) stage.tell({ type: 'drained', link, queuedBytes: 0 })
    expect(blocks()).toBe(30)
  })

  test('waits a second at most for them', () => {
    const { stage, remote } = seederAnd()
    const { link } = remote
    stage.tell({ type: 'roundTrip', link, ms: 100, readings: 3 })
    remote.say({ type: 'interested' })
    stage.pass(1)
    for (let i = 0; i < 30; i++)
      remote.say({ type: 'request', piece: i % 6, begin: 0, length: BLOCK_BYTES })
    for (let i = 0; i < 30; i++) {
      stage.pass(50)
      stage.tell({ type: 'drained', link, queuedBytes: 0 })
    }
    expect(effectsOf(stage, 'read').length).toBe(30)
  })

  test('stays one connection if the remote does not speak of lanes, or not BEP 6', () => {
    for (const fast of [true, false]) {
      const stage = new PeerStage({ info: INFO, stored: FULL, lanes: new LaneBudget() })
      const remote = stage.call(1)
      remote.shake({ fast })
      if (fast) remote.speaks('ts_relay')
      else remote.speaks('ts_lanes')
      takes({ stage, remote }, 10)
      expect(effectsOf(stage, 'openLane')).toEqual([])
    }
  })

  test('stays one by a relay, and becomes one', () => {
    const both = seederAnd()
    const { stage, remote } = both
    takes(both, 15)
    stage.tell({ type: 'reachKnown', link: remote.link, reach: 'relayed' })
    expect(stage.view.links[0]?.lanes).toBe(1)
    stage.pass(6_000)
    expect(effectsOf(stage, 'closeLane').length).toBe(MAX_LANES - 1)
    offers(remote)
    expect(told(remote).at(-1)).toEqual({ type: 'end', lane: theirs(remote) })
  })

  test('stays what it is while the tab has no connection left for it', () => {
    const lanes = new LaneBudget()
    while (lanes.take(true));
    const both = seederAnd(new PeerStage({ info: INFO, stored: FULL, lanes }))
    takes(both, 10)
    expect(effectsOf(both.stage, 'openLane')).toEqual([])
    lanes.giveBack(true)
    offers(both.remote)
    offers(both.remote, 1)
    expect(effectsOf(both.stage, 'openLane').length).toBe(1)
  })

  test('gives its connections back when it ends', () => {
    const lanes = new LaneBudget()
    const both = seederAnd(new PeerStage({ info: INFO, stored: FULL, lanes }))
    let free = 0
    while (lanes.take(true)) free++
    for (let i = 0; i < free; i++) lanes.giveBack(true)
    takes(both, 15)
    both.stage.tell({ type: 'linkClosed', link: both.remote.link, reason: 'gone' })
    let after = 0
    while (lanes.take(true)) after++
    expect(after).toBe(free)
  })
})

describe('a remote that offers', () => {
  test('is answered, and the lane ends when it says so', () => {
    const { stage, remote } = seederAnd()
    const [link, lane] = [remote.link, theirs(remote)]
    offers(remote)
    expect(effectsOf(stage, 'openLane')).toMatchObject([{ link, lane, offer: sdpOf(7) }])
    stage.tell({ type: 'laneDescribed', link, lane, sdp: answerSdp })
    expect(told(remote)).toEqual([{ type: 'answer', lane, sdp: answerSdp }])
    stage.tell({ type: 'laneOpened', link, lane })
    expect(stage.view.links[0]?.lanes).toBe(2)
    says(remote, { type: 'end', lane })
    expect(stage.view.links[0]?.lanes).toBe(1)
    expect(effectsOf(stage, 'restLane').length).toBe(1)
    stage.pass(6_000)
    expect(effectsOf(stage, 'closeLane')).toMatchObject([{ link, lane }])
  })

  test('without end makes us open no more than a link has', () => {
    const { stage, remote } = seederAnd()
    for (let i = 0; i < 50; i++) offers(remote, i)
    expect(effectsOf(stage, 'openLane').length).toBe(MAX_LANES - 1)
    expect(told(remote).every(({ type }) => type === 'end')).toBe(true)
    expect(remote.isClosed).toBe(false)
  })

  test('again and again gets two times all lanes, and then one in twenty seconds', () => {
    const { stage, remote } = seederAnd()
    for (let i = 0; i < 40; i++) {
      offers(remote, i)
      says(remote, { type: 'end', lane: theirs(remote) + 2 * i })
    }
    expect(effectsOf(stage, 'openLane').length).toBe(2 * MAX_LANES)
    expect(effectsOf(stage, 'closeLane').length).toBe(2 * MAX_LANES)
    stage.pass(20_000)
    offers(remote, 41)
    expect(effectsOf(stage, 'openLane').length).toBe(2 * MAX_LANES + 1)
  })

  test('is one of many, who leave half of all to us', () => {
    const lanes = new LaneBudget()
    const stage = new PeerStage({ info: INFO, stored: FULL, lanes })
    for (let i = 1; i <= 10; i++) {
      const remote = stage.call(i)
      remote.shake({ fast: true })
      remote.speaks('ts_lanes')
      for (let lane = 0; lane < MAX_LANES; lane++) offers(remote, lane)
    }
    const made = effectsOf(stage, 'openLane').length
    let left = 0
    while (lanes.take(true)) left++
    expect([made, left]).toEqual([32, 32])
  })

  test('and brings nothing has its lanes ended after a minute', () => {
    const { stage, remote } = seederAnd()
    const [link, lane] = [remote.link, theirs(remote)]
    offers(remote)
    stage.tell({ type: 'laneOpened', link, lane })
    stage.pass(55_000)
    expect(stage.view.links[0]?.lanes).toBe(2)
    stage.pass(10_000)
    expect(told(remote).at(-1)).toEqual({ type: 'end', lane })
    expect(stage.view.links[0]?.lanes).toBe(1)
  })

  test('and never comes is given up after a while', () => {
    const { stage, remote } = seederAnd()
    offers(remote)
    stage.pass(21_000)
    expect(effectsOf(stage, 'closeLane').length).toBe(1)
  })

  test('what leads to no data channel is told no', () => {
    const { stage, remote } = seederAnd()
    offers(remote, 0, 'v=0\r\nnonsense')
    expect(effectsOf(stage, 'openLane')).toEqual([])
    expect(told(remote)).toEqual([{ type: 'end', lane: theirs(remote) }])
  })

  test('candidates of this machine has them left out', () => {
    const { stage, remote } = seederAnd()
    const candidate = 'a=candidate:1 1 udp 2122260223 127.0.0.1 8080 typ host\r\n'
    offers(remote, 0, CHROMIUM + candidate)
    expect(effectsOf(stage, 'openLane')[0]?.offer).not.toContain('127.0.0.1 8080')
  })

  test.each([
    ['a lane of ours', 1, 0],
    ['the same lane twice', 0, 2],
  ])('%s is dropped', (_, off, times) => {
    const { remote } = seederAnd()
    const lane = (theirs(remote) + off) % 2
    for (let i = 0; i < Math.max(1, times); i++)
      says(remote, { type: 'offer', lane, sdp: sdpOf(7) })
    expect(remote.fault).toBe('bad-extension')
  })

  test('speaks without end is dropped', () => {
    const { remote } = seederAnd()
    for (let i = 0; i < 300 && !remote.isClosed; i++) says(remote, { type: 'end', lane: 9 })
    expect(remote.fault).toBe('flood')
  })
})

describe('a lane that breaks', () => {
  test('costs only its blocks, of which the remote is told', () => {
    const { stage, remote } = seederAnd()
    const [link, lane] = [remote.link, theirs(remote)]
    offers(remote)
    stage.tell({ type: 'laneOpened', link, lane })
    const lost = [{ piece: 3, begin: 0 }]
    stage.tell({ type: 'laneClosed', link, lane, lost })
    expect(told(remote).at(-1)).toEqual({ type: 'lost', lane, blocks: lost })
    expect(stage.view.links[0]?.lanes).toBe(1)
    expect(remote.isClosed).toBe(false)
  })

  test('is told of with nothing lost too: the remote, which may not have noticed, then says what it lost', () => {
    const { stage, remote } = seederAnd()
    const [link, lane] = [remote.link, theirs(remote)]
    offers(remote)
    offers(remote, 1)
    for (const i of [0, 2]) stage.tell({ type: 'laneOpened', link, lane: lane + i })
    stage.tell({ type: 'laneClosed', link, lane, lost: [] })
    expect(told(remote).at(-1)).toEqual({ type: 'lost', lane, blocks: [] })

    says(remote, { type: 'lost', lane: lane + 2, blocks: [] })
    expect(effectsOf(stage, 'closeLane').map(effect => effect.lane)).toEqual([lane + 2])
    const lost = [{ piece: 3, begin: 0 }]
    stage.tell({ type: 'laneLost', link, lane: lane + 2, lost })
    expect(told(remote).at(-1)).toEqual({ type: 'lost', lane: lane + 2, blocks: lost })
  })

  test('makes us ask again at once for what it carried, and for nothing else', () => {
    const stage = new PeerStage({ info: INFO, lanes: new LaneBudget() })
    const remote = stage.call(1)
    remote.shake({ fast: true })
    remote.speaks('ts_lanes')
    remote.say({ type: 'haveAll' })
    remote.say({ type: 'unchoke' })
    const [first] = remote.requests
    if (first === undefined) throw new Error('nothing was asked')
    const [asked, open] = [remote.requests.length, stage.view.links[0]?.requestsOut]
    const { piece, begin } = first
    const never = [
      { piece: 1_000_000, begin: 0 },
      { piece: 0, begin: 0xffffffff },
    ]
    const lane = theirs(remote)
    const tellsLost = () =>
      says(remote, { type: 'lost', lane, blocks: [{ piece, begin }, ...never] })
    tellsLost() // Of a lane that never was.
    expect(remote.requests.length).toBe(asked)
    offers(remote)
    tellsLost()
    expect(remote.isClosed).toBe(false)
    expect(remote.requests.length).toBe(asked + 1)
    tellsLost() // Once is enough.
    expect(remote.requests.length).toBe(asked + 1)
    expect(stage.view.links[0]?.requestsOut).toBe(open)
    const answered = new Set([first])
    for (;;) {
      const next = remote.requests.find(range => !answered.has(range))
      if (next === undefined) break
      answered.add(next)
      remote.say({ type: 'piece', piece: next.piece, begin: next.begin, block: blockOf(next) })
    }
    const isFirst = (range: typeof first) => range.piece === piece && range.begin === begin
    expect(remote.requests.filter(isFirst).length).toBe(2)
    expect([remote.isClosed, stage.view.phase]).toEqual([false, 'seeding'])
  })
})
