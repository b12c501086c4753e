import { expect, test } from 'vitest'
import { announceUrl, contactableTrackers, trackerUrls } from './tracker-url.ts'

const PAGE = 'http://localhost:8080'

test('kept are addresses of trackers, each once, and not without end', () => {
  const good = [
    'udp://a.example:80',
    'https://b.example/announce',
    'wss://c.example',
    'ws://[::1]:1/',
  ]
  const bad = [
    '',
    'a.example',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:,x',
    'ws://ä.example',
  ]
  expect(trackerUrls([...good, ...bad, `wss://${'x'.repeat(1024)}`, ...good])).toEqual(good)
  const many = Array.from({ length: 10_000 }, (_, i) => `wss://t${i}.example`)
  expect(trackerUrls(many)).toHaveLength(20)
})

test.each([
  ['http://localhost:8080', 'ws://localhost:8080/announce'],
  ['https://share.example', 'wss://share.example/announce'],
])('a server at %s announces at %s', (origin, url) => {
  expect(announceUrl(origin)).toBe(url)
})

test('contacted are WebSocket trackers, a few, and never our own server', () => {
  const own = ['ws://localhost:8080/announce', 'WS://LOCALHOST:8080/announce']
  const others = ['wss://a.example', 'ws://b.example/announce']
  const deaf = ['udp://c.example:80', 'https://d.example', 'wss://', 'wss://user:word@e.example']
  const contacted = ['wss://a.example/', 'ws://b.example/announce']
  expect(contactableTrackers([...own, ...deaf, ...others, ...others], PAGE)).toEqual(contacted)
  const many = Array.from({ length: 100 }, (_, i) => `wss://t${i}.example`)
  expect(contactableTrackers(many, PAGE)).toHaveLength(4)
})

test('a secure page opens secure sockets only', () => {
  const urls = ['ws://a.example/', 'wss://b.example/']
  expect(contactableTrackers(urls, 'https://share.example')).toEqual(['wss://b.example/'])
})
