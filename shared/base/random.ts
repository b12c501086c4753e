/** Uniform in [0, 1). The only source of randomness in `shared/`: always passed in, never global. */
export type Random = () => number

/** sfc32 (Chris Doty-Humphrey, PractRand), seeded by splitmix32. Not for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const splitmix32 = () => {
    state = (state + 0x9e3779b9) >>> 0
    let z = state
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return (z ^ (z >>> 15)) >>> 0
  }
  let a = splitmix32()
  let b = splitmix32()
  let c = splitmix32()
  let counter = 1
  return () => {
    const sum = (a + b + counter++) >>> 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) >>> 0
    c = ((c << 21) | (c >>> 11)) >>> 0
    c = (c + sum) >>> 0
    return sum / 2 ** 32
  }
}

/** A stream for each purpose, by name: an additional draw in one does not shift the others. */
export const seededStream = (seed: number, name: string): Random =>
  seededRandom(seed ^ hashOf(name))

/** FNV-1a, 32 bits. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

/** Uniform integer in [0, below). */
export const randomInt = (random: Random, below: number): number => Math.floor(random() * below)

/** One element, uniformly; undefined of an empty list. */
export const pickOne = <T>(random: Random, items: readonly T[]): T | undefined =>
  items[randomInt(random, items.length)]

/** In place, Fisher-Yates. */
export function shuffle<T>(random: Random, items: T[]): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = randomInt(random, i + 1)
    const held = items[i] as T
    items[i] = items[j] as T
    items[j] = held
  }
  return items
}
