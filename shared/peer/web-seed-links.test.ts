import { expect, test } from 'vitest'
import { Bitfield } from '../base/bitfield.ts'
import { INFO, idOf, PeerStage } from '../testing/peer-stage.ts'

const SEED = -1

test('a web seed that is paused is not asked because it turns out to lack a piece', () => {
  const stage = new PeerStage({ info: INFO })
  const asked = () =>
    stage.effects.flatMap(effect =>
      effect.type === 'send' && effect.link === SEED && effect.message.type === 'request'
        ? effect.message.piece
        : [],
    )
  const pieces = Bitfield.full(INFO.pieceCount)
  stage.tell({ type: 'webSeedOpened', link: SEED, remote: idOf(50), pieces })
  expect(asked()).not.toEqual([])
  stage.tell({ type: 'message', link: SEED, message: { type: 'choke' } })
  stage.clear()
  stage.tell({ type: 'webSeedLacks', link: SEED, pieces: [0] })
  expect(asked()).toEqual([])
  stage.tell({ type: 'message', link: SEED, message: { type: 'unchoke' } })
  expect(asked()).not.toEqual([])
  expect(asked()).not.toContain(0)
})
