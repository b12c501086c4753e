import { expect, test } from 'vitest'
import type { InfoHash, PeerId } from '../base/ids.ts'
import { allowedFastSet, pieceSet } from './allowed-fast.ts'

const INFO_HASH = 'aa'.repeat(20) as InfoHash

/** Of BEP 6: 1313 pieces, the info hash of twenty 0xaa, a peer at 80.4.4.200. */
test.each([
  [7, [1059, 431, 808, 1217, 287, 376, 1188]],
  [9, [1059, 431, 808, 1217, 287, 376, 1188, 353, 508]],
])('the set of %i that BEP 6 gives as an example', (size, pieces) => {
  const masked = Uint8Array.of(80, 4, 4, 0)
  expect(pieceSet(masked, new Uint8Array(20).fill(0xaa), 1313, size)).toEqual(pieces)
})

test('one remote gets one set, from whomever; another gets another', () => {
  const [ann, bob] = ['11'.repeat(20), '22'.repeat(20)] as [PeerId, PeerId]
  const set = allowedFastSet(ann, INFO_HASH, 1000)
  expect(set).toEqual(allowedFastSet(ann, INFO_HASH, 1000))
  expect(set).not.toEqual(allowedFastSet(bob, INFO_HASH, 1000))
  expect([set.length, new Set(set).size]).toEqual([5, 5])
})

test.each([1, 2, 5])('a torrent of %i pieces: all of them, and it ends', pieces => {
  const set = allowedFastSet('33'.repeat(20) as PeerId, INFO_HASH, pieces)
  expect(set.sort()).toEqual(Array.from({ length: pieces }, (_, i) => i))
})
