import { describe, expect, test } from 'vitest'
import { Bitfield } from '../base/bitfield.ts'
import { PIECE_STATES, type PieceState, Pieces, TRANSITIONS } from './pieces.ts'

/** The shortest way to each state. */
const WAYS: Record<PieceState, readonly PieceState[]> = {
  missing: [],
  asked: ['asked'],
  arriving: ['asked', 'arriving'],
  verifying: ['asked', 'arriving', 'verifying'],
  writing: ['asked', 'arriving', 'verifying', 'writing'],
  held: ['asked', 'arriving', 'verifying', 'writing', 'held'],
}

function pieceIn(state: PieceState): Pieces {
  const pieces = new Pieces(new Bitfield(3))
  for (const next of WAYS[state]) pieces.move(1, next)
  return pieces
}

const pairs = PIECE_STATES.flatMap(from => PIECE_STATES.map(to => ({ from, to })))

describe('a piece', () => {
  test('begins as held if it is on disk, else as missing', () => {
    const held = new Bitfield(3)
    held.add(2)
    const pieces = new Pieces(held)
    expect([0, 1, 2].map(piece => pieces.stateOf(piece))).toEqual(['missing', 'missing', 'held'])
  })

  test.each(pairs)('$from to $to only if the table says so', ({ from, to }) => {
    const pieces = pieceIn(from)
    if (!TRANSITIONS[from].includes(to))
      expect(() => pieces.move(1, to)).toThrow(`${from} to ${to}`)
    else {
      pieces.move(1, to)
      expect(pieces.stateOf(1)).toBe(to)
      expect(pieces.held.has(1)).toBe(to === 'held')
    }
  })

  test('moves alone, and is counted where it is', () => {
    const pieces = pieceIn('writing')
    expect(PIECE_STATES.map(state => pieces.countOf(state))).toEqual([2, 0, 0, 0, 1, 0])
    pieces.move(1, 'held')
    expect(PIECE_STATES.map(state => pieces.countOf(state))).toEqual([2, 0, 0, 0, 0, 1])
    expect([0, 2].map(piece => pieces.stateOf(piece))).toEqual(['missing', 'missing'])
    expect([...pieces.held]).toEqual([1])
  })

  test('that is not there has no state', () => {
    expect(() => new Pieces(new Bitfield(3)).stateOf(3)).toThrow('no piece 3')
  })
})
