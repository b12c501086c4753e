import { expect, test } from 'vitest'
import type { LinkView } from '../../shared/peer/view.ts'
import type { PeerId, TorrentView } from '../host/api.ts'
import { NO_RECEIVERS, type Receiver } from './receivers.ts'
import type { Screen } from './screen.ts'
import {
  aloneInWords,
  linkInWords,
  type Spoken,
  speak,
  unreachedInWords,
  waitingInWords,
} from './words.ts'

const link = (fields: Partial<LinkView>): LinkView =>
  ({
    heldCount: 3,
    amChoking: true,
    amInterested: false,
    peerChoking: true,
    peerInterested: false,
    snubbed: false,
    downRate: 0,
    upRate: 0,
    ...fields,
  }) as LinkView

test.each<[Partial<LinkView>, string]>([
  [{ downRate: 900, upRate: 900, snubbed: true }, 'sends to you and gets from you'],
  [{ downRate: 900 }, 'sends to you'],
  [{ upRate: 900 }, 'gets from you'],
  [{ snubbed: true, amInterested: true }, 'slow to answer'],
  [{ heldCount: undefined }, 'just arrived'],
  [{ amInterested: true, peerInterested: true }, 'will send when it is your turn'],
  [{ peerInterested: true }, 'waits for a turn'],
  [{ heldCount: 10 }, 'has everything'],
  [{ uploadOnly: true }, 'has what they chose'],
  [{ uploadOnly: true, upRate: 900 }, 'has what they chose'],
  [{ downRate: 9, upRate: 9 }, 'nothing to exchange right now'],
  [{ heldCount: 0 }, 'has opened the link'],
  [{}, 'nothing to exchange right now'],
])('a peer with %j %s', (fields, words) => {
  expect(linkInWords(link(fields), { pieceCount: 10, lacks: true })).toBe(words)
})

test('a peer whose rate has not run down yet sends nothing to a tab that has everything', () => {
  const whole = { pieceCount: 10, lacks: false }
  expect(linkInWords(link({ heldCount: 10, downRate: 900 }), whole)).toBe('has everything')
  expect(linkInWords(link({ downRate: 900, upRate: 900 }), whole)).toBe('gets from you')
})

const UP = { state: 'up', seeders: 0, leechers: 1, trouble: undefined } as const
const NONE = { count: 0, withoutUdp: 0 }
const ONE = { count: 1, withoutUdp: 0 }
const SURROUNDINGS = { udp: 'on', stun: 'reached', relay: 'none' } as const
const view = (fields: Partial<TorrentView>): TorrentView =>
  ({
    links: [],
    connecting: 0,
    unreached: NONE,
    surroundings: SURROUNDINGS,
    heldCount: 0,
    totals: { uploaded: 0 },
    tracker: UP,
    ...fields,
  }) as unknown as TorrentView

test.each<[string, Partial<TorrentView>, boolean, RegExp]>([
  ['nobody has come yet', {}, true, /^Nobody with this file is online yet/],
  ['everybody has left', { heldCount: 5 }, true, /has left/],
  [
    'it is private and none of its trackers is there',
    { info: { private: true } as never, tracker: { ...UP, state: 'unknown' } },
    true,
    /^It is private/,
  ],
  ['the server is away', {}, false, /^The server .* cannot be reached/],
  ['the tracker is down', { tracker: { ...UP, state: 'down' } }, true, /cannot be reached/],
  ['the tracker refuses', { tracker: { ...UP, trouble: 'not here' } }, true, /not here/],
  ['the tracker has not answered', { tracker: { ...UP, state: 'unknown' } }, true, /^Looking/],
  ['somebody is listed', { tracker: { ...UP, seeders: 1 } }, true, /^Somebody .* is online\. Conn/],
  [
    'they are not reached',
    { unreached: ONE, connecting: 1 },
    true,
    /no connection .* gets through/,
  ],
  ['a connection is being made', { connecting: 1 }, false, /^Connecting/],
  [
    'others are here, and who has it is not reached',
    { unreached: ONE, links: [link({})] },
    true,
    /gets through/,
  ],
  ['somebody is here, names are not', { links: [link({})] }, true, /Asking for the names/],
])('waiting says why when %s', (_, fields, online, sentence) => {
  expect(waitingInWords(view(fields), online)).toMatch(sentence)
})

