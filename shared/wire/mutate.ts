/** For tests: valid bytes as a faulty or hostile sender might change them. Repeatable by the seed. */
import { type Random, randomInt } from '../base/random.ts'

/** Bytes with a meaning in bencode or framing: parsers go further with them than with random ones. */
const MEANINGFUL = [...new TextEncoder().encode('0123456789-:dlie%&='), 0, 0x7f, 0x80, 0xff]

/** One to four changes: a byte replaced, a stretch cut out, repeated or put in, the end cut off. */
export function mutate(bytes: Uint8Array, random: Random): Uint8Array {
  let mutated = [...bytes]
  for (let left = 1 + randomInt(random, 4); left > 0; left--) {
    const at = randomInt(random, mutated.length + 1)
    const stretch = mutated.slice(at, at + 1 + randomInt(random, 8))
    const byte = MEANINGFUL[randomInt(random, MEANINGFUL.length)] as number
    const kind = randomInt(random, 6)
    if (kind === 0) mutated[at] = byte
    else if (kind === 1) mutated[at] = randomInt(random, 256)
    else if (kind === 2) mutated.splice(at, stretch.length)
    else if (kind === 3) mutated.splice(at, 0, ...stretch)
    else if (kind === 4) mutated.splice(at, 0, byte)
    else mutated = mutated.slice(0, at)
  }
  return Uint8Array.from(mutated)
}

/** The bytes cut into stretches of 1 to `longest`, as a network might deliver them. */
export function randomCuts(bytes: Uint8Array, longest: number, random: Random): Uint8Array[] {
  const cuts: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    const end = at + 1 + randomInt(random, longest)
    cuts.push(bytes.subarray(at, end))
    at = end
  }
  return cuts
}
