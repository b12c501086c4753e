import { expect, test } from 'vitest'
import { DEFAULT_GOSSIP } from './gossip.ts'
import { knownByLink } from './known.ts'

const HASH = '0123456789abcdef0123456789abcdef01234567'

test('a link names the torrent, and how its pieces travel', () => {
  const link = `http://host/#magnet:?xt=urn:btih:${HASH}&dn=a.txt&so=1&x.gossip=pull`
  expect(knownByLink(link)).toEqual({
    infoHash: HASH,
    gossip: { ...DEFAULT_GOSSIP, mode: 'pull' },
    name: 'a.txt',
    trackers: [],
    selected: [1],
  })
  expect(knownByLink(`magnet:?xt=urn:btih:${HASH}`).gossip).toBeUndefined()
})

test.each([
  ['no link', 'hello'],
  ['half of one', `magnet:?xt=urn:btih:${HASH.slice(9)}`],
  ['a way to gossip that is not known', `magnet:?xt=urn:btih:${HASH}&x.gossip=shout`],
])('%s is refused with a sentence', (_what, link) => {
  expect(() => knownByLink(link)).toThrow(expect.objectContaining({ code: 'bad-link' }))
})
