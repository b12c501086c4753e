/** Who came, who has what, who left: told by looks at a swarm. */
import { expect, test } from 'vitest'
import type { LinkView } from '../../shared/peer/view.ts'
import type { PeerId, TorrentView } from '../host/api.ts'
import { newsInWords } from './news-words.ts'
import { goneInWords, outcomeInWords } from './receiver-words.ts'
import {
  followReceivers,
  MAX_RECEIVERS,
  NO_RECEIVERS,
  type Receiver,
  type Receivers,
} from './receivers.ts'

const PIECES = 10
const START_MS = new Date(2026, 7, 3, 2, 41).getTime()

const remoteOf = (n: number): PeerId => n.toString(16).padStart(40, '0') as PeerId
const link = (n: number, heldCount: number | undefined, fields: Partial<LinkView> = {}): LinkView =>
  ({ remote: remoteOf(n), client: 'a', heldCount, uploadOnly: false, ...fields }) as LinkView

/** A look at the swarm, `seconds` after the start. */
type Look = readonly [
  seconds: number,
  links: readonly LinkView[],
  Partial<TorrentView & { online: boolean }>?,
]

function after(looks: readonly Look[], before: Receivers = NO_RECEIVERS): Receivers {
  return looks.reduce((receivers, [seconds, links, { online = true, ...view } = {}]) => {
    const swarm = {
      info: { pieceCount: PIECES },
      phase: 'seeding',
      paused: undefined,
      links,
      ...view,
    }
    return followReceivers(receivers, swarm as TorrentView, {
      nowMs: START_MS + seconds * 1000,
      online,
    })
  }, before)
}

const words = (receivers: Receivers): string[] =>
  receivers.list.map(each =>
    each.where === 'here' ? `${each.has} here` : goneInWords(each, PIECES, START_MS),
  )

test.each<[string, readonly Look[], string]>([
  ['has everything', [[0, [link(1, 10)]], [9, []]], 'has everything, left at 02:41'],
  [
    'has what it chose',
    [[0, [link(1, 6, { uploadOnly: true })]], [9, []]],
    'has what they chose, left at 02:41',
  ],
  ['has a part', [[0, [link(1, 6)]], [9, []]], 'has 60\u00a0%, left at 02:41'],
  ['only looked', [[0, [link(1, 0)]], [9, []]], 'opened the link and got nothing, left at 02:41'],
  [
    'chose nothing and says that it wants no more',
    [[0, [link(1, 0, { uploadOnly: true })]]],
    'part here',
  ],
  ['is back before it was missed', [[0, [link(1, 3)]], [3, []], [5, [link(1, 4)]]], 'part here'],
  ['comes back later', [[0, [link(1, 3)]], [9, []], [99, [link(1, 10)]]], 'everything here'],
  [
    'is out of sight as the share is paused',
    [[0, [link(1, 10)]], [9, [], { paused: 'person' }]],
    'has everything, last seen at 02:41',
  ],
  [
    'is out of sight as this tab is offline',
    [[0, [link(1, 10)]], [9, [], { online: false }]],
    'has everything, last seen at 02:41',
  ],
])('who %s', (_, looks, expected) => {
  expect(words(after(looks))).toEqual([expected])
}) // biome-ignore format: a course on one line

test('a tab that reloads comes with what it left with, and is one person', () => {
  const reloaded = after([
    [0, [link(1, 10), link(2, 10)]],
    [1, [link(2, 10)]],
    [2, [link(2, 10), link(3, 10)]],
  ])
  expect(reloaded.list.map(({ remote }) => remote)).toEqual([remoteOf(3), remoteOf(2)])
  const another = after([[3, [link(2, 10), link(3, 10), link(4, 10, { client: 'b' })]]], reloaded)
  expect(another.list).toHaveLength(3)
  const lookers = after([[0, [link(1, 0)]], [9, []], [10, [link(2, 0)]]]) // biome-ignore format: a course on one line
  expect(lookers.list, 'two who have nothing are nothing alike').toHaveLength(2)
})

test(`no more than ${MAX_RECEIVERS} are listed, who is here and who has it before the others, and all who have it count`, () => {
  const crowd = Array.from({ length: MAX_RECEIVERS + 20 }, (_, i) => i)
  const here = link(1_000, 1)
  const looks = crowd.map((n): Look => [n * 9, [here, link(n, n % 2 ? 10 : 0, { client: `${n}` })]])
  const { list, forgotten } = after(looks)
  expect(list).toHaveLength(MAX_RECEIVERS)
  expect(list.some(({ remote }) => remote === here.remote)).toBe(true)
  expect(list.filter(({ has }) => has === 'everything').length + forgotten).toBe(crowd.length / 2)
  expect(forgotten).toBe(0)
  const all = after(crowd.map((n): Look => [n * 9, [link(n, 10, { client: `${n}` })]]))
  expect(all.list.length + all.forgotten).toBe(crowd.length)
})

const receiver = (n: number, fields: Partial<Receiver>): Receiver => ({
  ...{ remote: remoteOf(n), heldCount: 0, has: 'part', seenMs: START_MS, where: 'here' },
  ...fields,
})
const receivers = (...list: Partial<Receiver>[]): Receivers => ({
  list: list.map((fields, n) => receiver(n, fields)),
  forgotten: 0,
})
const ALL = { has: 'everything' } as const
const CHOSEN = { has: 'chosen' } as const
const LEFT = { where: 'left' } as const

test.each<[Partial<Receiver>[], number, string]>([
  [[], 0, 'Keep this tab open: the others get it from here.'],
  [[{}], 1, 'Keep this tab open: the others get it from here.'],
  [[ALL, {}], 1, 'Keep this tab open: 1 person has everything, and 1 other still needs it.'],
  [[ALL], 0, '1 person has everything. You may close this tab.'],
  [[ALL, { ...ALL, ...LEFT }], 0, '2 people have everything. You may close this tab.'],
  [[ALL, CHOSEN], 0, '1 person has everything and 1 has what they chose. You may close this tab.'],
  [[CHOSEN, CHOSEN], 0, '2 people have what they chose. You may close this tab.'],
  [
    [{ ...ALL, ...LEFT }],
    0,
    '1 person has everything. You may close this tab, unless somebody else is to get it.',
  ],
])('with %j, and %i who need it: %s', (list, dependents, sentence) => {
  expect(outcomeInWords({ dependents } as TorrentView, receivers(...list))).toBe(sentence)
})

test.each<[Partial<Receiver>[], Partial<Receiver>[], string | undefined]>([
  [[], [{}], 'Amber Auk has opened the link to a.mp4.'],
  [[], [{}, {}, {}], 'Amber Auk and 2 more have opened the link to a.mp4.'],
  [[{}], [ALL], 'Amber Auk has all of a.mp4.'],
  [[{}], [CHOSEN], 'Amber Auk has what they chose of a.mp4.'],
  [[ALL], [{ ...ALL, ...LEFT }], 'Amber Auk has left with all of a.mp4.'],
  [[{}], [LEFT], 'Amber Auk has left without all of a.mp4.'],
  [[ALL], [{ ...ALL, where: 'unseen' }], undefined],
  [[{}], [{ heldCount: 4 }], undefined],
])('from %j to %j is told as: %s', (before, now, sentence) => {
  expect(newsInWords(receivers(...before), receivers(...now), 'a.mp4')).toBe(sentence)
})

test('another day is named', () => {
  const gone = receiver(1, { ...ALL, ...LEFT })
  expect(goneInWords(gone, PIECES, START_MS + 86_400_000)).toBe(
    'has everything, left at 3 Aug, 02:41',
  )
})
