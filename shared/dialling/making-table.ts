/** The connections in the making: how each begins, and the ways in which it ends. */
import type { LinkId, PeerId } from '../base/ids.ts'
import type { Costs } from './costs.ts'
import type { Output } from './effect.ts'
import { holdsUpNobody, type Making, outOfTime } from './making.ts'
import type { Neighbours } from './neighbours.ts'
import type { Unreached } from './unreached.ts'

const NONE: readonly Making[] = []

export class MakingTable {
  readonly #neighbours: Neighbours
  readonly #unreached: Unreached
  readonly #costs: Costs
  readonly #output: Output
  /** In the order of beginning. */
  readonly #making = new Map<LinkId, Making>()

  constructor(neighbours: Neighbours, unreached: Unreached, costs: Costs, output: Output) {
    this.#neighbours = neighbours
    this.#unreached = unreached
    this.#costs = costs
    this.#output = output
  }

  get all(): Making[] {
    return [...this.#making.values()]
  }

  /** Those that do not hold up a dial. */
  get stale(): readonly Making[] {
    if (this.#making.size === 0) return NONE
    const stale: Making[] = []
    for (const making of this.#making.values())
      if (holdsUpNobody(making, this.#output.now)) stale.push(making)
    return stale
  }

  of(link: LinkId): Making | undefined {
    return this.#making.get(link)
  }

  with(remote: PeerId): Making | undefined {
    const attempt = this.#neighbours.attemptWith(remote)
    return attempt && this.#making.get(attempt.link)
  }

  /** Not beside a link with the same remote, which it is to replace. */
  takesPlace({ remote, link }: Making): boolean {
    return !this.#neighbours.isRival(remote, link)
  }

  begin(making: Making): void {
    const state = making.cost.of === 'dial' ? 'dialling' : 'answering'
    this.#neighbours.begin(making.remote, state, making)
    this.#making.set(making.link, making)
  }

  /** The remote of the opened link; undefined if the attempt was given up before. */
  opened(link: LinkId): PeerId | undefined {
    const making = this.#making.get(link)
    if (making === undefined) return undefined
    this.#making.delete(link)
    this.#unreached.forget(making.remote)
    this.#costs.opened(link, making.cost, this.#output.now)
    this.#neighbours.opened(making.remote, this.#output.now)
    return making.remote
  }

  expire(): void {
    if (this.#making.size === 0) return
    for (const making of this.all) {
      const reason = outOfTime(making, this.#output.now)
      if (reason === undefined) continue
      this.#output.emit({ type: 'close', link: making.link, reason })
      this.lost(making, reason)
    }
  }

  /** We give it up. `blameless`: for no fault of the remote. */
  abandon(making: Making, reason: string, { blameless = false } = {}): void {
    this.#output.emit({ type: 'close', link: making.link, reason })
    this.#end(making, reason, { blameless })
  }

  /** It has failed by itself. Where both ends have described themselves, somebody is there. */
  lost(making: Making, reason: string): void {
    const { remote, state, candidates } = making
    const { now } = this.#output
    if (state === 'connecting') this.#unreached.failed(remote, !candidates.namesUdp, now)
    this.#end(making, reason)
  }

  #end({ link, remote, cost }: Making, reason: string, { blameless = false } = {}): void {
    this.#making.delete(link)
    this.#costs.failed(cost, this.#output.now)
    this.#neighbours.failed(remote, this.#output.now, { blameless })
    this.#output.log({ event: 'dialFailed', remote, reason })
  }

  /** Drops it without a log entry. */
  drop(link: LinkId, reason: string): void {
    this.#making.delete(link)
    this.#output.emit({ type: 'close', link, reason })
  }
}
