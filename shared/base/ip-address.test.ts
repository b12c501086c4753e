import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isIpv4, parseAddress } from './ip-address.ts'

const hex = (text: string) =>
  parseAddress(text)
    ?.map(group => group.toString(16))
    .join(':')

test.each([
  ['1.2.3.4', '0:0:0:0:0:ffff:102:304'],
  ['0.0.0.0', '0:0:0:0:0:ffff:0:0'],
  ['255.255.255.255', '0:0:0:0:0:ffff:ffff:ffff'],
  ['::', '0:0:0:0:0:0:0:0'],
  ['::1', '0:0:0:0:0:0:0:1'],
  ['1::', '1:0:0:0:0:0:0:0'],
  ['FE80::1:2', 'fe80:0:0:0:0:0:1:2'],
  ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
  ['::1.2.3.4', '0:0:0:0:0:0:102:304'],
  ['::ffff:1.2.3.4', '0:0:0:0:0:ffff:102:304'],
  ['64:ff9b::1.2.3.4', '64:ff9b:0:0:0:0:102:304'],
])('%s is %s', (text, groups) => {
  expect(hex(text)).toBe(groups)
})

test.each([
  '',
  '1.2.3',
  '1.2.3.4.',
  '1.2.3.4.5',
  '256.1.1.1',
  '01.2.3.4',
  '0x1.2.3.4',
  '127.1',
  '1',
  ':',
  ':::',
  '1::2::3',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  'fe80::1%eth0',
  '[::1]',
  '::g',
  '::1]:80/[',
])('%j is none', text => {
  expect(parseAddress(text)).toBeUndefined()
})

test('every address is read as it is written', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), text => {
      const address = parseAddress(text)
      expect(address).toHaveLength(8)
      if (!text.includes(':')) expect(address && isIpv4(address)).toBe(true)
      expect(parseAddress(hex(text) ?? '')).toEqual(address)
    }),
  )
  fc.assert(fc.property(fc.string(), text => void parseAddress(text)))
})
