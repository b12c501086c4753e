import { expect, test } from 'vitest'
import type { LinkView } from '../../shared/peer/view.ts'
import type { TorrentView } from '../host/api.ts'
import { linkInWords, waitingInWords } from './words.ts'

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
  [{ downRate: 9, upRate: 9, snubbed: true }, 'sends to you and gets from you'],
  [{ downRate: 9 }, 'sends to you'],
  [{ upRate: 9 }, 'gets from you'],
  [{ snubbed: true, amInterested: true }, 'slow to answer'],
  [{ heldCount: undefined }, 'just arrived'],
  [{ amInterested: true, peerInterested: true }, 'will send when it is your turn'],
  [{ peerInterested: true }, 'waits for a turn'],
  [{ heldCount: 10 }, 'has everything'],
  [{}, 'nothing to exchange right now'],
])('a peer with %j %s', (fields, words) => {
  expect(linkInWords(link(fields), 10)).toBe(words)
})

const UP = { state: 'up', seeders: 0, leechers: 1, trouble: undefined } as const
const view = (fields: Partial<TorrentView>): TorrentView =>
  ({ links: [], connecting: 0, heldCount: 0, tracker: UP, ...fields }) as unknown as TorrentView

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
  ['a connection is being made', { connecting: 1 }, false, /^Connecting/],
  ['somebody is here, names are not', { links: [link({})] }, true, /Asking for the names/],
])('waiting says why when %s', (_, fields, online, sentence) => {
  expect(waitingInWords(view(fields), online)).toMatch(sentence)
})
