/** Pieces that come and go: taken, dropped, told of, lost. */
import { expect, test } from 'vitest'
import { Bitfield } from '../base/bitfield.ts'
import type { PeerId } from '../base/ids.ts'
import { seededRandom } from '../base/random.ts'
import type { GossipMessage } from '../wire/gossip.ts'
import { DEFAULT_GOSSIP } from '../wire/gossip-style.ts'
import { GossipExchange } from './exchange.ts'

const PIECE_BYTES = 16 * 1024
const LINK = 1

/** One that lacks two pieces, and one other member. */
function staged() {
  const said: GossipMessage[] = []
  const layout = { length: 2 * PIECE_BYTES, pieceLength: PIECE_BYTES, pieceCount: 2 }
  const exchange = new GossipExchange(
    { layout, held: new Bitfield(2), wanted: true, style: DEFAULT_GOSSIP },
    seededRandom(1),
    {
      say: (_link, message) => said.push(message),
      read: () => undefined,
      blockReceived: () => undefined,
      pieceReceived: () => undefined,
      log: () => undefined,
    },
    0,
  )
  exchange.join(LINK, 'a'.repeat(40) as PeerId, 0)
  const hear = (message: GossipMessage, now: number) => exchange.receive(LINK, message, now)
  return { exchange, said, hear }
}

test('a piece that came while we paused is dropped, and taken when it is offered again', () => {
  const { exchange, said, hear } = staged()
  hear({ type: 'offer', piece: 0, offer: 1 }, 1)
  exchange.setWanted(false, 2)
  hear({ type: 'data', piece: 0, begin: 0, block: new Uint8Array(PIECE_BYTES) }, 3)
  exchange.setWanted(true, 4)
  hear({ type: 'offer', piece: 0, offer: 2 }, 5)
  expect(said.flatMap(each => (each.type === 'accept' ? each.offer : []))).toEqual([1, 2])
})

test('a piece that the disk has lost again before anybody was told is not told of', () => {
  const { exchange, said } = staged()
  exchange.pieceHeld(0, 1)
  exchange.pieceHeld(1, 1)
  exchange.pieceLost(0, 2)
  exchange.tick(1_000)
  const told = said.flatMap(each => ('news' in each ? (each.news?.held ?? []) : []))
  expect(told).toEqual([1])
})
