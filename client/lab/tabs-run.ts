/**
 * A run in real tabs, led from here: places given to the crew, links made while emulated time
 * stands, then time goes until everyone is done. What the tabs tell is recorded by the worker.
 */

import { Linking } from '../host/emulation/linking.ts'
import type { PeerStatus } from '../host/emulation/newcomer.ts'
import { newSeed } from '../host/hash.ts'
import { openEmulation } from '../host/shaper/coordinator-line.ts'
import { connectServer } from '../host/tracker.ts'
import type { Crew, Hand } from './crew/crew.ts'
import type { CrewOutcome, Report } from './crew/messages.ts'
import type { Draft } from './draft.ts'
import { logFile } from './keep/log-file.ts'
import { LabRun } from './lab-run.ts'
import type { WorkerClient } from './worker/client.ts'
import type { CrewPlanned } from './worker/protocol.ts'

/** All have arrived, and nobody got a piece for so long, real time: it will not come any more. */
const STALL_LIMIT_MS = 60_000
/** To check every piece, and say so. */
const END_LIMIT_MS = 20_000

type Ready = Extract<CrewPlanned, { ok: true }>

interface Squad {
  readonly hand: Hand
  readonly nodes: readonly string[]
}

export class TabsRun extends LabRun {
  readonly dilation: number
  readonly #crew: Crew
  readonly #ready: Ready
  readonly #squads: readonly Squad[]
  readonly #leechers: ReadonlySet<string>
  readonly #statuses = new Map<string, PeerStatus>()
  readonly #outcomes: CrewOutcome[] = []
  /** Whose last word has come, or never will. */
  readonly #silent = new Set<Hand>()
  readonly #linking = new Linking(performance.now())
  #phase: 'joining' | 'going' | 'ending' | 'over' = 'joining'
  #held = -1
  #movedMs = 0

  /** `networkFile`: of the network that the peers were taken from. */
  constructor(worker: WorkerClient, draft: Draft, ready: Ready, crew: Crew, networkFile: string) {
    super(draft, ready.plan, networkFile)
    this.#crew = crew
    this.#ready = ready
    this.dilation = ready.emulation.dilation
    this.#squads = squadsOf(crew.hands, ready.nodes)
    const leechers = ready.plan.nodes.filter(({ kind }) => kind === 'leecher')
    this.#leechers = new Set(leechers.map(({ name }) => name))
    this.state.value = { is: 'preparing', sentence: 'The tabs take their places.' }
    this.begin(worker, { task: 'recordTabs', document: ready.document, seed: draft.seed })
    crew.listen((hand, report) => this.#hear(hand, report))
    this.#open().catch((error: unknown) =>
      this.fail(error instanceof Error ? error.message : String(error)),
    )
  }

