/**
 * The line of this tab alone, made slower on purpose: all its links share one lane up and one lane
 * down. Others need not know of it: what is sent waits here before it goes, what comes waits here
 * before it is heard. Without a limit, delay or loss nothing stands between the link and the channel.
 */
import type { Random } from '../../../shared/base/random.ts'
import { Lane } from '../../../shared/network/lane.ts'
import { OVERHEADS } from '../../../shared/network/overhead.ts'
import { Flow } from '../../../shared/network/path.ts'
import { MAX_RATE_BITS_PER_SEC } from '../../../shared/network/topology.ts'
import type { Shaping } from '../api.ts'
import type { Clock } from '../clock.ts'
import { UNSHAPED } from '../shaping.ts'
import { Agenda } from './agenda.ts'
import { Conveyor, type ConveyorHandlers } from './conveyor.ts'

type Way = 'up' | 'down'

export class OwnLine {
  readonly #agenda: Agenda
  readonly #random: Random
  /** Restarts each conveyor, by its way. */
  readonly #restarts: Record<Way, Set<() => void>> = { up: new Set(), down: new Set() }
  #shaping = UNSHAPED
  #lanes: Record<Way, Lane>

  constructor(clock: Clock, random: Random) {
    this.#agenda = new Agenda(clock)
    this.#random = random
    this.#lanes = this.#newLanes()
  }

  get shaping(): Shaping {
    return this.#shaping
  }

  /** Also for what waits now: else a limit that is lifted would hold back what came under it. */
  shape(shaping: Shaping): void {
    this.#shaping = { ...shaping }
    this.#lanes = this.#newLanes()
    for (const restarts of [this.#restarts.up, this.#restarts.down])
      for (const restart of restarts) restart()
  }

  /** Nothing is asked of it. */
  get isPlain(): boolean {
    const { uploadBitsPerSec, downloadBitsPerSec, delayMs, lossShare } = this.#shaping
    const isUnlimited = uploadBitsPerSec === undefined && downloadBitsPerSec === undefined
    return isUnlimited && delayMs === 0 && lossShare === 0
  }

  conveyor<Item>(way: Way, handlers: Omit<ConveyorHandlers<Item>, 'onStopped'>): Conveyor<Item> {
    const restarts = this.#restarts[way]
    const onStopped = () => restarts.delete(restart)
    const conveyor = new Conveyor<Item>(this.#flow(way), this.#agenda, { ...handlers, onStopped })
    const restart = () => conveyor.restart(this.#flow(way))
    restarts.add(restart)
    return conveyor
  }

  /** The remote's line is not known: an acknowledgement takes what is added here. */
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
