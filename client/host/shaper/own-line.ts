/**
 * The line of this tab alone, made slower on purpose: all its links share one lane up and one lane
 * down. Others need not know of it: what is sent waits here before it goes, what comes waits here
 * before it is heard. Without a limit, delay or loss nothing stands between the link and the channel.
 */
import type { Random } from '../../../shared/base/random.ts'
import { Lane } from '../../../shared/network/link.ts'
import { OVERHEADS } from '../../../shared/network/overhead.ts'
import { Flow } from '../../../shared/network/path.ts'
import { type Direction, MAX_RATE_BITS_PER_SEC } from '../../../shared/network/topology.ts'
import type { Shaping } from '../api.ts'
import type { Clock } from '../clock.ts'
import { UNSHAPED } from '../shaping.ts'
import { Agenda } from './agenda.ts'
import { Conveyor, type ConveyorHandlers } from './conveyor.ts'

export class OwnLine {
  readonly #agenda: Agenda
  readonly #up: Lane
  readonly #down: Lane
  #shaping = UNSHAPED

  constructor(clock: Clock, random: Random) {
    this.#agenda = new Agenda(clock)
    const [up, down] = directions(UNSHAPED)
    this.#up = new Lane('up', up, random)
    this.#down = new Lane('down', down, random)
  }

  get shaping(): Shaping {
    return this.#shaping
  }

  /** For what is sent and heard from now on. */
  shape(shaping: Shaping): void {
    this.#shaping = { ...shaping }
    const [up, down] = directions(shaping)
    this.#up.change(up)
    this.#down.change(down)
  }

  /** Nothing is asked of it. */
  get isPlain(): boolean {
    const { uploadBitsPerSec, downloadBitsPerSec, delayMs, lossShare } = this.#shaping
    const isUnlimited = uploadBitsPerSec === undefined && downloadBitsPerSec === undefined
    return isUnlimited && delayMs === 0 && lossShare === 0
  }

  up<Item>(handlers: ConveyorHandlers<Item>): Conveyor<Item> {
    return this.#conveyor(this.#up, handlers)
  }

  down<Item>(handlers: ConveyorHandlers<Item>): Conveyor<Item> {
    return this.#conveyor(this.#down, handlers)
  }

  /** The remote's line is not known: an acknowledgement takes what is added here. */
  #conveyor<Item>(lane: Lane, handlers: ConveyorHandlers<Item>): Conveyor<Item> {
    const flow = new Flow<Item>([lane], this.#shaping.delayMs, OVERHEADS.webrtc, 'packet')
    return new Conveyor(flow, this.#agenda, handlers)
  }
}

function directions({
  uploadBitsPerSec,
  downloadBitsPerSec,
  delayMs,
  lossShare,
}: Shaping): [Direction, Direction] {
  const direction = (limit: number | undefined): Direction => ({
    rateBitsPerSec: limit ?? MAX_RATE_BITS_PER_SEC,
    delayMs,
    queueBytes: Number.POSITIVE_INFINITY,
    loss: lossShare > 0 ? { share: lossShare } : undefined,
  })
  return [direction(uploadBitsPerSec), direction(downloadBitsPerSec)]
}
