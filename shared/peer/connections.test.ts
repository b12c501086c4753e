/** Whom to be linked with: strangers of all kinds, and friends who have nothing. */
import { describe, expect, test } from 'vitest'
import { assert } from '../base/assert.ts'
import type { InfoHash, LinkId } from '../base/ids.ts'
import { blockOf, INFO, idOf, PeerStage } from '../testing/peer-stage.ts'
import { ProtocolError } from '../wire/message.ts'

test('who comes by a tracker that knows nobody displaces nobody, and what it does shuts out nobody but its like', () => {
  const stage = new PeerStage({ info: INFO })
  const by = 'wss://tracker'
  const honest = stage.greet(1)
  expect(stage.offer(1, { by })).toBeUndefined()
  expect(honest.isClosed).toBe(false)

  // Under the name of somebody who is not here yet.
  const link = stage.offer(2, { by }) as LinkId
  stage.tell({ type: 'linkOpened', link })
  stage.tell({ type: 'garbled', link, error: new ProtocolError('unknown-message', 'nonsense') })
  expect(stage.eventsOf('banned')).toMatchObject([{ remote: idOf(2) }])
  expect(stage.offer(2, { by })).toBeUndefined()
  expect(stage.offer(2)).toBeDefined()
})

describe('an offer in the name of somebody who is linked', () => {
  const OF_LINKS = ['dialFailed', 'linked', 'unlinked', 'banned']
  const linkEvents = ({ events }: PeerStage) =>
    events.map(({ event }) => event).filter(event => OF_LINKS.includes(event))
  const garbled = new ProtocolError('unknown-message', 'nonsense')

  test.each<[string, (stage: PeerStage) => void]>([
    ['makes no connection', stage => void stage.offer(1)],
    ['says nothing', stage => void stage.call(1)],
    ['says another name', stage => stage.call(1).shake({ peerId: idOf(2) })],
    ['is in another swarm', stage => stage.call(1).shake({ infoHash: 'f'.repeat(40) as InfoHash })],
    ['says something else', stage => stage.call(1).say({ type: 'unchoke' })],
    [
      'talks nonsense',
      stage => stage.tell({ type: 'garbled', link: stage.call(1).link, error: garbled }),
    ],
  ])('costs that link nothing when who offers %s', (_, act) => {
    const stage = new PeerStage({ info: INFO })
    const honest = stage.greet(1)
    stage.clear()
    act(stage)
    stage.pass(25_000)
    expect(honest.isClosed).toBe(false)
    expect(stage.closed.size).toBe(1)
    expect(linkEvents(stage)).toEqual(['dialFailed'])
    expect(stage.view.links).toHaveLength(1)
    // It was nobody, and who is linked may still come anew.
    expect(stage.offer(1)).toBeDefined()
  })

  test('ends it when its handshake comes, not before: that end of the link is dead', () => {
    const stage = new PeerStage({ info: INFO })
    const old = stage.greet(1)
    old.serves('******')
    const again = stage.call(1)
    expect(old.isClosed).toBe(false)
    stage.clear()
    again.shake()
    expect(old.isClosed).toBe(true)
    expect(linkEvents(stage)).toEqual(['unlinked', 'linked'])
    again.serves('******')
    expect(again.requests.length).toBeGreaterThan(0)
    expect(stage.view.links).toHaveLength(1)
  })

  test('is answered once at a time', () => {
    const stage = new PeerStage({ info: INFO })
    stage.greet(1)
    expect(stage.offer(1)).toBeDefined()
    expect(stage.offer(1)).toBeUndefined()
    expect(stage.carried().at(-1)?.signal).toEqual({ kind: 'refuse', reason: 'already answering' })
  })
})

