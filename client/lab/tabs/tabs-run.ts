/**
 * A run in real tabs: assigns nodes to agents, waits until their peers are connected, starts emulated
 * time, and ends when everyone is done. The worker records what the agents report.
 */
import { Linking } from '../../host/emulation/linking.ts'
import type { PeerStatus } from '../../host/emulation/newcomer.ts'
import { newSeed } from '../../host/identity.ts'
import { openEmulation } from '../../host/shaper/coordinator-line.ts'
import { connectServer } from '../../host/tracker.ts'
import { LabRun, type Step } from '../lab-run.ts'
import { logRecordAt } from '../recording/log-records.ts'
import type { Recording } from '../recording/recording.ts'
import type { Draft } from '../setup/draft.ts'
import type { WorkerClient } from '../worker/client.ts'
import type { TabsPlanned } from '../worker/protocol.ts'
import type { Why } from '../worker/why.ts'
import type { Agent, Controller } from './controller.ts'
import type { Report, ReportedOutcome } from './messages.ts'

/** The run is stalled if everyone has arrived and nobody got a piece for this long, in real time. */
const STALL_LIMIT_MS = 60_000
/** Time for each agent to verify all pieces and report its outcome. */
const END_LIMIT_MS = 20_000

type Ready = Extract<TabsPlanned, { ok: true }>

interface Assignment {
  readonly agent: Agent
  readonly nodes: readonly string[]
}

type Phase =
  | { readonly is: 'joining' }
  /** `held`: the pieces of all leechers; `movedMs`: when that last changed. */
  | { readonly is: 'running'; readonly held: number; readonly movedMs: number }
  | { readonly is: 'ending' }
  | { readonly is: 'over' }

export class TabsRun extends LabRun {
  readonly dilation: number
  readonly #worker: WorkerClient
  readonly #controller: Controller
  readonly #ready: Ready
  readonly #assignments: readonly Assignment[]
  readonly #leechers: ReadonlySet<string>
  readonly #statuses = new Map<string, PeerStatus>()
  readonly #outcomes: ReportedOutcome[] = []
  /** Agents that have reported their outcome, or are gone. */
  readonly #silent = new Set<Agent>()
  readonly #linking = new Linking(performance.now())
  #phase: Phase = { is: 'joining' }

  /** `networkFile`: the whole network, before peers were left out. */
  constructor(
    worker: WorkerClient,
    draft: Draft,
    ready: Ready,
    controller: Controller,
    networkFile: string,
  ) {
    super(draft, ready.plan, networkFile)
    this.#worker = worker
    this.#controller = controller
    this.#ready = ready
    this.dilation = ready.emulation.dilation
    this.#assignments = assignmentsOf(controller.agents, ready.nodes)
    const leechers = ready.plan.nodes.filter(({ kind }) => kind === 'leecher')
    this.#leechers = new Set(leechers.map(({ name }) => name))
    this.state.value = { is: 'preparing', step: { is: 'places' } }
    this.begin(worker, { task: 'recordTabs', document: ready.document, seed: draft.seed })
    controller.listen((agent, report) => this.#hear(agent, report))
    this.#open().catch((error: unknown) =>
      this.fail({ english: error instanceof Error ? error.message : String(error) }),
    )
  }

  override stop(): void {
    if (this.#phase.is !== 'over') this.#dismiss()
    super.stop()
  }

  async events(): Promise<Blob> {
    const { rows } = this.recording
    return logFile(this.recording, row => this.plan.nodes[rows[row]?.node ?? -1]?.name ?? '')
  }

  protected get isComplete(): boolean {
    return true
  }

  protected override whenDone(): void {
    this.#worker.ask({ task: 'simulatedMakespan', document: this.#ready.document }).then(
      makespan => {
        this.simulated.value = makespan
      },
      // The run is whole without it.
      (error: unknown) => console.warn(error),
    )
  }

  protected override fail(why: Why): void {
    this.#dismiss()
    super.fail(why)
  }

