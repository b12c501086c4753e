import { expect, test } from 'vitest'
import {
  isLocalHost,
  isSameSwarm,
  lanOrigin,
  magnetIn,
  shareLink,
  shortLink,
} from './share-link.ts'

const HASH = '0123456789abcdef0123456789abcdef01234567'
const MAGNET = `magnet:?xt=urn:btih:${HASH}&dn=a%20b`

test.each([
  ['a magnet', MAGNET, MAGNET],
  ['a magnet with space around', `  ${MAGNET}\n`, MAGNET],
  ['a share link', `http://host:8080/#${MAGNET}`, MAGNET],
  ['a share link with a query', `https://host/?from=mail#${MAGNET}`, MAGNET],
  ['a location hash', `#${MAGNET}`, MAGNET],
  ['a link inside a sentence', `Here it is: ${MAGNET} have fun`, MAGNET],
  ['an escaped share link', `http://host/#${encodeURIComponent(MAGNET)}`, MAGNET],
  ['a bare info hash', HASH, `magnet:?xt=urn:btih:${HASH}`],
  ['capitals', 'MAGNET:?xt=urn:btih:AB', 'MAGNET:?xt=urn:btih:AB'],
])('finds the magnet in %s', (_, text, magnet) => {
  expect(magnetIn(text)).toBe(magnet)
})

test.each([
  '',
  'hello',
  'http://host/',
  'http://host/#',
  'magnet%3A%E0%A4%A',
  HASH.slice(1),
  'electromagnet:x',
])('finds none in %j', text => {
  expect(magnetIn(text)).toBeUndefined()
})

test('a share link leads back to its magnet', () => {
  expect(magnetIn(shareLink('http://host:1', MAGNET))).toBe(MAGNET)
  expect(magnetIn(shortLink('http://host:1', MAGNET))).toBe(`magnet:?xt=urn:btih:${HASH}`)
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
  [{ address: '192.168.1.5' }, '8080', 'http://192.168.1.5:8080'],
  [{ address: '10.0.0.7' }, '', 'http://10.0.0.7'],
  [{ address: null }, '8080', undefined],
  [{ address: 'evil.example/#' }, '8080', undefined],
  [null, '8080', undefined],
  ['192.168.1.5', '8080', undefined],
])('the server at %j, port %s, is found by others at %s', (answer, port, origin) => {
  expect(lanOrigin(answer, port)).toBe(origin)
})
