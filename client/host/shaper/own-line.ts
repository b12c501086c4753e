/**
 * This tab's own line, made slower on purpose: all its links share one lane up and one lane down. No
 * other tab takes part: what is sent waits here before it goes, what is received before it is handed
 * on. Without a limit, delay or loss messages go straight through.
 */
import type { Millis } from '../../../shared/base/ids.ts'
import type { Random } from '../../../shared/base/random.ts'
import { Lane } from '../../../shared/network/lane.ts'
import { OVERHEADS } from '../../../shared/network/overhead.ts'
import { Flow, type Parcel } from '../../../shared/network/path.ts'
import { MAX_RATE_BITS_PER_SEC } from '../../../shared/network/units.ts'
import type { Shaping } from '../api.ts'
import type { Clock } from '../clock.ts'
import { UNSHAPED } from '../session/shaping.ts'
import { TimerQueue } from './timer-queue.ts'

type Way = 'up' | 'down'

export class OwnLine {
  readonly #timers: TimerQueue
  readonly #random: Random
  /** Restarts each flow, by its way. */
  readonly #restarts: Record<Way, Set<() => void>> = { up: new Set(), down: new Set() }
  #shaping = UNSHAPED
  #lanes: Record<Way, Lane>

  constructor(clock: Clock, random: Random) {
    this.#timers = new TimerQueue(clock)
    this.#random = random
    this.#lanes = this.#newLanes()
  }

  get shaping(): Shaping {
    return this.#shaping
  }

  /** Also for what waits now: else a limit that is lifted would still hold back what came before. */
  shape(shaping: Shaping): void {
    this.#shaping = { ...shaping }
    this.#lanes = this.#newLanes()
    for (const restarts of [this.#restarts.up, this.#restarts.down])
      for (const restart of restarts) restart()
  }

  get isPlain(): boolean {
    const { uploadBitsPerSec, downloadBitsPerSec, delayMs, lossShare } = this.#shaping
    const isUnlimited = uploadBitsPerSec === undefined && downloadBitsPerSec === undefined
    return isUnlimited && delayMs === 0 && lossShare === 0
  }

  flow<Item>(way: Way, handlers: Omit<ShapedFlowHandlers<Item>, 'onStopped'>): ShapedFlow<Item> {
    const restarts = this.#restarts[way]
    const onStopped = () => restarts.delete(restart)
    const flow = new ShapedFlow<Item>(this.#flow(way), this.#timers, { ...handlers, onStopped })
    const restart = () => flow.restart(this.#flow(way))
    restarts.add(restart)
    return flow
  }

  /** The remote's line is not known: an acknowledgement is delayed by what is added here alone. */
  #flow<Message>(way: Way): Flow<Message> {
    return new Flow([this.#lanes[way]], this.#shaping.delayMs, OVERHEADS.webrtc, 'packet')
  }

  #newLanes(): Record<Way, Lane> {
    const { uploadBitsPerSec, downloadBitsPerSec, delayMs, lossShare } = this.#shaping
    const lane = (way: Way, limit: number | undefined): Lane => {
      const loss = lossShare > 0 ? { share: lossShare } : undefined
      const rateBitsPerSec = limit ?? MAX_RATE_BITS_PER_SEC
      const queueBytes = Number.POSITIVE_INFINITY
      return new Lane(way, { rateBitsPerSec, delayMs, queueBytes, loss }, this.#random)
    }
    return { up: lane('up', uploadBitsPerSec), down: lane('down', downloadBitsPerSec) }
  }
}

interface Carried<Item> {
  readonly item: Item
  readonly bytes: number
  hasDeparted: boolean
}

interface ShapedFlowHandlers<Item> {
  /** The last of it left the lane: what back-pressure waits for. */
  onDeparted?(item: Item): void
  /** It is there, in the order of `send`. */
  onArrived(item: Item): void
  onStopped?(): void
}

/** One link's messages over a lane of this tab: `Flow`, the model, decides when each departs and arrives. */
export class ShapedFlow<Item> {
  readonly #timers: TimerQueue
  readonly #handlers: ShapedFlowHandlers<Item>
  /** In order, not arrived yet. The caller bounds it. */
  readonly #carried: Carried<Item>[] = []
  /** Undefined once stopped; what a former flow decided is ignored. */
  #flow: Flow<Carried<Item>> | undefined

  constructor(flow: Flow<Carried<Item>>, timers: TimerQueue, handlers: ShapedFlowHandlers<Item>) {
    this.#flow = flow
    this.#timers = timers
    this.#handlers = handlers
  }

  get isEmpty(): boolean {
    return this.#carried.length === 0
  }

  send(item: Item, bytes: number): void {
    if (!this.#flow) return
    const carried = { item, bytes, hasDeparted: false }
    this.#carried.push(carried)
    this.#enter(this.#flow, carried)
  }

  /** Sends all that has not arrived over this flow instead. */
  restart(flow: Flow<Carried<Item>>): void {
    this.#flow = flow
    for (const carried of [...this.#carried]) this.#enter(flow, carried)
  }

  /** What is on its way is lost; no handler is called any more. */
  stop(): void {
    this.#flow = undefined
    this.#carried.length = 0
    this.#handlers.onStopped?.()
  }

  #enter(flow: Flow<Carried<Item>>, carried: Carried<Item>): void {
    const now = this.#timers.now()
    const parcel = flow.send(carried.bytes, now, carried)
    this.#advance(flow, parcel, now)
    this.#timers.at(parcel.departedMs, () => {
      if (flow !== this.#flow || carried.hasDeparted) return
      carried.hasDeparted = true
      this.#handlers.onDeparted?.(carried.item)
    })
  }

  #advance(flow: Flow<Carried<Item>>, parcel: Parcel<Carried<Item>>, now: Millis): void {
    if (flow !== this.#flow) return
    const next = flow.advance(parcel, now)
    if (next !== undefined) {
      this.#timers.at(next, dueMs => this.#advance(flow, parcel, dueMs))
      return
    }
    // A handler may stop it, or put another flow in its place.
    for (let there = flow.takeDelivered(); there; there = flow.takeDelivered()) {
      this.#carried.shift()
      this.#handlers.onArrived(there.message.item)
      if (flow !== this.#flow) return
    }
  }
}
