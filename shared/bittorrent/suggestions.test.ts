/** What a seeder names: each piece to one remote, until all have left it once. */
import { expect, test } from 'vitest'
import { Bitfield } from '../base/bitfield.ts'
import type { LinkId, PeerId } from '../base/ids.ts'
import { seededRandom } from '../base/random.ts'
import type { ExchangeContext } from './context.ts'
import { Remote } from './remote.ts'
import { Suggestions } from './suggestions.ts'

const PIECES = 12

function seeder(pieceLength = 64 * 1024) {
  const named = new Map<LinkId, number[]>()
  const output = {
    send({ link }: Remote, { piece }: { readonly piece: number }) {
      named.set(link, [...(named.get(link) ?? []), piece])
    },
  }
  const held = Bitfield.full(PIECES)
  const context = { info: { pieceCount: PIECES, pieceLength }, pieces: { held }, output }
  const suggestions = new Suggestions(
    context as unknown as ExchangeContext,
    () => 0,
    seededRandom(1),
  )
  const remote = (link: LinkId, speaksFast = true): Remote =>
    new Remote({ link, id: `${link}` as PeerId, speaksFast }, PIECES, 4, 0)
  return { suggestions, held, remote, named: (link: LinkId) => named.get(link) ?? [] }
}

test('each piece is named to one remote, the next when it asks for the last', () => {
  const { suggestions, remote, named } = seeder()
  const remotes = [remote(1), remote(2), remote(3)]
  for (const each of remotes) suggestions.onUnchoke(each)
  expect([1, 2, 3].map(link => named(link).length)).toEqual([1, 1, 1])
  for (let step = 0; step < PIECES; step++) {
    for (const each of remotes) suggestions.onRequest(each, named(each.link).at(-1) as number)
  }
  const all = [1, 2, 3].flatMap(named)
  expect(all.length).toBe(PIECES)
  expect(new Set(all).size).toBe(PIECES)
})

test('short pieces are named several at a time', () => {
  const { suggestions, remote, named } = seeder(16 * 1024)
  suggestions.onUnchoke(remote(1))
  expect(named(1).length).toBe(4)
})

test('what a remote does not ask for before it is choked is named to others', () => {
  const { suggestions, remote, named } = seeder()
  const [first, second] = [remote(1), remote(2)]
  suggestions.onUnchoke(first)
  suggestions.onChoke(first)
  suggestions.onUnchoke(second)
  expect(named(2)).toEqual(named(1))
})

test('nothing to a remote that does not speak the fast extension', () => {
  const { suggestions, remote, named } = seeder()
  suggestions.onUnchoke(remote(1, false))
  expect(named(1)).toEqual([])
})

test('what has left already is not named', () => {
  const { suggestions, remote, named } = seeder()
  const other = remote(2, false)
  for (let piece = 0; piece < PIECES - 1; piece++) suggestions.onRequest(other, piece)
  suggestions.onUnchoke(remote(1))
  expect(named(1)).toEqual([PIECES - 1])
})

test('what is held no more is not named', () => {
  const { suggestions, held, remote, named } = seeder(16 * 1024)
  for (let piece = 0; piece < PIECES - 1; piece++) held.delete(piece)
  suggestions.onUnchoke(remote(1))
  expect(named(1)).toEqual([PIECES - 1])
})
