import { expect, test } from 'vitest'
import { addressesOf, type Interfaces, isOnOwnNetwork, recentInterfaces } from './own-networks.ts'

const at = (cidr: string) => ({ address: cidr.split('/')[0], cidr })
const INTERFACES = {
  lo: [at('127.0.0.1/8'), at('::1/128')],
  wlan0: [at('192.168.1.20/24'), at('fe80::20/64')],
  eth0: [at('203.0.113.20/24'), at('2001:db8::20/64'), at('fd00:1::20/64')],
  vpn: [{ address: '10.8.0.2', cidr: null }],
} as unknown as Interfaces

test.each([
  ...['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1', '::ffff:192.168.1.9'],
  ...['192.168.1.20', '192.168.1.99', 'fe80::99', 'fe80::99%wlan0', 'fd00:1::99'],
  ...['203.0.113.20', '2001:db8::20', '10.8.0.2'],
])('%s is this machine or beside it', address => {
  expect(isOnOwnNetwork(address, INTERFACES)).toBe(true)
})

test.each([
  ...['192.168.2.99', '10.0.0.1', '10.8.0.3', 'fd00:2::99', '172.16.0.1', '8.8.8.8'],
  // Neighbours on the internet are strangers.
  ...['203.0.113.99', '2001:db8::99', '::ffff:203.0.113.99'],
  ...['', 'unknown', '192.168.1', '::ffff:', '192.168.1.20.1', undefined],
])('%s is not', address => {
  expect(isOnOwnNetwork(address, INTERFACES)).toBe(false)
})

test('the system is asked again when its last answer is old', () => {
  let nowMs = 0
  let asked = 0
  const recent = recentInterfaces(
    () => ({ [`eth${asked++}`]: INTERFACES.lo }),
    () => nowMs,
  )
  expect(Object.keys(recent())).toEqual(['eth0'])
  nowMs = 5_000
  expect(Object.keys(recent())).toEqual(['eth0'])
  nowMs = 5_001
  expect(Object.keys(recent())).toEqual(['eth1'])
  expect(addressesOf(recent())).toEqual(['127.0.0.1', '::1'])
})
