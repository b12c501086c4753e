/** Pieces that come and go: taken, dropped, told of, lost, and the state of each meanwhile. */
import { describe, expect, test } from 'vitest'
import { Bitfield } from '../base/bitfield.ts'
import { GossipStage } from '../testing/gossip-stage.ts'
import type { GossipStyle } from '../wire/gossip-style.ts'
import { BLOCK_BYTES } from '../wire/message.ts'

const PIECE_BYTES = 2 * BLOCK_BYTES
const PIECES = 2
const [ANN, BOB] = [1, 2]
const EAGER = { mode: 'push-pull', fidelity: 'intended' } as const

/** One that lacks two pieces, and two other members. */
function staged(style: Partial<GossipStyle> = {}): GossipStage {
  const layout = { length: PIECES * PIECE_BYTES, pieceLength: PIECE_BYTES, pieceCount: PIECES }
  const stage = new GossipStage({ layout, held: new Bitfield(PIECES), style })
  for (const link of [ANN, BOB]) stage.join(link)
  return stage
}

const block = (piece: number, begin: number) =>
  ({ type: 'data', piece, begin, block: new Uint8Array(BLOCK_BYTES) }) as const

const offer = (piece: number, offer = 1) => ({ type: 'offer', piece, offer }) as const

function sendPiece(stage: GossipStage, link: number, piece: number, now: number): void {
  for (let begin = 0; begin < PIECE_BYTES; begin += BLOCK_BYTES)
    stage.hear(link, block(piece, begin), now)
}

const accepted = (stage: GossipStage): number[] =>
  stage.said.flatMap(each => (each.type === 'accept' ? each.offer : []))

test('a piece that came while we paused is dropped, and taken when it is offered again', () => {
  const stage = staged()
  stage.hear(ANN, offer(0, 1), 1)
  stage.exchange.setWanted(false, 2)
  sendPiece(stage, ANN, 0, 3)
  expect(stage.pieces.stateOf(0)).toBe('missing')
  stage.exchange.setWanted(true, 4)
  stage.hear(ANN, offer(0, 2), 5)
  expect(accepted(stage)).toEqual([1, 2])
})

test('a piece that the disk has lost again before anybody was told is not told of', () => {
  const stage = staged({ mode: 'pull' })
  for (const piece of [0, 1]) {
    stage.hear(ANN, offer(piece), 0)
    sendPiece(stage, ANN, piece, 0)
  }
  stage.said.length = 0
  for (const piece of [0, 1]) stage.store(piece, 1)
  stage.lose(0, 2)
  stage.exchange.tick(1_000)
  const told = stage.said.flatMap(each => ('news' in each ? (each.news?.held ?? []) : []))
  expect(told).toEqual([1, 1])
  expect(stage.pieces.stateOf(0)).toBe('missing')
})

test('a piece that a member came to hold while we paused is pulled from it', () => {
  const stage = staged()
  const news = (held: number[]) => ({ type: 'news', news: { held, coming: [] } }) as const
  // Asked for all that it has, which is nothing.
  stage.hear(ANN, news([]), 1)
  stage.exchange.setWanted(false, 2)
  stage.hear(ANN, news([1]), 3)
  expect(stage.said.filter(({ type }) => type === 'pull')).toEqual([])
  stage.exchange.setWanted(true, 4)
  expect(stage.said.filter(({ type }) => type === 'pull')).toMatchObject([{ piece: 1 }])
})

describe('where peers agree on each transfer, a piece is', () => {
  test('asked for when its offer is accepted, arriving with its first block, then verified', () => {
    const stage = staged()
    stage.hear(ANN, offer(1), 1)
    expect(stage.pieces.stateOf(1)).toBe('asked')
    stage.hear(ANN, block(1, 0), 2)
    expect(stage.pieces.stateOf(1)).toBe('arriving')
    stage.hear(ANN, block(1, BLOCK_BYTES), 3)
    expect(stage.pieces.stateOf(1)).toBe('verifying')
    stage.store(1, 4)
    expect([...stage.pieces.held]).toEqual([1])
  })

  const endings: [string, (stage: GossipStage) => void][] = [
    ['it is declined', stage => stage.hear(ANN, { type: 'decline', piece: 1, offer: 1 }, 3)],
    ['the member leaves', stage => stage.exchange.leave(ANN, 3)],
    ['nothing more comes', stage => stage.exchange.tick(20_000)],
  ]
  test.each(endings)('missing again when %s, and taken from another', (_, end) => {
    for (const blocks of [0, 1]) {
      const stage = staged()
      stage.hear(ANN, offer(1), 1)
      if (blocks > 0) stage.hear(ANN, block(1, 0), 2)
      end(stage)
      expect(stage.pieces.stateOf(1)).toBe('missing')
      stage.hear(BOB, offer(1, 7), 20_001)
      expect(accepted(stage)).toEqual([1, 7])
    }
  })

  test('missing again when it fails its check', () => {
    const stage = staged()
    stage.hear(ANN, offer(1), 1)
    sendPiece(stage, ANN, 1, 2)
    stage.refuse(1, 3)
    expect(stage.pieces.stateOf(1)).toBe('missing')
  })
})

describe('where pieces are sent unasked, a piece is', () => {
  test('arriving at once; what comes of it from another member is redundant', () => {
    const stage = staged(EAGER)
    stage.hear(ANN, block(0, 0), 1)
    expect(stage.pieces.stateOf(0)).toBe('arriving')
    sendPiece(stage, BOB, 0, 2)
    expect(stage.pieces.stateOf(0)).toBe('arriving')
    stage.hear(ANN, block(0, BLOCK_BYTES), 3)
    expect(stage.pieces.stateOf(0)).toBe('verifying')
    stage.store(0, 4)
    expect(stage.exchange.inspect(5).gossip).toMatchObject({ useful: 1, redundant: 1 })
  })

  test('missing again when the member that sends it leaves', () => {
    const stage = staged(EAGER)
    stage.hear(ANN, block(0, 0), 1)
    stage.exchange.leave(ANN, 2)
    expect(stage.pieces.stateOf(0)).toBe('missing')
  })

  test('asked for while it is pulled, until that is declined or given up', () => {
    const stage = staged({ ...EAGER, mode: 'pull' })
    const states = () => [0, 1].map(piece => stage.pieces.stateOf(piece))
    stage.exchange.tick(1_000)
    expect(states()).toEqual(['asked', 'asked'])
    for (const link of [ANN, BOB])
      for (const piece of [0, 1]) stage.hear(link, { type: 'decline', piece, offer: 0 }, 1_001)
    expect(states()).toEqual(['missing', 'missing'])
  })
})
