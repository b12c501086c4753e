import { describe, expect, test } from 'vitest'
import type { PeerId } from '../../host/api.ts'
import { HeldHistory, type Observed } from './history.ts'

const ME = 'me' as PeerId
const PIECES = 9

/** 'a4 b0': who is linked, and how many it says it holds; 'a?' has not said yet. */
function seen(heldCount: number, others = ''): Observed {
  const links = others.split(' ').flatMap(word => {
    const [remote, held] = [word[0], word.slice(1)]
    if (remote === undefined) return []
    return { remote: remote as PeerId, heldCount: held === '?' ? undefined : Number(held) }
  })
  return { peerId: ME, heldCount, info: { pieceCount: PIECES }, links }
}

const stepsOf = (history: HeldHistory) =>
  Object.fromEntries(history.curves.map(({ peerId, steps }) => [peerId, steps]))

describe('what each peer held', () => {
  test('is kept from the moment that somebody is here who tells, a step for each change', () => {
    const history = new HeldHistory()
    history.note(seen(9), 1_000)
    history.note(seen(9, 'a?'), 1_500)
    expect(history.curves).toEqual([])
    history.note(seen(9, 'a0'), 2_000)
    history.note(seen(9, 'a0 b3'), 2_400)
    history.note(seen(9, 'a5 b3'), 3_000)
    expect(stepsOf(history)).toEqual({
      me: [[0, 9]],
      a: [
        [0, 0],
        [1_000, 5],
      ],
      b: [[400, 3]],
    })
    expect(history.endMs).toBe(1_000)
  })

  test('ends where somebody leaves, and goes on if that peer comes back', () => {
    const history = new HeldHistory()
    history.note(seen(1, 'a1 b1'), 0)
    history.note(seen(1, 'b1'), 300)
    history.note(seen(1, 'b1'), 400)
    expect(history.curves[1]).toMatchObject({ peerId: 'a', goneMs: 300 })
    history.note(seen(1, 'a2 b1'), 500)
    expect(history.curves[1]).toMatchObject({ peerId: 'a', goneMs: undefined })
  })

  test('stops growing when everybody here has everything, and tells when each had', () => {
    const history = new HeldHistory()
    history.note(seen(9, 'a0'), 0)
    history.note(seen(9, 'a9'), 2_000)
    history.note(seen(9, 'a9'), 60_000)
    expect(history.endMs).toBe(2_100)
    expect(history.curves.map(({ completeMs }) => completeMs)).toEqual([0, 2_000])
    history.note(seen(9, 'a9 b0'), 61_000)
    expect(history.endMs).toBe(61_000)
  })

  test('begins anew with who comes after all had gone', () => {
    const history = new HeldHistory()
    history.note(seen(9, 'a0'), 0)
    history.note(seen(9), 5_000)
    expect(history.curves).toHaveLength(2)
    history.note(seen(9, 'b0'), 100_000)
    expect(stepsOf(history)).toEqual({ me: [[0, 9]], b: [[0, 0]] })
  })

  test('has a limit, however many come and however much they say', () => {
    const history = new HeldHistory()
    for (let i = 0; i < 10_000; i++)
      history.note(seen(i, `${String.fromCharCode(97 + (i % 99))}${i}`), i)
    expect(history.curves.length).toBeLessThanOrEqual(40)
    const most = Math.max(...history.curves.map(({ steps }) => steps.length))
    expect(most).toBeLessThanOrEqual(600)
    const mine = history.curves.find(({ peerId }) => peerId === ME)
    expect(mine?.steps.at(-1)?.[1]).toBe(9_999)
  })
})
