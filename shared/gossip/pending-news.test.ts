import { expect, test } from 'vitest'
import { Bitfield } from '../base/bitfield.ts'
import type { PeerId } from '../base/ids.ts'
import { seededRandom } from '../base/random.ts'
import { Pieces } from '../exchange/pieces.ts'
import { type GossipMessage, parseGossip } from '../wire/gossip.ts'
import { DEFAULT_GOSSIP } from '../wire/gossip-style.ts'
import type { GossipContext } from './context.ts'
import { PendingNews } from './pending-news.ts'
import { Figures } from './totals.ts'

const LAYOUT = { length: 64, pieceLength: 16, pieceCount: 4 }

function staged() {
  const said: (GossipMessage | undefined)[] = []
  const member = {
    link: 1,
    id: '1'.repeat(40) as PeerId,
    joinedAt: 0,
    extensionId: 1,
    isAlive: true,
  }
  const pieces = new Pieces(new Bitfield(LAYOUT.pieceCount))
  const context: GossipContext = {
    layout: LAYOUT,
    style: DEFAULT_GOSSIP,
    blockBytes: 16_384,
    pieces,
    held: pieces.held,
    members: new Map([[member.link, member]]),
    figures: new Figures(),
    random: seededRandom(1),
    output: {
      send: (_, message) => {
        if (message.type === 'extended') said.push(parseGossip(message.payload, LAYOUT))
      },
      read: () => {},
      readAhead: () => {},
      blockReceived: () => {},
      pieceReceived: () => {},
      fault: () => {},
      log: () => {},
    },
  }
  const news = new PendingNews(context)
  return { news, member, said }
}

test('news waits a little for a message to go along with, and is told once', () => {
  const { news, said } = staged()
  news.pieceHeld(2, 1_000)
  const dueAt = news.dueAt ?? Number.NaN
  expect(dueAt).toBeGreaterThan(1_000)
  expect(dueAt).toBeLessThan(1_100)
  news.tick(dueAt)
  news.tick(2_000)
  expect(said).toEqual([{ type: 'news', news: { held: [2], coming: [] } }])
  expect(news.dueAt).toBeUndefined()
})

test('news goes along with the next message', () => {
  const { news, member, said } = staged()
  news.pieceHeld(2, 1_000)
  news.say(member, { type: 'pull', piece: 3 })
  news.tick(2_000)
  expect(said).toEqual([{ type: 'pull', piece: 3, news: { held: [2], coming: [] } }])
})

test('a silent member hears nothing, and nothing is due for it that is past', () => {
  const { news, member, said } = staged()
  member.isAlive = false
  news.pieceHeld(2, 1_000)
  news.tick(2_000)
  news.pieceComing(3, 2_000)
  expect(news.dueAt).toBeGreaterThan(2_000)
  expect(said).toEqual([])
  member.isAlive = true
  news.tell(member)
  expect(said).toEqual([{ type: 'news', news: { held: [2], coming: [3] } }])
})

test('what was lost before it was told is due no more', () => {
  const { news, said } = staged()
  news.pieceHeld(2, 1_000)
  news.pieceLost(2)
  news.tick(2_000)
  news.pieceComing(3, 3_000)
  expect(news.dueAt).toBeGreaterThan(3_000)
  expect(said).toEqual([])
})
