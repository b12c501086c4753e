import type { NetworkInterfaceInfo } from 'node:os'
import { expect, test } from 'vitest'
import { banner } from './banner.ts'

const ipv4 = (address: string, internal = false) =>
  ({ family: 'IPv4', address, internal }) as NetworkInterfaceInfo

const INTERFACES = {
  lo: [ipv4('127.0.0.1', true)],
  docker0: [ipv4('172.17.0.1')],
  eth0: [{ ...ipv4('fe80::1'), family: 'IPv6' } as NetworkInterfaceInfo, ipv4('169.254.7.7')],
  wlan0: [ipv4('192.168.1.20')],
}

test('shows the local address, then the networks, home first, and its QR code', () => {
  const text = banner(INTERFACES, { port: 9000 })
  expect(text.match(/http:\S+/g)).toEqual([
    'http://localhost:9000',
    'http://192.168.1.20:9000',
    'http://172.17.0.1:9000',
  ])
  expect(text).toMatch(/▀/)
})

test('without a network says so, and shows no code', () => {
  const text = banner({ lo: INTERFACES.lo }, { port: 9000 })
  expect(text).toMatch(/No network was found/)
  expect(text).not.toMatch(/▀/)
})

test('with a public address, that is the code', () => {
  const text = banner(INTERFACES, { port: 9000, publicUrl: new URL('https://share.example.org/') })
  expect(text).toMatch(/For everyone +https:\/\/share\.example\.org\n/)
  expect(text.split('\n').filter(line => line.includes('▀'))).not.toEqual(
    banner(INTERFACES, { port: 9000 })
      .split('\n')
      .filter(line => line.includes('▀')),
  )
  expect(
    banner({ lo: INTERFACES.lo }, { port: 9000, publicUrl: new URL('http://a.example') }),
  ).not.toMatch(/No network/)
})

test('by TLS every address is https, and the authority is told with where it is and its fingerprint', () => {
  const fingerprint = Array.from({ length: 32 }, () => 'AB').join(':')
  const text = banner(INTERFACES, { port: 9000, isSecure: true, authority: { fingerprint } })
  expect(text).not.toContain('http:')
  expect(text).toContain('https://localhost:9000\n')
  expect(text).toContain('https://192.168.1.20:9000/authority.crt\n')
  expect(text.replace(/\n\s+/g, ':')).toContain(fingerprint)
  expect(banner(INTERFACES, { port: 9000, isSecure: true })).not.toContain('authority')
})