test('who is full of links that have nothing drops one of them a minute for somebody new', () => {
  const stage = new PeerStage({ info: INFO, maxLinks: 3 })
  const [useful] = [1, 2, 3].map(n => stage.greet(n))
  const dials = () => stage.eventsOf('dialled').map(({ remote }) => remote)
  stage.pass(59_000)
  stage.lists(9)
  expect([stage.closed.size, dials()]).toEqual([0, []])

  useful?.serves('*     ')
  stage.pass(2_000)
  expect(stage.closed.size).toBe(1)
  expect(useful?.isClosed).toBe(false)
  expect(dials()).toEqual([idOf(9)])
  const { link } = stage.connections().at(-1) as { link: LinkId }
  stage.tell({ type: 'linkClosed', link, reason: 'full' })

  // What it gets lets it wait again.
  useful?.answerAll()
  stage.pass(59_000)
  expect(stage.closed.size).toBe(1)
})

test('who has everything, and is full, makes room for who has not by dropping another who has', () => {
  const stage = new PeerStage({ info: INFO, stored: '******', maxLinks: 3 })
  const [seed, ...leechers] = [1, 2, 3].map(n => stage.greet(n))
  const isTaken = (n: number) => stage.offer(n) !== undefined
  expect(isTaken(4)).toBe(false)
  seed?.serves('******')
  expect(isTaken(5)).toBe(true)
  expect(seed?.isClosed).toBe(true)
  expect(leechers.some(({ isClosed }) => isClosed)).toBe(false)
  expect(isTaken(6)).toBe(false)
})

describe('a link by a relay', () => {
  /** Five remotes that hold everything; the first is reached by a relay. */
  const stageWith = (direct: number) => {
    const stage = new PeerStage({ info: INFO })
    const [relayed, ...others] = Array.from({ length: 1 + direct }, (_, i) => stage.greet(i + 1))
    for (const remote of [relayed, ...others]) remote?.serves('******')
    for (const { link } of others) stage.tell({ type: 'reachKnown', link, reach: 'direct' })
    stage.tell({ type: 'reachKnown', link: relayed?.link ?? 0, reach: 'relayed' })
    return { stage, relayed }
  }

  test('is given up when four others are as useful and direct', () => {
    const few = stageWith(3)
    few.stage.pass(5_000)
    expect(few.relayed?.isClosed).toBe(false)
    const enough = stageWith(4)
    enough.stage.pass(5_000)
    expect(enough.relayed?.isClosed).toBe(true)
    expect(enough.stage.view.links).toHaveLength(4)
  })

  test('is kept for a remote that gets something by it: it may reach nobody in another way', () => {
    const { stage, relayed } = stageWith(4)
    relayed?.say({ type: 'interested' })
    stage.pass(5_000)
    expect(relayed?.isClosed).toBe(false)
  })

  test('is shown and logged as such, each change once', () => {
    const { stage, relayed } = stageWith(1)
    const link = relayed?.link ?? 0
    stage.tell({ type: 'reachKnown', link, reach: 'relayed' })
    expect(stage.view.links.map(({ reach }) => reach).sort()).toEqual(['direct', 'relayed'])
    expect(stage.eventsOf('reached').filter(({ reach }) => reach === 'relayed')).toHaveLength(1)
    stage.tell({ type: 'reachKnown', link: 99, reach: 'relayed' })
  })
})

describe('a link whose way is lost', () => {
  test('is dropped and made anew at once; what has come of a piece stays', () => {
    const stage = new PeerStage({ info: INFO })
    const remote = stage.greet(1)
    remote.serves('*     ')
    const [first] = remote.requests
    assert(first, 'it asks')
    remote.say({ type: 'piece', piece: first.piece, begin: first.begin, block: blockOf(first) })
    stage.clear()
    stage.tell({ type: 'wayLost', link: remote.link })
    expect(remote.isClosed).toBe(true)
    expect(stage.eventsOf('dialled')).toMatchObject([{ remote: idOf(1) }])
    expect(stage.view).toMatchObject({ wasted: 0, unreached: { count: 0 } })
    expect(stage.view.partials).toMatchObject([{ piece: 0, received: 1 }])
  })
})
