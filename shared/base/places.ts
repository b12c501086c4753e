/**
 * Places that many share, counted by who holds them. When all are taken, whoever holds the most gives up
 * one, so that who floods pays for it and a newcomer does not. Everything in constant time, but for
 * finding the place that is given up.
 */
export type Taken<T> =
  | { readonly refused: 'own share taken' | 'all taken' }
  | { readonly refused?: undefined; readonly evicted?: T }

export interface PlaceLimits {
  readonly max: number
  readonly maxEach: number
}

export class Places<K, T> {
  readonly #limits: PlaceLimits
  readonly #held = new Map<K, Set<T>>()
  /** At index n: who holds n places. The last one is never empty. */
  readonly #byNumber: Set<K>[] = []
  #size = 0

  constructor(limits: PlaceLimits) {
    this.#limits = limits
  }

  get size(): number {
    return this.#size
  }

  numberOf(by: K): number {
    return this.#held.get(by)?.size ?? 0
  }

  latestOf(by: K): T | undefined {
    return [...(this.#held.get(by) ?? [])].at(-1)
  }

  /** Takes a place for `item`. Whoever is evicted for it has lost its place already. */
  take(by: K, item: T): Taken<T> {
    const { max, maxEach } = this.#limits
    const own = this.numberOf(by)
    if (own >= maxEach) return { refused: 'own share taken' }
    if (this.#size < max) {
      this.#add(by, item)
      return {}
    }
    const evicted = this.#evict(own)
    if (evicted === undefined) return { refused: 'all taken' }
    this.#add(by, item)
    return { evicted }
  }

  /** Nothing happens if it has none. */
  free(by: K, item: T): void {
    const held = this.#held.get(by)
    if (!held?.delete(item)) return
    this.#size--
    this.#renumber(by, held.size + 1, held.size)
    if (held.size === 0) this.#held.delete(by)
  }

  #add(by: K, item: T): void {
    const held = this.#held.get(by) ?? new Set()
    this.#held.set(by, held.add(item))
    this.#size++
    this.#renumber(by, held.size - 1, held.size)
  }

  /** The latest of whoever holds the most, if that is more than the newcomer will hold. */
  #evict(own: number): T | undefined {
    const [heaviest] = this.#byNumber.at(-1) ?? []
    if (heaviest === undefined || this.numberOf(heaviest) <= own + 1) return undefined
    const latest = this.latestOf(heaviest)
    if (latest !== undefined) this.free(heaviest, latest)
    return latest
  }

  #renumber(by: K, before: number, after: number): void {
    this.#byNumber[before]?.delete(by)
    while (this.#byNumber.length <= after) this.#byNumber.push(new Set())
    if (after > 0) this.#byNumber[after]?.add(by)
    while (this.#byNumber.at(-1)?.size === 0) this.#byNumber.pop()
  }
}
