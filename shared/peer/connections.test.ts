/** Names that nobody vouches for: a tracker where anyone may call himself anything. */
import { expect, test } from 'vitest'
import { ProtocolError } from '../wire/message.ts'
import { INFO, idOf, PeerStage } from './peer-stage.ts'

test('who comes by it displaces nobody, and what it does shuts out nobody but its like', () => {
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
