import { expect, test } from 'vitest'
import { choosePieceLength } from './metainfo.ts'

const KiB = 1024
const MiB = 1024 * KiB
const GiB = 1024 * MiB
const TiB = 1024 * GiB

test.each([
  [1, 256 * KiB],
  [256 * MiB, 256 * KiB],
  [256 * MiB + 1, 512 * KiB],
  [1 * GiB, 1 * MiB],
  [8 * GiB, 8 * MiB],
  [100 * GiB, 8 * MiB],
  // Beyond 400,000 pieces the hashes would not fit into metadata that peers accept.
  [400_000 * 8 * MiB, 8 * MiB],
  [400_000 * 8 * MiB + 1, 16 * MiB],
  [20 * TiB, 64 * MiB],
])('%i bytes are cut into pieces of %i', (total, length) => {
  expect(choosePieceLength(total)).toBe(length)
})
