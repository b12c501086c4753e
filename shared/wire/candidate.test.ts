import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  CandidateFilter,
  judgeCandidate,
  MAX_CANDIDATES_PER_HOST,
  MAX_REMOTE_CANDIDATES,
} from './candidate.ts'

const UUID = '0b1f4f5e-7d3c-4a43-9d7e-5d0a1f0c2b3a'

const candidate = (address: string, { port = 40_000 as number | string, transport = 'udp' } = {}) =>
  `candidate:842163049 1 ${transport} 1677729535 ${address} ${port} typ host generation 0 ufrag x`

const verdict = (address: string, options?: Parameters<typeof candidate>[1]) => {
  const judged = judgeCandidate(candidate(address, options))
  return typeof judged === 'string' ? judged : 'kept'
}

test.each([
  // Chromium's: hidden, on the internet, and beside it.
  `candidate:3091073559 1 udp 2113937151 ${UUID}.local 58111 typ host generation 0 ufrag OpDk network-cost 999`,
  'candidate:842163049 1 udp 1677729535 203.0.113.9 46154 typ srflx raddr 0.0.0.0 rport 0 generation 0 ufrag OpDk network-cost 999',
  'candidate:1510613869 1 udp 2122129151 192.168.1.20 60051 typ host generation 0 ufrag OpDk network-id 1 network-cost 10',
  'candidate:3 1 tcp 1518280447 203.0.113.9 443 typ relay raddr 198.51.100.4 rport 9 tcptype passive generation 0',
  // Firefox's, with its own upper case.
  `candidate:0 1 UDP 2122252543 ${UUID}.local 50415 typ host`,
  'candidate:1 1 UDP 1686052863 203.0.113.9 50415 typ srflx raddr 0.0.0.0 rport 0',
  // libdatachannel's, with the attribute's beginning.
  'a=candidate:2 1 UDP 2122187263 2001:db8::20 52043 typ host',
])('what clients send is kept: %s', line => {
  expect(new CandidateFilter().refuses(line)).toBeUndefined()
})

test.each([
  ['127.0.0.1', 'loopback'],
  ['127.255.255.254', 'loopback'],
  ['::1', 'loopback'],
  ['0:0:0:0:0:0:0:1', 'loopback'],
  ['::ffff:127.0.0.1', 'loopback'],
  ['::ffff:7f00:1', 'loopback'],
  ['0.0.0.0', 'unspecified'],
  ['0.1.2.3', 'unspecified'],
  ['::', 'unspecified'],
  ['::ffff:0.0.0.0', 'unspecified'],
  ['169.254.169.254', 'link-local'],
  ['::ffff:a9fe:a9fe', 'link-local'],
  ['fe80::1', 'link-local'],
  ['febf::1', 'link-local'],
  ['224.0.0.251', 'multicast'],
  ['239.255.255.250', 'multicast'],
  ['ff02::fb', 'multicast'],
  ['::ffff:224.0.0.251', 'multicast'],
  ['255.255.255.255', 'broadcast'],
  ['240.0.0.1', 'reserved'],
  ['fec0::1', 'reserved'],
  ['::127.0.0.1', 'reserved'],
  ['::c0a8:101', 'reserved'],
  ['64:ff9b:1::c0a8:101', 'reserved'],
  ['64:ff9b::7f00:1', 'tunnel'],
  ['64:ff9b::192.168.1.1', 'tunnel'],
  ['2002:7f00:1::1', 'tunnel'],
  ['2002:c0a8:101::1', 'tunnel'],
  ['2001:0:4136:e378:8000:63bf:80ff:fffe', 'tunnel'],
  ['::ffff:0:127.0.0.1', 'reserved'],
  // Names, and what a resolver would take for an address.
  ['localhost', 'host name'],
  ['printer.local', 'host name'],
  ['tracker.example.org', 'host name'],
  [`${UUID}.local.`, 'host name'],
  [`a.${UUID}.local`, 'host name'],
  ['127.1', 'host name'],
  ['2130706433', 'host name'],
  ['0x7f000001', 'host name'],
  ['0177.0.0.1', 'host name'],
  ['127.0.0.1.', 'host name'],
  ['fe80::1%eth0', 'host name'],
  ['[::1]', 'host name'],
  ['1.2.3.4/8', 'host name'],
  ['１２７.0.0.1', 'host name'],
])('%s is refused: %s', (address, reason) => {
  expect(verdict(address)).toBe(reason)
  expect(verdict(address, { transport: 'tcp' })).toBe(reason)
})

