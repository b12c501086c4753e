import { expect, test } from 'vitest'
import type { PeerId } from '../host/api.ts'
import { clientName, peerName } from './names.ts'

test('a name depends on the end of the id, not on the program that made it', () => {
  const one = `2d5453303130302d${'0'.repeat(23)}1` as PeerId
  const other = `2d5453303130302d${'0'.repeat(23)}2` as PeerId
  expect(peerName(one)).not.toBe(peerName(other))
  expect(peerName(one)).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/)
  expect(peerName('f'.repeat(40) as PeerId)).toBe('Witty Wren')
})

test.each([
  ['tabswarm 0.1.0 Firefox', 'Firefox'],
  ['tabswarm 0.1.0 Chrome', 'Chrome'],
  ['WebTorrent 3.0.21', 'WebTorrent 3.0.21'],
  [undefined, 'unknown program'],
  ['\u0000\u202e \n', 'unknown program'],
  ['a\u202eb\u0007c', 'a b c'],
  ['x'.repeat(500), `${'x'.repeat(31)}…`],
  ['<b>Firefox</b>', '<b>Firefox</b>'],
])('%j is shown as %j', (client, shown) => {
  expect(clientName(client)).toBe(shown)
})
