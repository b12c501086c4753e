/** Budgets of addresses over all nodes: each tells each second what was taken at it, and hears what is used up. */

import { BUDGET_NAMES, type BudgetLimits, RATE_OF } from '../address-budgets.ts'
import { ADDRESS_MEMORY_MS } from '../addresses.ts'
import type { AddressShares, AddressUsage, SharedGate } from '../nodes.ts'
import { SHARE } from './scripts.ts'
import { type RedisStore, StoreAway } from './store.ts'

/** Some 3 ms in which Redis does nothing else. */
const ADDRESSES_AT_ONCE = 100

interface Options {
  /** Before every key. */
  readonly prefix: string
  readonly node: string
  readonly limits: BudgetLimits
}

export class RedisAddressShares implements AddressShares {
  readonly #store: RedisStore
  readonly #options: Options
  /** Addresses of which Redis was told that they have sockets here. */
  readonly #withSockets = new Set<string>()
  /** How many of these it knows. */
  #known = 0
  /** What it may still know of this node is not so any more. */
  #isNew = true
  #isSharing = false

  constructor(store: RedisStore, options: Options) {
    this.#store = store
    this.#options = options
  }

  async share(gate: SharedGate): Promise<void> {
    if (this.#isSharing) return
    this.#isSharing = true
    try {
      const usages = gate.usages()
      for (let i = 0; i < usages.length; i += ADDRESSES_AT_ONCE)
        await this.#shareSome(gate, usages.slice(i, i + ADDRESSES_AT_ONCE))
      // Otherwise it was emptied, or has taken this node for dead.
      if (usages.length > 0 && this.#known !== this.#withSockets.size) this.#beginAnew(gate)
    } catch (error) {
      if (!(error instanceof StoreAway)) throw error
      this.#beginAnew(gate)
    } finally {
      this.#isSharing = false
    }
  }

  async #shareSome(gate: SharedGate, usages: readonly AddressUsage[]): Promise<void> {
    const args = usages.flatMap(({ name, sockets, taken }) => [name, sockets, ...taken].map(String))
    const isNew = this.#isNew ? '1' : '0'
    const reply = await this.#store.run(SHARE, [...this.#beginning(isNew), ...args])
    this.#isNew = false
    for (const { name, sockets } of usages) {
      if (sockets > 0) this.#withSockets.add(name)
      else this.#withSockets.delete(name)
    }
    const [known = 0, ...standings] = reply as number[]
    this.#known = known
    const width = 1 + BUDGET_NAMES.length
    for (const [i, { name }] of usages.entries()) {
      const [socketsElsewhere = 0, ...used] = standings.slice(i * width, (i + 1) * width)
      gate.learn({ name, used, socketsElsewhere })
    }
  }

  #beginAnew(gate: SharedGate): void {
    this.#isNew = true
    this.#withSockets.clear()
    gate.forgetOthers()
  }

  #beginning(isNew: string): string[] {
    const { prefix, node, limits } = this.#options
    const rates = BUDGET_NAMES.map(name => String(limits[RATE_OF[name]].perSecond))
    // By Redis's own time.
    const at = ''
    return [prefix, at, node, isNew, String(ADDRESS_MEMORY_MS), String(rates.length), ...rates]
  }
}
