/** A run in real tabs. An event is recorded once every peer has reported up to its time. */
import type { Millis, PeerId } from '../../../shared/base/ids.ts'
import { type PieceLayout, pieceLengthAt } from '../../../shared/base/pieces.ts'
import { Routes } from '../../../shared/network/route.ts'
import { type Stay, staysOf } from '../../../shared/simulation/scenarios/emulable.ts'
import {
  pieceCountOf,
  type Scenario,
  topologyOf,
} from '../../../shared/simulation/scenarios/scenario.ts'
import { BLOCK_BYTES } from '../../../shared/wire/message.ts'
import type { Chunk } from '../recording/chunk.ts'
import type { PeerReport, ReportedEvent } from '../tabs/messages.ts'
import { firstSpanMs, Recorder } from './recorder.ts'

/** A silent tab is waited for until this number of the others' events is queued. */
const MAX_WAITING = 200_000

interface PendingEvent {
  readonly atMs: Millis
  readonly reporter: Reporter
  readonly event: ReportedEvent
}

interface Reporter {
  readonly id: PeerId
  readonly stay: Stay
  untilMs: Millis
  /** Infinity: it stays. */
  leavesMs: Millis
  hasLeft: boolean
}

export class ReportedRun {
  readonly #recorder: Recorder
  readonly #pieces: number
  readonly #leechers: number
  readonly #layout: PieceLayout
  readonly #stays: ReadonlyMap<string, Stay>
  readonly #reporters = new Map<string, Reporter>()
  /** Pieces held by each leecher, by node. */
  readonly #held = new Map<string, number>()
  #waiting: PendingEvent[] = []
  #untilMs: Millis = 0

  constructor(scenario: Scenario, seed: number) {
    const topology = topologyOf(scenario)
    this.#pieces = pieceCountOf(scenario)
    const { length, pieceLength } = scenario.torrent
    this.#layout = { length, pieceLength, pieceCount: this.#pieces }
    this.#stays = new Map(staysOf(scenario, seed).map(stay => [stay.node, stay]))
    this.#leechers = [...this.#stays.values()].filter(({ holds }) => holds === 'nothing').length
    const spanMs = firstSpanMs(scenario)
    const routes = new Routes(topology)
    this.#recorder = new Recorder({ scenario, topology, routes, spanMs, countsLanes: true })
  }

  get progress(): number {
    let held = 0
    for (const count of this.#held.values()) held += count
    return held / (this.#leechers * this.#pieces)
  }

  tell({ peerId, untilMs, events, status: { node, heldPieces } }: PeerReport): void {
    const stay = this.#stays.get(node)
    if (!stay) return
    const id = peerId as PeerId
    const reporter = this.#reporters.get(node) ?? reporterOf(id, stay)
    // A node has one peer, whatever a tab reports.
    if (reporter.id !== id) return
    this.#reporters.set(node, reporter)
    reporter.untilMs = Math.max(reporter.untilMs, untilMs)
    if (stay.holds === 'nothing') this.#held.set(node, heldPieces)
    for (const [atMs, event] of events) this.#waiting.push({ atMs, reporter, event })
  }

  /** Its tab is gone: do not wait for its reports any more. */
  lose(node: string): void {
    const reporter = this.#reporters.get(node)
    if (!reporter) return
    reporter.untilMs = Number.POSITIVE_INFINITY
    reporter.leavesMs = Math.min(reporter.leavesMs, this.#untilMs)
  }

  /** The chunk since the last call. `isOver`: no more reports will come. */
  take(isOver: boolean): Chunk {
    const untilMs = isOver ? Number.POSITIVE_INFINITY : this.#knownUntilMs()
    const known = this.#waiting
      .filter(({ atMs }) => atMs <= untilMs)
      .sort((a, b) => a.atMs - b.atMs)
    this.#waiting = this.#waiting.filter(({ atMs }) => atMs > untilMs)
    this.#joinThose(Math.max(untilMs, this.#untilMs))
    for (const event of known) this.#record(event)
    if (!isOver) this.#goOnTo(untilMs)
    return this.#recorder.take(this.#untilMs)
  }

  #knownUntilMs(): Millis {
    const times = [...this.#reporters.values()].map(reporter => reporter.untilMs)
    const isFlooded = this.#waiting.length > MAX_WAITING
    const untilMs = isFlooded ? Math.max(...times) : Math.min(...times)
    return Number.isFinite(untilMs) ? untilMs : this.#untilMs
  }

  /** In the order of arrival: a peer must have a row before events mention it. */
  #joinThose(untilMs: Millis): void {
    const reporters = [...this.#reporters.values()].sort(
      (a, b) => a.stay.arrivesMs - b.stay.arrivesMs,
    )
    for (const { id, stay } of reporters) {
      if (stay.arrivesMs <= untilMs) this.#recorder.join(stay.arrivesMs, { id, name: stay.node })
    }
  }

  #record({ atMs, reporter, event }: PendingEvent): void {
    const { id } = reporter
    // An event reported too late is recorded at the present time.
    this.#goOnTo(atMs)
    const now = this.#untilMs
    if (!this.#isLawful(event)) return
    this.#recorder.event(now, id, event)
    if (event.event === 'finished') this.#planLeave(reporter, now)
    if (event.event !== 'block' || event.by !== 'remote') return
    this.#recorder.arrived(now, {
      from: event.remote as PeerId,
      to: id,
      piece: event.piece as number,
      begin: event.begin as number,
      bytes: event.length as number,
      startMs: undefined,
    })
  }

  #planLeave(reporter: Reporter, finishedMs: Millis): void {
    const afterMs = reporter.stay.leavesAfterMs
    if (afterMs !== undefined) reporter.leavesMs = Math.min(reporter.leavesMs, finishedMs + afterMs)
  }

  #goOnTo(atMs: Millis): void {
    this.#untilMs = Math.max(this.#untilMs, atMs)
    for (const reporter of this.#reporters.values()) {
      if (reporter.hasLeft || reporter.leavesMs > this.#untilMs) continue
      reporter.hasLeft = true
      this.#recorder.leave(reporter.leavesMs, reporter.id)
    }
    while (this.#recorder.span.endMs <= this.#untilMs) this.#recorder.nextSpan()
  }

  /** A hostile tab may report pieces that do not exist. */
  #isLawful({ event, piece, begin, length }: ReportedEvent): boolean {
    const isIn = (value: unknown, end: number): boolean =>
      Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < end
    if (event === 'pieceHeld' || event === 'pieceFailed') return isIn(piece, this.#pieces)
    if (event !== 'block') return true
    if (!isIn(piece, this.#pieces) || !isIn(length, BLOCK_BYTES + 1)) return false
    const pieceBytes = pieceLengthAt(this.#layout, piece as number)
    return isIn(begin, pieceBytes - (length as number) + 1)
  }
}

const reporterOf = (id: PeerId, stay: Stay): Reporter => ({
  id,
  stay,
  untilMs: 0,
  leavesMs: stay.leavesMs ?? Number.POSITIVE_INFINITY,
  hasLeft: false,
})
