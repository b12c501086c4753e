/** Whom to be linked with: strangers of all kinds, and friends who have nothing. */
import { expect, test } from 'vitest'
import type { LinkId } from '../base/ids.ts'
import { INFO, idOf, PeerStage } from '../testing/peer-stage.ts'
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
