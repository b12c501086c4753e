import { expect, test } from 'vitest'
import { networkOf, TrustedProxies } from './proxies.ts'
import { SettingError } from './settings.ts'

const arrival = (remoteAddress: string, headers: Record<string, string> = {}) =>
  ({ socket: { remoteAddress }, headers }) as Parameters<TrustedProxies['addressOf']>[0]

const from = (setting: string, remoteAddress: string, forwardedFor: string) =>
  TrustedProxies.parse(setting).addressOf(
    arrival(remoteAddress, { 'x-forwarded-for': forwardedFor }),
  )

test('nobody is believed unless the setting says so', () => {
  for (const setting of ['', ' ', '0']) expect(from(setting, '9.9.9.9', '1.1.1.1')).toBe('9.9.9.9')
})

test.each([
  ['1', '10.0.0.1', '1.1.1.1', '1.1.1.1'],
  ['1', '10.0.0.1', 'spoofed, 6.6.6.6, 1.1.1.1', '1.1.1.1'],
  ['2', '10.0.0.1', '6.6.6.6, 1.1.1.1, 10.0.0.2', '1.1.1.1'],
  ['10.0.0.0/8', '10.0.0.1', '6.6.6.6, 1.1.1.1, 10.9.9.9', '1.1.1.1'],
  ['10.0.0.0/8', '11.0.0.1', '1.1.1.1', '11.0.0.1'],
  ['10.0.0.1, ::1', '::ffff:10.0.0.1', '2001:db8::7', '2001:db8::7'],
  ['loopback', '::1', '1.1.1.1', '1.1.1.1'],
  ['::1', '0:0:0:0:0:0:0:1', '1.1.1.1', '1.1.1.1'],
  ['2001:db8::/32', '2001:db8::1', '1.1.1.1', '1.1.1.1'],
])('TRUST_PROXY=%s, connection of %s, forwarded for %s: %s', (setting, peer, header, address) => {
  expect(from(setting, peer, header)).toBe(address)
})

test.each([
  ['unknown', '10.0.0.1'],
  ['', '10.0.0.1'],
  ['1', '10.0.0.1'],
  ['1.1.1.1, unknown', '10.0.0.1'],
  ['1.1.1.1:1234', '1.1.1.1'],
  ['[2001:db8::1]:443', '2001:db8::1'],
  ['::ffff:1.1.1.1', '1.1.1.1'],
  ['::FFFF:0101:0101', '1.1.1.1'],
])('of a trusted proxy, "%s" is %s', (header, address) => {
  expect(from('1', '10.0.0.1', header)).toBe(address)
})

test('protocol and host are those of the browser, as far back as proxies are trusted', () => {
  const headers = { host: 'inner', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'a.example' }
  const [none, one] = [TrustedProxies.NONE, TrustedProxies.parse('1')]
  expect(none.forwarded(arrival('10.0.0.1', headers))).toBeUndefined()
  expect(one.forwarded(arrival('10.0.0.1', headers))).toEqual({ host: 'a.example', proto: 'https' })
  const appended = arrival('10.0.0.1', { 'x-forwarded-host': 'spoofed.example, a.example' })
  expect(one.forwarded(appended)).toEqual({ host: 'a.example', proto: undefined })
  const odd = arrival('10.0.0.1', { 'x-forwarded-proto': 'gopher' })
  expect(one.forwarded(odd)).toEqual({ host: undefined, proto: undefined })
})

test.each([
  'yes',
  '-1',
  '17',
  '1.5',
  '10.0.0.0/33',
  '10.0.0.0/0',
  '10.0.0.0/',
  '10.0.0/8',
  '010.0.0.1',
  '10.0.0.1,',
  'proxy.example',
  'fe80::1%eth0',
  '::1/129',
])('TRUST_PROXY=%s is refused, with what to set', setting => {
  expect(() => TrustedProxies.parse(setting)).toThrow(SettingError)
  expect(() => TrustedProxies.parse(setting)).toThrow('such as TRUST_PROXY=1')
})

test('an IPv4 address has its own budget, and an IPv6 one that of its /64', () => {
  expect(networkOf('192.0.2.7')).toBe('192.0.2.7')
  expect(networkOf('2001:db8:1:2:3::4')).toBe('2001:db8:1:2::/64')
  expect(networkOf('2001:db8:1:2::ffff')).toBe(networkOf('2001:db8:1:2:9:9:9:9'))
  expect(networkOf('2001:db8:1:3::')).not.toBe(networkOf('2001:db8:1:2::'))
  expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64')
})
