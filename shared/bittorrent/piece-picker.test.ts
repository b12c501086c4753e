/** Policies drawn as strings: what is there, what a remote has, and * where the choice ever fell. */
import { describe, expect, test } from 'vitest'
import { Bitfield } from '../base/bitfield.ts'
import { seededRandom } from '../base/random.ts'
import { Pieces } from '../exchange/pieces.ts'
import type { Info } from '../torrent/info.ts'
import { createPicking, type PickingPolicies } from './piece-picker.ts'
import { PieceRanks } from './piece-ranks.ts'

const SECOND = 1_000

function drawn(marks: string): Bitfield {
  const bitfield = new Bitfield(marks.length)
  for (const [piece, mark] of [...marks].entries()) if (mark !== ' ') bitfield.add(piece)
  return bitfield
}

/** `availability`: how many remotes hold each piece; a space is a piece that we hold. */
function setup(availability: string, policies: Partial<PickingPolicies>, seed = 1) {
  const pieces = new Pieces(new Bitfield(availability.length))
  const ranks = new PieceRanks(pieces, seededRandom(seed))
  const hold = (piece: number) => {
    ranks.take(piece)
    for (const state of ['arriving', 'verifying', 'writing', 'held'] as const)
      pieces.move(piece, state)
  }
  for (const [piece, count] of [...availability].entries()) {
    if (count === ' ') hold(piece)
    else for (let i = 0; i < Number(count); i++) ranks.raise(piece)
  }
  // A piece each second.
  const info = { pieceCount: availability.length, pieceLength: 1_000 } as Info
  const pick = createPicking(
    { picking: 'random-first', randomFirst: 2, playRateBytesPerSec: 1_000, ...policies },
    ranks,
    { info, held: pieces.held },
  )
  return { pick, hold }
}

/** Where the choice falls over many seeds, and why. */
function picked(
  policies: Partial<PickingPolicies>,
  availability: string,
  remote: string,
  suggested?: number,
): [string, string] {
  const marks = [...availability].fill(' ')
  const reasons = new Set<string>()
  for (let seed = 1; seed <= 60; seed++) {
    const begin = setup(availability, policies, seed).pick(
      { askable: drawn(remote), suggested: new Set(suggested === undefined ? [] : [suggested]) },
      0,
    )
    if (begin === undefined) continue
    marks[begin.piece] = '*'
    reasons.add(begin.reason)
  }
  return [marks.join(''), [...reasons].join(' ')]
}

test.each([
  ['random', '2221333', '*** ***', '*** ***', 'random'],
  ['random', '2 213 3', '*******', '* *** *', 'random'],
  ['rarest-first', '2221333', '*** ***', '***    ', 'rarest'],
  ['rarest-first', '2221333', '*******', '   *   ', 'rarest'],
  ['random-first', '222133 ', '*******', '****** ', 'random'],
  ['random-first', '2221   ', '*******', '   *   ', 'rarest'],
  ['sequential', '2221333', '*******', '*      ', 'sequential'],
  ['sequential', ' 2 1333', ' *  ***', ' *     ', 'sequential'],
  ['sequential', '   1333', '***  **', '     * ', 'sequential'],
  ['deadline', '9999999', '*******', '*      ', 'deadline'],
  ['random', '2221333', '       ', '       ', ''],
  ['sequential', '2221333', '       ', '       ', ''],
  ['deadline', '2221333', '       ', '       ', ''],
] as const)('%s of %j at one that has %j: %j', (picking, availability, remote, marks, reason) => {
  expect(picked({ picking }, availability, remote)).toEqual([marks, reason])
})

test('random first: the switching point is a parameter', () => {
  const at = (randomFirst: number) => picked({ randomFirst }, ' 22221 ', '*******')[1]
  expect([0, 2, 3].map(at)).toEqual(['rarest', 'rarest', 'random'])
})

describe('what a remote suggests', () => {
  test('is taken where any piece to begin with, or any rare one, would do', () => {
    expect(picked({ picking: 'rarest-first' }, '1222', '****', 2)[0]).toBe('  * ')
    expect(picked({ picking: 'random-first' }, '1222', '****', 2)[0]).toBe('  * ')
  })

  test('is left where the order or chance matters, or where there is nothing to it', () => {
    expect(picked({ picking: 'random' }, '1222', '****', 2)[0]).toBe('****')
    expect(picked({ picking: 'sequential' }, '1222', '****', 2)[0]).toBe('*   ')
    expect(picked({ picking: 'rarest-first' }, '12 2', '****', 2)[0]).toBe('*   ')
    expect(picked({ picking: 'rarest-first' }, '1222', '** *', 2)[0]).toBe('*   ')
  })
})

describe('by deadline, at a piece a second and ten seconds ahead', () => {
  const all = { askable: drawn('*'.repeat(20)), suggested: new Set<number>() }
  /** Twenty pieces, of which the last is the rarest. */
  const film = () => setup(`${'9'.repeat(19)}1`, { picking: 'deadline' })

  test('what is soon needed comes in order, then the rarest', () => {
    const { pick, hold } = film()
    const order: number[] = []
    for (let i = 0; i < 11; i++) {
      const { piece } = pick(all, 0) ?? { piece: -1 }
      hold(piece)
      order.push(piece)
    }
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 19])
  })

  test('the player moves on, and what is urgent with it', () => {
    const { pick, hold } = film()
    pick(all, 0)
    for (let piece = 0; piece < 10; piece++) hold(piece)
    expect(pick(all, 3 * SECOND)).toEqual({ piece: 10, reason: 'deadline' })
    expect(pick({ ...all, askable: drawn(`${' '.repeat(14)}******`) }, 3 * SECOND)).toEqual({
      piece: 19,
      reason: 'rarest',
    })
  })

  test('it waits at what is not there, for as long as it takes', () => {
    const { pick, hold } = film()
    pick(all, 0)
    hold(0)
    expect(pick(all, 600 * SECOND)).toEqual({ piece: 1, reason: 'deadline' })
    expect(pick({ ...all, askable: drawn(`${' '.repeat(10)}**********`) }, 600 * SECOND)).toEqual({
      piece: 10,
      reason: 'deadline',
    })
  })

  test('behind the end there is nothing', () => {
    const { pick, hold } = film()
    for (let piece = 0; piece < 20; piece++) hold(piece)
    expect(pick(all, 0)).toBeUndefined()
    expect(pick(all, 100 * SECOND)).toBeUndefined()
  })
})
