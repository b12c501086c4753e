import { expect, test } from 'vitest'
import { Bitfield } from '../base/bitfield.ts'
import type { PeerId } from '../base/ids.ts'
import { seededRandom } from '../base/random.ts'
import type { GossipMessage } from '../wire/gossip.ts'
import { DEFAULT_GOSSIP } from '../wire/gossip-style.ts'
import type { GossipContext } from './context.ts'
import { Figures } from './figures.ts'
import { Member } from './member.ts'
import { News } from './news.ts'

function newsFor(member: Member) {
  const said: GossipMessage[] = []
  const context: GossipContext = {
    layout: { length: 64, pieceLength: 16, pieceCount: 4 },
    style: DEFAULT_GOSSIP,
    held: new Bitfield(4),
    members: new Map([[member.link, member]]),
    figures: new Figures(),
    random: seededRandom(1),
    output: {
      say: (_, message) => {
        said.push(message)
        return 1
      },
      read: () => {},
      blockReceived: () => {},
      pieceReceived: () => {},
      log: () => {},
    },
  }
  return { news: new News(context), said }
}

const memberOf = () => new Member(1, '1'.repeat(40) as PeerId, 4, 1_000, 0)

test('news wait a little for company, and are told once', () => {
  const { news, said } = newsFor(memberOf())
  news.held(2, 1_000)
  const dueAt = news.dueAt ?? Number.NaN
  expect(dueAt).toBeGreaterThan(1_000)
  expect(dueAt).toBeLessThan(1_100)
  news.tick(dueAt)
  news.tick(2_000)
  expect(said).toEqual([{ type: 'news', news: { held: [2], coming: [] } }])
  expect(news.dueAt).toBeUndefined()
})

test('who is silent hears nothing, and nothing is due for it that is past', () => {
  const member = memberOf()
  const { news, said } = newsFor(member)
  member.alive = false
  news.held(2, 1_000)
  news.tick(2_000)
  news.coming(3, 2_000)
  expect(news.dueAt).toBeGreaterThan(2_000)
  expect(said).toEqual([])
  member.alive = true
  news.tell(member)
  expect(said).toEqual([{ type: 'news', news: { held: [2], coming: [3] } }])
})

test('what was lost before it was told is due no more', () => {
  const { news, said } = newsFor(memberOf())
  news.held(2, 1_000)
  news.lost(2)
  news.tick(2_000)
  news.coming(3, 3_000)
  expect(news.dueAt).toBeGreaterThan(3_000)
  expect(said).toEqual([])
})
