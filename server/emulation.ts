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
import type { Demand } from '../shared/network/fair-share.ts'
import type { Declared } from '../shared/network/orders.ts'
import { Coordinator, type Send } from '../shared/network/rounds.ts'
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

/**
 * The steps of all routes between its peers, at most: what a computation looks at when everybody sends to
 * everybody. 250 peers may be 16 links apart on average; 46 may be in any network.
 */
const MAX_ROUTE_STEPS = 1_000_000

/** Tabs that have just left, and whose lines are kept until their leases end: all may reload at once. */
const MAX_LEAVING = MAX_EMULATED_PEERS

export class Emulation {
  readonly id: EmulationId
  /** Whom it counts against: who opened it. */
  readonly owner: string
  readonly #plan: EmulationPlan
  readonly #peers: ReadonlySet<string>
  readonly #topology: Topology
  readonly #routes: Routes
  /** When emulated time begins. */
  #epochMs: number | undefined
  readonly #coordinator: Coordinator<number, string>
  readonly #members = new Map<number, { readonly node: string; readonly tell: Tell }>()
  #lines = 0
  /** When a tab was last in it. */
  #aliveMs: number
  #isClosed = false
  readonly #onWork: (emulation: Emulation) => void

  private constructor(
    plan: EmulationPlan,
    topology: Topology,
    { owner, now, onWork }: OpenOptions,
  ) {
    this.id = randomBytes(20).toString('hex') as EmulationId
    this.owner = owner
    this.#onWork = onWork
    this.#plan = plan
    this.#peers = new Set(topology.peers)
    this.#topology = topology
    this.#routes = new Routes(topology)
    this.#aliveMs = now
    this.#coordinator = new Coordinator(
      this.#routes.lanes.map(({ direction }) => direction.rateBitsPerSec),
    )
  }

  /** A sentence, if the topology cannot be used. */
  static open(plan: EmulationPlan, options: OpenOptions): Emulation | string {
    try {
      const topology = parseTopology(plan.topology)
      if (topology.peers.length > MAX_EMULATED_PEERS)
        return `The network may have ${MAX_EMULATED_PEERS} peers at most, this topology has ${topology.peers.length}.`
      const emulation = new Emulation(plan, topology, options)
      if (!emulation.#routes.haveMoreSteps(topology.peers, MAX_ROUTE_STEPS)) return emulation
      return `The routes between all peers of this network have more than ${MAX_ROUTE_STEPS} steps. Use fewer peers, or fewer routers between them.`
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
    if (!this.#peers.has(node))
      return { entered: { failure: 'There is no such peer in this network.' } }
    if (taken.has(node)) return { entered: { failure: 'Another tab stands at this peer.' } }
    if (this.#coordinator.gone >= MAX_LEAVING)
      return {
        entered: {
          failure: 'Too many tabs have just left this network. Try again in two seconds.',
        },
      }
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
      if (to === node || !this.#peers.has(to)) continue
      declared.set(to, { demand: new Way(this.#routes, node, to), since })
    }
    this.#coordinator.declare(line, number, declared, now)
    this.#callForWork()
  }

  follow({ line }: Placement, number: number, now: number): void {
    this.#coordinator.confirm(line, number, now)
    this.#callForWork()
  }

  /** False: the tab's lease is over. */
  beat({ line }: Placement, number: number, now: number): boolean {
    if (this.#isClosed) return false
    const sends = this.#coordinator.beat(line, number, now)
    this.#tell(sends ?? [])
    this.#callForWork()
    return sends !== undefined
  }

  /** The tab's socket closed; it may still be sending to other tabs. */
  vanish({ line }: Placement): void {
    this.#members.delete(line)
    this.#coordinator.vanish(line)
    this.#callForWork()
  }

  tick(now: number): void {
    if (this.#members.size > 0) this.#aliveMs = now
    this.#coordinator.tick(now)
    this.#callForWork()
  }

  /** Its tabs get no more rates and no echo: their leases end, and they say so. */
  close(): void {
    this.#isClosed = true
    this.#members.clear()
  }

  get isEmpty(): boolean {
    return this.#members.size === 0
  }

  /** When a tab was last in it, or it was opened. */
  get aliveMs(): number {
    return this.#aliveMs
  }

  /** Works out new rates and tells them: as much as that many operations, and little more. Returns how many. */
  work(operations: number): number {
    if (this.#isClosed) return 0
    const done = this.#coordinator.advance(operations)
    this.#tell(done.sends)
    return done.operations
  }

  get hasWork(): boolean {
    return !this.#isClosed && this.#coordinator.hasWork
  }

  #callForWork(): void {
    if (this.hasWork) this.#onWork(this)
  }

  #tell(sends: readonly Send<number, string>[]): void {
    for (const { tab, order } of sends) {
      const { number, declaration, rates } = order
      this.#members.get(tab)?.tell.rates({ number, declaration, rates: [...rates] })
    }
  }
}

interface OpenOptions {
  readonly owner: string
  readonly now: number
  /** There is work; called again and again until it is done. */
  readonly onWork: (emulation: Emulation) => void
}

/** The lanes of a flow, found when a computation first asks. */
class Way implements Demand {
  readonly #routes: Routes
  readonly #from: string
  readonly #to: string
  #lanes: readonly number[] | undefined

  constructor(routes: Routes, from: string, to: string) {
    this.#routes = routes
    this.#from = from
    this.#to = to
  }

  get lanes(): readonly number[] {
    this.#lanes ??= this.#routes.lanesBetween(this.#from, this.#to)
    return this.#lanes
  }
}
