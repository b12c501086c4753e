/**
 * A run in real tabs, put together from what their peers tell. Each tells in its own time and at its
 * own pace; nothing is recorded before everyone has told what happened until then.
 */
import type { Millis, PeerId } from '../../../shared/base/ids.ts'
import { type PieceLayout, pieceLengthAt } from '../../../shared/base/pieces.ts'
import { Routes } from '../../../shared/network/route.ts'
import { boundOf } from '../../../shared/simulation/results/bound.ts'
import { type Stay, staysOf } from '../../../shared/simulation/scenarios/emulable.ts'
import {
  pieceCountOf,
  type Scenario,
  topologyOf,
} from '../../../shared/simulation/scenarios/scenario.ts'
import { BLOCK_BYTES } from '../../../shared/wire/message.ts'
import type { CrewEvent, PeerReport } from '../crew/messages.ts'
import type { Chunk } from '../recording/chunk.ts'
import { Recorder } from './recorder.ts'

/** A tab that is silent while the others go on: beyond so much of them it is no longer waited for. */
const MAX_WAITING = 200_000
/** Spans of the samples in the least time that a swarm can take. */
const SPANS_IN_BOUND = 200
const MIN_SPAN_MS = 1

interface Told {
  readonly atMs: Millis
  readonly teller: Teller
  readonly event: CrewEvent
}

interface Teller {
  readonly id: PeerId
  readonly stay: Stay
  untilMs: Millis
  /** As planned. Infinity: it stays. */
  leavesMs: Millis
  hasLeft: boolean
}

export class WatchedRun {
  readonly #recorder: Recorder
  readonly #pieces: number
  readonly #leechers: number
  readonly #layout: PieceLayout
  readonly #stays: ReadonlyMap<string, Stay>
  /** By node. */
  readonly #tellers = new Map<string, Teller>()
  /** By node: of leechers. */
  readonly #held = new Map<string, number>()
  /** In no order. */
  #waiting: Told[] = []
  #untilMs: Millis = 0

  constructor(scenario: Scenario, seed: number) {
    const topology = topologyOf(scenario)
    this.#pieces = pieceCountOf(scenario)
    const { length, pieceLength } = scenario.torrent
    this.#layout = { length, pieceLength, pieceCount: this.#pieces }
    this.#stays = new Map(staysOf(scenario, seed).map(stay => [stay.node, stay]))
    this.#leechers = [...this.#stays.values()].filter(({ holds }) => holds === 'nothing').length
    const spanMs = Math.max(MIN_SPAN_MS, boundOf(scenario).makespanMs / SPANS_IN_BOUND)
    const routes = new Routes(topology)
    this.#recorder = new Recorder({ scenario, topology, routes, spanMs, countsLanes: true })
  }

  /** The share of all pieces that leechers hold. */
  get progress(): number {
    let held = 0
    for (const count of this.#held.values()) held += count
    return held / (this.#leechers * this.#pieces)
  }

  tell({ peerId, untilMs, events, status: { node, heldPieces } }: PeerReport): void {
    const stay = this.#stays.get(node)
    if (!stay) return
    const id = peerId as PeerId
    const teller = this.#tellers.get(node) ?? tellerOf(id, stay)
    // A place has one peer, whatever a tab says.
    if (teller.id !== id) return
    this.#tellers.set(node, teller)
    teller.untilMs = Math.max(teller.untilMs, untilMs)
    if (stay.holds === 'nothing') this.#held.set(node, heldPieces)
    for (const [atMs, event] of events) this.#waiting.push({ atMs, teller, event })
  }

  /** Its tab is gone: nobody waits for it any more. */
  lose(node: string): void {
    const teller = this.#tellers.get(node)
    if (!teller) return
    teller.untilMs = Number.POSITIVE_INFINITY
    teller.leavesMs = Math.min(teller.leavesMs, this.#untilMs)
  }

  /** What has come since the last time. `isOver`: nothing more will. */
  take(isOver: boolean): Chunk {
    const untilMs = isOver ? Number.POSITIVE_INFINITY : this.#knownUntilMs()
    const known = this.#waiting
      .filter(({ atMs }) => atMs <= untilMs)
      .sort((a, b) => a.atMs - b.atMs)
    this.#waiting = this.#waiting.filter(({ atMs }) => atMs > untilMs)
    this.#joinThose(Math.max(untilMs, this.#untilMs))
    for (const told of known) this.#record(told)
    if (!isOver) this.#goOnTo(untilMs)
    return this.#recorder.take(this.#untilMs)
  }

  #knownUntilMs(): Millis {
    const times = [...this.#tellers.values()].map(teller => teller.untilMs)
    const isFlooded = this.#waiting.length > MAX_WAITING
    const untilMs = isFlooded ? Math.max(...times) : Math.min(...times)
    return Number.isFinite(untilMs) ? untilMs : this.#untilMs
  }

  /** In the order of coming: everyone who is to be told of must have a row before. */
  #joinThose(untilMs: Millis): void {
    const tellers = [...this.#tellers.values()].sort((a, b) => a.stay.arrivesMs - b.stay.arrivesMs)
    for (const { id, stay } of tellers) {
      if (stay.arrivesMs <= untilMs) this.#recorder.join(stay.arrivesMs, { id, name: stay.node })
    }
  }

  #record({ atMs, teller, event }: Told): void {
    const { id } = teller
    // Who lags told it late: it stands where it was heard.
    this.#goOnTo(atMs)
    const now = this.#untilMs
    if (!this.#isLawful(event)) return
    this.#recorder.event(now, id, event)
    if (event.event === 'finished') this.#planLeave(teller, now)
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

  #planLeave(teller: Teller, finishedMs: Millis): void {
    const afterMs = teller.stay.leavesAfterMs
    if (afterMs !== undefined) teller.leavesMs = Math.min(teller.leavesMs, finishedMs + afterMs)
  }

  #goOnTo(atMs: Millis): void {
    this.#untilMs = Math.max(this.#untilMs, atMs)
    for (const teller of this.#tellers.values()) {
      if (teller.hasLeft || teller.leavesMs > this.#untilMs) continue
      teller.hasLeft = true
      this.#recorder.leave(teller.leavesMs, teller.id)
    }
    while (this.#recorder.span.endMs <= this.#untilMs) this.#recorder.nextSpan()
  }

  /** A hostile tab may tell of pieces that there are not. */
  #isLawful({ event, piece, begin, length }: CrewEvent): boolean {
    const isIn = (value: unknown, end: number): boolean =>
      Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < end
    if (event === 'pieceHeld' || event === 'pieceFailed') return isIn(piece, this.#pieces)
    if (event !== 'block') return true
    if (!isIn(piece, this.#pieces) || !isIn(length, BLOCK_BYTES + 1)) return false
    const pieceBytes = pieceLengthAt(this.#layout, piece as number)
    return isIn(begin, pieceBytes - (length as number) + 1)
  }
}

const tellerOf = (id: PeerId, stay: Stay): Teller => ({
  id,
  stay,
  untilMs: 0,
  leavesMs: stay.leavesMs ?? Number.POSITIVE_INFINITY,
  hasLeft: false,
})