  override stop(): void {
    if (this.#phase !== 'over') this.#dismiss()
    super.stop()
  }

  async events(): Promise<Blob> {
    const { rows } = this.recording
    return logFile(this.recording, row => this.plan.nodes[rows[row]?.node ?? -1]?.name ?? '')
  }

  protected get isComplete(): boolean {
    return true
  }

  protected override fail(why: string): void {
    this.#dismiss()
    super.fail(why)
  }

  async #open(): Promise<void> {
    const socket = connectServer(location.origin)
    try {
      const emulation = await openEmulation(socket, this.#ready.emulation)
      if (this.#phase !== 'joining') return
      const { document } = this.#ready
      const { seed } = this.draft
      const order = { order: 'join', emulation, document, seed, contentSeed: newSeed() } as const
      for (const { hand, nodes } of this.#squads) hand.give({ ...order, nodes })
    } finally {
      socket.close()
    }
  }

  #hear(hand: Hand, report: Report | 'gone'): void {
    const squad = this.#squads.find(each => each.hand === hand)
    if (!squad || this.#phase === 'over') return
    if (report === 'gone') this.#lost(squad)
    else if (report.report === 'failed') this.fail(report.why)
    else if (report.report === 'peers') {
      const mine = report.peers.filter(({ status }) => squad.nodes.includes(status.node))
      for (const { status } of mine) this.#statuses.set(status.node, status)
      this.tell({ update: 'reports', peers: mine })
      this.#goOn()
    } else if (report.report === 'ended' && !this.#silent.has(hand)) {
      const mine = report.outcomes.filter(({ node }) => squad.nodes.includes(node))
      this.#outcomes.push(...mine)
      this.#fallSilent(hand)
    }
  }

  #goOn(): void {
    if (this.#phase === 'joining') this.#link()
    else if (this.#phase === 'going') this.#follow()
  }

  #link(): void {
    const all = this.#ready.nodes.length
    if (this.#statuses.size < all) {
      this.#say(`${this.#statuses.size} of ${all} peers are in their places.`)
      return
    }
    const linked = this.#linking.look([...this.#statuses.values()], performance.now())
    if (linked.failure !== undefined) return this.fail(linked.failure)
    this.#say(`The peers find each other: ${linked.links} links so far.`)
    if (!linked.isDone) return
    this.#phase = 'going'
    this.#movedMs = performance.now()
    this.state.value = { is: 'running' }
    this.#squads[0]?.hand.give({ order: 'start' })
  }

  #follow(): void {
    const statuses = [...this.#statuses.values()].filter(({ node }) => this.#leechers.has(node))
    const held = statuses.reduce((sum, { heldPieces }) => sum + heldPieces, 0)
    const now = performance.now()
    if (held !== this.#held || !statuses.every(({ hasArrived }) => hasArrived)) this.#movedMs = now
    this.#held = held
    const isStalled = now - this.#movedMs > STALL_LIMIT_MS
    if (isStalled || statuses.every(({ isDone }) => isDone)) this.#end()
  }

  #end(): void {
    this.#phase = 'ending'
    for (const { hand } of this.#squads) {
      if (!this.#silent.has(hand)) hand.give({ order: 'end' })
    }
    setTimeout(() => this.#sumUp(), END_LIMIT_MS)
    this.#sumUpWhenAllSaid()
  }

  #lost({ hand, nodes }: Squad): void {
    if (this.#phase === 'joining') return this.fail('A tab left before it began. Press Run again.')
    for (const node of nodes) {
      const status = this.#statuses.get(node)
      if (status) this.#statuses.set(node, { ...status, isDone: true })
    }
    this.tell({ update: 'lost', nodes })
    this.#fallSilent(hand)
    this.#goOn()
  }

  #fallSilent(hand: Hand): void {
    this.#silent.add(hand)
    if (this.#phase === 'ending') this.#sumUpWhenAllSaid()
  }

  #sumUpWhenAllSaid(): void {
    if (this.#silent.size === this.#squads.length) this.#sumUp()
  }

  #sumUp(): void {
    if (this.#phase !== 'ending') return
    this.#phase = 'over'
    this.#crew.listen(undefined)
    const facts = { tabs: this.#squads.length, dilation: this.dilation }
    this.tell({ update: 'close', outcomes: this.#outcomes, ...facts })
  }

  /** Everyone gives the places back, and nobody is listened to. */
  #dismiss(): void {
    this.#phase = 'over'
    this.#crew.listen(undefined)
    for (const { hand } of this.#squads) hand.give({ order: 'end' })
  }

  #say(sentence: string): void {
    this.state.value = { is: 'preparing', sentence }
  }
}

/** Each hand as many places as it has, until all are taken. */
function squadsOf(hands: readonly Hand[], nodes: readonly string[]): Squad[] {
  let next = 0
  return hands.flatMap(hand => {
    const mine = nodes.slice(next, next + hand.places)
    next += mine.length
    return mine.length > 0 ? [{ hand, nodes: mine }] : []
  })
}
