/** One emulated network: which tab is placed at which peer, and the coordinator of shared links. */
import { randomBytes } from 'node:crypto'
import { FileError } from '../shared/base/json-file.ts'
import {
  type EmulationId,
  type EmulationPlan,
  type EnteredEmulation,
  type FlowDeclaration,
  MAX_EMULATED_PEERS,
  type RateOrder,
  type Started,
} from '../shared/events/emulation.ts'
import { Coordinator, type Declared, type Send } from '../shared/network/rounds.ts'
import { Routes } from '../shared/network/route.ts'
import type { Topology } from '../shared/network/topology.ts'
import { parseTopology } from '../shared/network/topology-file.ts'
import { MAX_REASON_LENGTH } from '../shared/tracker/limits.ts'

/** A tab at one peer of the network. A tab that comes back has a new line. */
export interface Placement {
  readonly emulation: Emulation
  readonly node: string
  readonly line: number
}

interface Tell {
  rates(order: RateOrder): void
  started(started: Started): void
}

/** Until emulated time begins: every tab hears of it by then. */
const START_IN_MS = 3_000

export class Emulation {
  readonly id = randomBytes(20).toString('hex') as EmulationId
  readonly #plan: EmulationPlan
  readonly #topology: Topology
  readonly #routes: Routes
  /** When emulated time begins. */
  #epochMs: number | undefined
  readonly #coordinator: Coordinator<number, string>
  readonly #members = new Map<number, { readonly node: string; readonly tell: Tell }>()
  #lines = 0
  /** When a tab was last in it. */
  #aliveMs: number

  private constructor(plan: EmulationPlan, topology: Topology, now: number) {
    this.#plan = plan
    this.#topology = topology
    this.#routes = new Routes(topology)
    this.#aliveMs = now
    this.#coordinator = new Coordinator(
      this.#routes.lanes.map(({ direction }) => direction.rateBitsPerSec),
    )
  }

  /** A sentence, if the topology cannot be used. */
  static open(plan: EmulationPlan, now: number): Emulation | string {
    try {
      const topology = parseTopology(plan.topology)
      if (topology.peers.length > MAX_EMULATED_PEERS)
        return `The network may have ${MAX_EMULATED_PEERS} peers at most, this topology has ${topology.peers.length}.`
      return new Emulation(plan, topology, now)
    } catch (error) {
      if (error instanceof FileError) return error.message.slice(0, MAX_REASON_LENGTH)
      throw error
    }
  }

  /** Places a tab at the peer asked for, or at the first free one. */
  enter(
    wanted: string | undefined,
    tell: Tell,
    now: number,
  ): { readonly entered: EnteredEmulation; readonly placement?: Placement } {
    const taken = new Set([...this.#members.values()].map(({ node }) => node))
    const node = wanted ?? this.#topology.peers.find(peer => !taken.has(peer))
    if (node === undefined)
      return { entered: { failure: 'Every peer of this network has its tab already.' } }
    if (!this.#topology.peers.includes(node))
      return { entered: { failure: 'There is no such peer in this network.' } }
    if (taken.has(node)) return { entered: { failure: 'Another tab stands at this peer.' } }
    const line = ++this.#lines
    this.#members.set(line, { node, tell })
    this.#coordinator.join(line, now)
    return {
      entered: { ...this.#plan, node, epochMs: this.#epochMs ?? null },
      placement: { emulation: this, node, line },
    }
  }

  start(now: number): void {
    if (this.#epochMs !== undefined) return
    this.#epochMs = now + START_IN_MS
    for (const { tell } of this.#members.values()) tell.started({ epochMs: this.#epochMs })
  }

  declare({ line, node }: Placement, { number, flows }: FlowDeclaration, now: number): void {
    const declared = new Map<string, Declared>()
    for (const { to, since } of flows) {
      if (to === node || !this.#topology.peers.includes(to)) continue
      declared.set(to, { demand: { lanes: this.#routes.lanesBetween(node, to) }, since })
    }
    this.#tell(this.#coordinator.declare(line, number, declared, now))
  }

  follow({ line }: Placement, number: number, now: number): void {
    this.#tell(this.#coordinator.confirm(line, number, now))
  }

  /** False: the tab's lease is over. */
  beat({ line }: Placement, number: number, now: number): boolean {
    const sends = this.#coordinator.beat(line, number, now)
    this.#tell(sends ?? [])
    return sends !== undefined
  }

  /** The tab's socket closed; it may still be sending to other tabs. */
  vanish({ line }: Placement): void {
    this.#members.delete(line)
    this.#tell(this.#coordinator.vanish(line))
  }

  tick(now: number): void {
    if (this.#members.size > 0) this.#aliveMs = now
    this.#tell(this.#coordinator.tick(now))
  }

  emptySinceMs(now: number): number {
    return this.#members.size > 0 ? 0 : now - this.#aliveMs
  }

  #tell(sends: readonly Send<number, string>[]): void {
    for (const { tab, order } of sends) {
      const { number, declaration, rates } = order
      this.#members.get(tab)?.tell.rates({ number, declaration, rates: [...rates] })
    }
  }
}