  async #open(): Promise<void> {
    const socket = connectServer(location.origin)
    try {
      const emulation = await openEmulation(socket, this.#ready.emulation)
      if (this.#phase.is !== 'joining') return
      const { document } = this.#ready
      const { seed } = this.draft
      const command = {
        command: 'join',
        emulation,
        document,
        seed,
        contentSeed: newSeed(),
      } as const
      for (const { agent, nodes } of this.#assignments) agent.send({ ...command, nodes })
    } finally {
      socket.close()
    }
  }

  #hear(agent: Agent, report: Report | 'gone'): void {
    const assignment = this.#assignments.find(each => each.agent === agent)
    if (!assignment || this.#phase.is === 'over') return
    if (report === 'gone') this.#lose(assignment)
    else if (report.report === 'failed') this.fail({ english: report.why })
    else if (report.report === 'peers') {
      const mine = report.peers.filter(({ status }) => assignment.nodes.includes(status.node))
      for (const { status } of mine) this.#statuses.set(status.node, status)
      this.tell({ update: 'reports', peers: mine })
      this.#advance()
    } else if (report.report === 'ended' && !this.#silent.has(agent)) {
      const mine = report.outcomes.filter(({ node }) => assignment.nodes.includes(node))
      this.#outcomes.push(...mine)
      this.#markSilent(agent)
    }
  }

  #advance(): void {
    if (this.#phase.is === 'joining') this.#link()
    else if (this.#phase.is === 'running') this.#follow(this.#phase)
  }

  #link(): void {
    const all = this.#ready.nodes.length
    if (this.#statuses.size < all) {
      this.#prepare({ is: 'joined', here: this.#statuses.size, all })
      return
    }
    const linked = this.#linking.look([...this.#statuses.values()], performance.now())
    if (linked.failure !== undefined) return this.fail({ english: linked.failure })
    this.#prepare({ is: 'linking', links: linked.links })
    if (!linked.isDone) return
    this.#phase = { is: 'running', held: -1, movedMs: performance.now() }
    this.state.value = { is: 'running' }
    this.#assignments[0]?.agent.send({ command: 'start' })
  }

  #follow(phase: Extract<Phase, { is: 'running' }>): void {
    const statuses = [...this.#statuses.values()].filter(({ node }) => this.#leechers.has(node))
    const held = statuses.reduce((sum, { heldPieces }) => sum + heldPieces, 0)
    const now = performance.now()
    const hasMoved = held !== phase.held || !statuses.every(({ hasArrived }) => hasArrived)
    const movedMs = hasMoved ? now : phase.movedMs
    this.#phase = { is: 'running', held, movedMs }
    const isStalled = now - movedMs > STALL_LIMIT_MS
    if (isStalled || statuses.every(({ isDone }) => isDone)) this.#end()
  }

  #end(): void {
    this.#phase = { is: 'ending' }
    for (const { agent } of this.#assignments) {
      if (!this.#silent.has(agent)) agent.send({ command: 'end' })
    }
    setTimeout(() => this.#close(), END_LIMIT_MS)
    this.#closeWhenAllReported()
  }

  #lose({ agent, nodes }: Assignment): void {
    if (this.#phase.is === 'joining') return this.fail({ is: 'tab-left' })
    for (const node of nodes) {
      const status = this.#statuses.get(node)
      if (status) this.#statuses.set(node, { ...status, isDone: true })
    }
    this.tell({ update: 'lost', nodes })
    this.#markSilent(agent)
    this.#advance()
  }

  #markSilent(agent: Agent): void {
    this.#silent.add(agent)
    if (this.#phase.is === 'ending') this.#closeWhenAllReported()
  }

  #closeWhenAllReported(): void {
    if (this.#silent.size === this.#assignments.length) this.#close()
  }

  #close(): void {
    if (this.#phase.is !== 'ending') return
    this.#phase = { is: 'over' }
    this.#controller.listen(undefined)
    const facts = { tabs: this.#assignments.length, dilation: this.dilation }
    this.tell({ update: 'close', outcomes: this.#outcomes, ...facts })
  }

  #dismiss(): void {
    this.#phase = { is: 'over' }
    this.#controller.listen(undefined)
    for (const { agent } of this.#assignments) agent.send({ command: 'end' })
  }

  #prepare(step: Step): void {
    this.state.value = { is: 'preparing', step }
  }
}

/** Fills the agents' places in order, until all nodes are assigned. */
function assignmentsOf(agents: readonly Agent[], nodes: readonly string[]): Assignment[] {
  let next = 0
  return agents.flatMap(agent => {
    const mine = nodes.slice(next, next + agent.places)
    next += mine.length
    return mine.length > 0 ? [{ agent, nodes: mine }] : []
  })
}

/** The log as it was recorded, a JSON object for each line: a run in tabs cannot be computed again. */
function logFile(recording: Recording, nameOf: (row: number) => string): Blob {
  const lines = Array.from({ length: recording.log.length }, (_, place) => {
    const { atMs, row, remote, event, by, numbers, text } = logRecordAt(recording, place)
    const who = { peer: nameOf(row), remote: remote === undefined ? null : nameOf(remote) }
    return `${JSON.stringify({ time: atMs, ...who, event, by, ...numbers, text })}\n`
  })
  return new Blob(lines, { type: 'application/x-ndjson' })
}