test.each([
  '10.0.0.1',
  '172.16.0.1',
  '172.31.255.254',
  '192.168.0.1',
  '100.64.0.1',
  'fd12:3456::1',
  'fc00::1',
  '::ffff:192.168.1.1',
  `${UUID}.local`,
  `${UUID.toUpperCase()}.LOCAL`,
])('%s is of a LAN: kept by UDP, at ports that no service has, and never by TCP', address => {
  expect(verdict(address)).toBe('kept')
  expect(verdict(address, { port: 1024 })).toBe('kept')
  expect(verdict(address, { transport: 'tcp' })).toBe('private TCP')
  for (const port of [53, 80, 443, 1023]) expect(verdict(address, { port })).toBe('port')
})

test.each([
  '8.8.8.8',
  '172.15.0.1',
  '172.32.0.1',
  '100.128.0.1',
  '203.0.113.9',
  '2606:4700::1111',
  '::ffff:8.8.8.8',
  '64:ff9b::808:808',
  '2002:808:808::1',
  '2001:0:4136:e378:8000:63bf:f7f7:f7f7',
])('%s is on the internet: kept, but for ports below 1024 other than 80 and 443', address => {
  for (const port of [80, 443, 1024, 65_535]) {
    expect(verdict(address, { port })).toBe('kept')
    expect(verdict(address, { port, transport: 'tcp' })).toBe('kept')
  }
  for (const port of [0, 22, 25, 53, 1023, 65_536, 99_999])
    expect(verdict(address, { port })).toBe('port')
})

test.each([
  '',
  'x',
  'candidate:',
  'candidate:1 2 udp 1 8.8.8.8 40000 typ host',
  'candidate:1 1 sctp 1 8.8.8.8 40000 typ host',
  'candidate:1 1 udp 1 8.8.8.8 40000 typ friend',
  'candidate:1 1 udp 1 8.8.8.8 -1 typ host',
  'candidate:1 1 udp 1 8.8.8.8 40000 typ host\r\na=candidate:1 1 udp 1 127.0.0.1 22 typ host',
  'candidate:1 1 udp 1 8.8.8.8 40000 typ host raddr',
  'candidate:1  1 udp 1 8.8.8.8 40000 typ host',
])('what is no candidate is refused: %j', text => {
  expect(judgeCandidate(text)).toBe('malformed')
})

describe('of one remote', () => {
  test('a number is kept, and an end of candidates is not counted', () => {
    const filter = new CandidateFilter()
    const verdicts = Array.from({ length: 260 }, (_, n) =>
      filter.refuses(candidate(`203.0.113.${n % 250}`)),
    )
    expect(verdicts.filter(reason => reason === undefined)).toHaveLength(MAX_REMOTE_CANDIDATES)
    expect(new Set(verdicts)).toEqual(new Set([undefined, 'too many']))
    expect(filter.refuses('')).toBeUndefined()
  })

  test('few ports of one host are tried, however its address is written', () => {
    const filter = new CandidateFilter()
    const verdicts = ['203.0.113.9', '::ffff:203.0.113.9', '::ffff:cb00:7109'].flatMap(address =>
      Array.from({ length: 20 }, (_, n) => filter.refuses(candidate(address, { port: 5_000 + n }))),
    )
    expect(verdicts.filter(reason => reason === undefined)).toHaveLength(MAX_CANDIDATES_PER_HOST)
  })

  test('what is refused is not counted', () => {
    const filter = new CandidateFilter()
    for (let n = 0; n < 100; n++) filter.refuses(candidate('127.0.0.1', { port: 5_000 + n }))
    expect(filter.refuses(candidate('192.168.0.1'))).toBeUndefined()
  })
})

test('whatever comes is judged, and no bits of IPv6 lead to this machine', () => {
  const quad = fc.tuple(...[0, 0, 0, 0].map(() => fc.nat(255))).map(bytes => bytes.join('.'))
  const piece = fc.constantFrom(
    '',
    '0',
    'ffff',
    '64',
    'ff9b',
    '7f00',
    '1',
    '2002',
    'fe80',
    '127.0.0.1',
  )
  const pieces = fc.array(piece, { minLength: 0, maxLength: 9 }).map(all => all.join(':'))
  const address = fc.oneof(quad, pieces, fc.string(), fc.ipV6(), fc.domain())
  fc.assert(
    fc.property(address, fc.nat(70_000), (text, port) => {
      const judged = judgeCandidate(candidate(text, { port }))
      if (typeof judged === 'string') return
      // Decimal groups of 16 bits; names have none.
      const [first, , , , , sixth, high = 0] = judged.host.split(':').map(Number)
      const isLocal = first === 0 && (sixth !== 65_535 || [0, 127].includes(high >> 8))
      const isReserved = first === 0 && (high >> 8 >= 224 || high === 0xa9fe)
      const isNear = (first ?? 0) >= 0xfe80
      expect([isLocal, isReserved, isNear]).toEqual([false, false, false])
    }),
    { numRuns: 2_000 },
  )
})
