/** Whose block leaves next. */
import { expect, test } from 'vitest'
import type { PeerId } from '../base/ids.ts'
import { Remote } from './remote.ts'
import { type TurnRules, Turns } from './turns.ts'

/** Remotes that wait for blocks of these pieces, one entry for each block. */
function waiting(...pieces: readonly number[][]) {
  let rules: Pick<TurnRules, 'isUrgent'> & { hasRoom: (remote: Remote) => boolean }
  const turns = new Turns({
    hasRoom: remote => rules.hasRoom(remote),
    isUrgent: (remote, piece) => rules.isUrgent(remote, piece),
  })
  const remotes = pieces.map((asked, link) => {
    const remote = new Remote({ link, id: `${link}` as PeerId, speaksFast: true }, 9, 32, 0)
    for (const piece of asked) remote.upload.waiting.push({ piece, begin: 0, length: 1 })
    turns.changed(remote)
    return remote
  })
  const served = (
    count: number,
    hasRoom: (remote: Remote) => boolean = () => true,
    isUrgent: TurnRules['isUrgent'] = () => false,
  ): string => {
    rules = { hasRoom, isUrgent }
    let links = ''
    for (let i = 0; i < count; i++) {
      const remote = turns.next(0)
      if (remote === undefined) return links
      links += remote.link
      remote.upload.waiting.shift()
      turns.changed(remote)
    }
    return links
  }
  return { turns, remotes, served }
}

const blocks = (piece: number, count: number): number[] => new Array(count).fill(piece)

test('a piece that is begun goes on before another is begun', () => {
  const { served, turns } = waiting(blocks(1, 4), blocks(2, 4))
  expect(served(9)).toBe('00001111')
  expect(turns.isEmpty).toBe(true)
})

test('a long piece gives way after eight blocks', () => {
  expect(waiting(blocks(1, 20), blocks(2, 2)).served(22)).toBe('0000000011000000000000')
})

test('after a piece the others come first', () => {
  expect(waiting([1, 1, 3, 3], [2, 2]).served(6)).toBe('001100')
})

test('who has no room holds up nobody, and goes on once it has', () => {
  const { served } = waiting(blocks(1, 4), blocks(2, 4))
  expect(served(1)).toBe('0')
  expect(served(2, ({ link }) => link === 1)).toBe('11')
  expect(served(1, () => false)).toBe('')
  expect(served(5)).toBe('00011')
})

test('every second piece that is begun is an urgent one', () => {
  const { served } = waiting([1], [2], [3], [4])
  const isUrgent = (_: Remote, piece: number) => piece >= 3
  expect(served(4, () => true, isUrgent)).toBe('2031')
})

test('who leaves is not served', () => {
  const { turns, remotes, served } = waiting(blocks(1, 4), blocks(2, 2))
  expect(served(1)).toBe('0')
  turns.leave(remotes[0] as Remote)
  expect(served(4)).toBe('11')
})