test.each<[string, Partial<TorrentView['surroundings']>, number, RegExp]>([
  [
    'this browser',
    { udp: 'off', stun: 'unreached' },
    0,
    /this browser .* connect directly\. .*change that.*TURN_URLS/,
  ],
  ['the other browser', {}, 1, /their browser .* connect directly\. They have to act/],
  [
    'this network',
    { stun: 'unreached' },
    0,
    /this network lets no direct connection out\. Try another/,
  ],
  ['there is no STUN', { stun: 'none' }, 0, /only its own network\. .*STUN_PORT/],
  ['both routers', {}, 0, /let nobody in\. .* one network\. .*TURN_URLS/],
  ['the relay is away', { relay: 'unreached' }, 0, /let nobody in\. .*relay .* does not answer/],
  ['the relay is there', { relay: 'reached' }, 0, /relay .* leads to nobody/],
])(
  'who is not reached, because of %s, is told of with what helps',
  (_, found, withoutUdp, words) => {
    const surroundings = { ...SURROUNDINGS, ...found }
    const cutOff = view({ unreached: { count: 1, withoutUdp }, surroundings })
    expect(unreachedInWords(cutOff)).toMatch(words)
    expect(waitingInWords(cutOff, true)).toBe(unreachedInWords(cutOff))
    expect(aloneInWords(cutOff, 'sharing', NO_RECEIVERS)).toBe(unreachedInWords(cutOff))
  },
)

test('a refusal that is not known is said as the server said it, with one full stop', () => {
  const said = (trouble: string) => waitingInWords(view({ tracker: { ...UP, trouble } }), true)
  const whole = 'This is a members’ tracker. Log in first.'
  expect(said(whole)).toEqual({ english: whole })
  expect(said('not here')).toBe('The server refuses this link: not here.')
})

test('whose link somebody has opened is not told that nobody has opened the link', () => {
  expect(aloneInWords(view({}), 'sharing', NO_RECEIVERS)).toMatch(/^Nobody has opened the link/)
  const given = view({ totals: { uploaded: 9, downloaded: 0, seedingMs: 0 } })
  expect(aloneInWords(given, 'sharing', NO_RECEIVERS)).toBe('Nobody else is here right now.')
  const came: Receiver = {
    remote: 'a' as PeerId,
    heldCount: 0,
    has: 'part',
    seenMs: 1,
    where: 'left',
  }
  const left = aloneInWords(view({}), 'sharing', { list: [came], forgotten: 0 })
  expect(left).toBe('Nobody else is here right now.')
})

test('it says "nobody" only where the tracker counts nobody else', () => {
  const tracker = { ...UP, seeders: 0, leechers: 2 }
  expect(waitingInWords(view({ tracker }), true)).not.toMatch(/nobody with/i)
  for (const screen of ['sharing', 'done', 'waiting'] as const) {
    expect(aloneInWords(view({ tracker }), screen, NO_RECEIVERS)).toMatch(/^Somebody else/)
    expect(aloneInWords(view({}), screen, NO_RECEIVERS)).toMatch(/^Nobody/)
  }
})

function heard(course: readonly (readonly [Screen, number])[]): string[] {
  let before: Spoken | undefined
  const said: string[] = []
  for (const [screen, percent] of course) {
    const { spoken, say } = speak(before, screen, percent, 'a.mp4')
    before = spoken
    if (say) said.push(say)
  }
  return said
}

test('a download is heard at 0, 25, 50, 75 and 100 percent, each once', () => {
  const course = Array.from({ length: 100 }, (_, percent) => ['downloading', percent] as const)
  expect(heard([['offered', 0], ...course, ['done', 100], ['done', 100]])).toEqual([
    'a.mp4 is ready to download.',
    'Downloading a.mp4: 0 percent',
    '25 percent',
    '50 percent',
    '75 percent',
    'a.mp4: 100 percent. Every piece is verified.',
  ])
})

test('a step over several marks says the last', () => {
  expect(heard([['downloading', 10], ['downloading', 80]])).toEqual([
    'Downloading a.mp4: 0 percent',
    '75 percent',
  ]) // biome-ignore format: a course on one line
})

test('what was complete when the page opened is not spoken as news', () => {
  expect(
    heard([
      ['opening', 0],
      ['done', 100],
    ]).length,
  ).toBe(1)
  expect(heard([['done', 100]])).toEqual([])
})

test('that it starts by itself is said only where it does', () => {
  expect(waitingInWords(view({}), true, 'starts')).toMatch(/it starts by itself\.$/)
  for (const fields of [{}, { tracker: { ...UP, leechers: 2 } }])
    expect(waitingInWords(view(fields), true, 'offers')).toMatch(
      /it is offered to you here .*title/,
    )
})
