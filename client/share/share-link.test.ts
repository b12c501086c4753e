import { expect, test } from 'vitest'
import { cleanMagnet } from '../host/session/read-text.ts'
import {
  isLocalHost,
  isSameSwarm,
  lanOrigin,
  publicOrigin,
  shareLink,
  shortLink,
} from './share-link.ts'

const HASH = '0123456789abcdef0123456789abcdef01234567'
const MAGNET = `magnet:?xt=urn:btih:${HASH}&dn=a%20b`

test('a share link is read at once, without what reads odd ones', () => {
  expect(cleanMagnet(shareLink('http://host:1', MAGNET))).toBe(MAGNET)
  expect(cleanMagnet(shortLink('http://host:1', MAGNET))).toBe(`magnet:?xt=urn:btih:${HASH}`)
})

test('a short link still says how its swarm gossips', () => {
  const gossip = `magnet:?xt=urn:btih:${HASH}&x.gossip=push&x.gossip-round=200`
  expect(shortLink('http://host', `${gossip}&dn=a&tr=wss%3A%2F%2Fhost`)).toBe(
    `http://host/#${gossip}`,
  )
})

test('links lead to the same swarm if they name the same content and the same gossip', () => {
  expect(isSameSwarm(MAGNET, `magnet:?xt=urn:btih:${HASH.toUpperCase()}`)).toBe(true)
  expect(isSameSwarm(MAGNET, `magnet:?xt=urn:btih:${HASH.replace('0', '1')}`)).toBe(false)
  expect(isSameSwarm(MAGNET, `${MAGNET}&x.gossip=push`)).toBe(false)
  expect(isSameSwarm(`${MAGNET}&x.gossip=push`, `${MAGNET}&x.gossip=push-pull`)).toBe(false)
})

test.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.1.2.3', true],
  ['[::1]', true],
  ['seed.localhost', true],
  ['192.168.1.7', false],
  ['notlocalhost', false],
  ['127.0.0.1.example.org', false],
])('%s is only this machine: %s', (host, local) => {
  expect(isLocalHost(host)).toBe(local)
})

test.each([
  [{ address: '192.168.1.5' }, 'http:', '8080', 'http://192.168.1.5:8080'],
  [{ address: '192.168.1.5' }, 'https:', '8443', 'https://192.168.1.5:8443'],
  [{ address: '10.0.0.7' }, 'http:', '', 'http://10.0.0.7'],
  [{ address: null }, 'http:', '8080', undefined],
  [{ address: 'evil.example/#' }, 'http:', '8080', undefined],
  [null, 'http:', '8080', undefined],
  ['192.168.1.5', 'http:', '8080', undefined],
])(
  'the server at %j, by %s, port %s, is found by others at %s',
  (answer, protocol, port, origin) => {
    expect(lanOrigin(answer, { protocol, port })).toBe(origin)
  },
)

test.each([
  [{ publicUrl: 'https://share.example.org' }, 'https://share.example.org'],
  [{ publicUrl: 'http://192.168.1.5:8080/' }, 'http://192.168.1.5:8080'],
  [{ publicUrl: null }, undefined],
  [{ publicUrl: 'javascript:alert(1)' }, undefined],
  [{ publicUrl: 'https:' }, undefined],
  [{}, undefined],
  [null, undefined],
  [undefined, undefined],
])('the server that says %j is opened at %s', (answer, origin) => {
  expect(publicOrigin(answer)).toBe(origin)
})
