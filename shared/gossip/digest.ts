/** 32 bits that stand for a set of pieces (FNV-1a over the bitfield): told often, for 4 bytes. */
import type { Bitfield } from '../base/bitfield.ts'

export function digestOf(pieces: Bitfield): number {
  let hash = 0x811c9dc5
  for (const byte of pieces.bytes) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}
