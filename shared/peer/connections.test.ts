/** Whom to be linked with: strangers of all kinds, and friends who have nothing. */
import { expect, test } from 'vitest'
import { INFO, idOf, PeerStage } from '../testing/peer-stage.ts'
import { ProtocolError } from '../wire/message.ts'

test('who comes by a tracker that knows nobody displaces nobody, and what it does shuts out nobody but its like', () => {
  const stage = new PeerStage({ info: INFO })
  const offered = (n: number, via?: 'tracker') => {
    stage.clear()
    stage.tell({ type: 'offered', remote: idOf(n), offerId: 'x', ...(via && { via }) })
    return stage.effects.map(effect => effect.type).filter(type => type !== 'log')
  }
  const honest = stage.greet(1)
  expect(offered(1, 'tracker')).toEqual(['refuse'])
  expect(honest.isClosed).toBe(false)

  // Under the name of somebody who is not here yet.
  expect(offered(2, 'tracker')).toEqual(['accept'])
  const link = 1_000
  stage.tell({ type: 'linkOpened', link, remote: idOf(2) })
  stage.tell({ type: 'garbled', link, error: new ProtocolError('unknown-message', 'nonsense') })
  expect(stage.eventsOf('banned')).toMatchObject([{ remote: idOf(2) }])
  expect(offered(2, 'tracker')).toEqual(['refuse'])
  expect(offered(2)).toEqual(['accept'])
})

test('who is full of links that have nothing drops one of them a minute for somebody new', () => {
  const stage = new PeerStage({ info: INFO, maxLinks: 3 })
  const listed = { intervalMs: 30_000, peers: [idOf(9)], seeders: 1, leechers: 3 }
  const [useful] = [1, 2, 3].map(n => stage.greet(n))
  const dials = () => stage.eventsOf('dialled').map(({ remote }) => remote)
  stage.pass(59_000)
  stage.tell({ type: 'announced', ...listed })
  expect([stage.closed.size, dials()]).toEqual([0, []])

  useful?.serves('*     ')
  stage.pass(2_000)
  expect(stage.closed.size).toBe(1)
  expect(useful?.isClosed).toBe(false)
  expect(dials()).toEqual([idOf(9)])
  stage.tell({ type: 'linkFailed', remote: idOf(9), reason: 'full' })

  // What it gets lets it wait again.
  useful?.answerAll()
  stage.pass(59_000)
  expect(stage.closed.size).toBe(1)
})

test('who has everything, and is full, makes room for who has not by dropping another who has', () => {
  const stage = new PeerStage({ info: INFO, stored: '******', maxLinks: 3 })
  const [seed, ...leechers] = [1, 2, 3].map(n => stage.greet(n))
  const verdict = (n: number) => {
    stage.clear()
    stage.tell({ type: 'offered', remote: idOf(n), offerId: 'x' })
    return stage.effects.map(({ type }) => type).filter(type => type !== 'log')
  }
  expect(verdict(4)).toEqual(['refuse'])
  seed?.serves('******')
  expect(verdict(5)).toEqual(['close', 'accept'])
  expect(seed?.isClosed).toBe(true)
  expect(leechers.some(({ isClosed }) => isClosed)).toBe(false)
  expect(verdict(6)).toEqual(['refuse'])
})
