/** What a message costs where nothing is to be given or asked for: no search through all pieces. */
import { expect, test } from 'vitest'
import { Bitfield } from '../base/bitfield.ts'
import { GossipStage } from '../testing/gossip-stage.ts'

const PIECES = 4_000
const HELD = PIECES / 2
const MEMBERS = 20
const MESSAGES = 200

/** For each message: a few for each member, and none for each piece. */
const MOST_LOOKS = 10 * MEMBERS

function firstHalf(): Bitfield {
  const pieces = new Bitfield(PIECES)
  for (let piece = 0; piece < HELD; piece++) pieces.add(piece)
  return pieces
}

/** How often somebody asks a set whether it has a piece. */
function countLooks(during: () => void): number {
  const { has } = Bitfield.prototype
  let looks = 0
  Bitfield.prototype.has = function (piece) {
    looks++
    return has.call(this, piece)
  }
  try {
    during()
  } finally {
    Bitfield.prototype.has = has
  }
  return looks
}

test('while the line is free and all hold the same pieces, a message is not followed by a search', () => {
  const layout = { length: PIECES, pieceLength: 1, pieceCount: PIECES }
  const stage = new GossipStage({ layout, held: firstHalf() })
  for (let link = 1; link <= MEMBERS; link++) {
    stage.join(link)
    stage.hear(link, { type: 'bitmap', begin: 0, reply: false, bytes: firstHalf().bytes }, 0)
  }
  const looks = countLooks(() => {
    for (let i = 0; i < MESSAGES; i++) {
      const coming = [HELD + (i % 2)]
      stage.hear(1 + (i % MEMBERS), { type: 'news', news: { held: [], coming } }, 1)
    }
  })
  expect(looks / MESSAGES).toBeLessThan(MOST_LOOKS)
})
