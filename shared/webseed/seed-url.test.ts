import { expect, test } from 'vitest'
import { refuseSeed } from './seed-url.ts'

test.each([
  'https://archive.example/download/',
  'https://xn--bcher-kva.example:8443/a%20b',
  'https://8.8.8.8/a',
  'https://[2001:4860:4860::8888]/a',
])('%s may be asked', url => {
  expect(refuseSeed(url, true)).toBeUndefined()
})

test('by http a page by http may ask, one by https not', () => {
  expect(refuseSeed('http://archive.example/a', false)).toBeUndefined()
  expect(refuseSeed('http://archive.example/a', true)).toBe('insecure')
})

test.each([
  'http://localhost/',
  'http://LOCALHOST./',
  'http://a.localhost:8080/',
  'http://127.0.0.1/',
  'http://127.1/',
  'http://2130706433/',
  'http://0x7f.0.0.1/',
  'http://0177.0.0.1/',
  'http://%31%32%37.0.0.1/',
  'http://１２７.0.0.1/',
  'http://0.0.0.0/',
  'http://10.1.2.3/',
  'http://172.16.0.1/',
  'http://192.168.1.1./',
  'http://100.64.0.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://224.0.0.1/',
  'http://255.255.255.255/',
  'http://[::1]/',
  'http://[::]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:c0a8:101]/',
  'http://[fe80::1]/',
  'http://[fd00::1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[2002:7f00:1::]/',
  'http://router/',
  'http://nas.local/',
  'http://printer.lan/',
  'http://fritz.home/',
  'http://a.home.arpa/',
  'http://metadata.google.internal/',
])('%s is of a private network', url => {
  expect(refuseSeed(url, false)).toBe('private-address')
})

test.each([
  ['https://name:word@archive.example/', 'credentials'],
  ['https://name@archive.example/', 'credentials'],
  ['ftp://archive.example/', 'not-http'],
  ['file:///etc/passwd', 'not-http'],
  ['no address', 'not-http'],
])('%s: %s', (url, refusal) => {
  expect(refuseSeed(url, false)).toBe(refusal)
})
