/** The receiver of an SCTP association, as dcSCTP's `DataTracker` is: when it tells the sender what has arrived. */
import type { Millis } from '../../base/ids.ts'
import type { Chunk, Packet, Sack } from './chunk.ts'

/** `delayed_ack_max_timeout`: a packet alone is acknowledged after this time. */
const SACK_DELAY_MS = 200
/** `kMaxGapAckBlocksReported`: of what lies beyond, the sender hears once the first gaps are filled. */
const MAX_BLOCKS = 20

/** Chunks that have arrived beyond a gap, by their first and last number. */
interface Block {
  first: number
  last: number
}

export class SctpReceiver<Message> {
  /** All up to this number have arrived. */
  #cumulative = -1
  /** In order, with gaps before each. */
  readonly #blocks: Block[] = []
  /** Arrived, and no SACK that got through has told so. */
  #untold: Chunk<Message>[] = []
  #isFirst = true
  /** When a packet came of which no SACK was sent. */
  #unackedMs: Millis | undefined

  /** When a SACK is due at the latest. */
  get sackDueMs(): Millis | undefined {
    return this.#unackedMs === undefined ? undefined : this.#unackedMs + SACK_DELAY_MS
  }

  /** Whether a SACK is due now. */
  arrived({ chunks, atMs, wantsSack }: Packet<Message>): boolean {
    let isDuplicate = false
    for (const chunk of chunks) {
      if (chunk.hasArrived) isDuplicate = true
      else this.#take(chunk)
    }
    const isSecond = this.#unackedMs !== undefined
    const isDue = isSecond || isDuplicate || wantsSack || this.#blocks.length > 0 || this.#isFirst
    this.#isFirst = false
    if (!isDue) this.#unackedMs = atMs
    return isDue
  }

  /** The SACK to send now. What it tells is told again with the next if it was lost. */
  sack(atMs: Millis, isLost: boolean): Sack<Message> {
    this.#unackedMs = undefined
    const untold = this.#untold
    const end = this.#blocks[MAX_BLOCKS - 1]?.last ?? Number.POSITIVE_INFINITY
    const hasGaps = this.#blocks.length > 0
    const isShort = this.#blocks.length > MAX_BLOCKS
    const chunks = isShort ? untold.filter(({ tsn }) => tsn <= end) : untold
    if (!isLost) this.#untold = isShort ? untold.filter(({ tsn }) => tsn > end) : []
    return { chunks, hasGaps, atMs }
  }

  #take(chunk: Chunk<Message>): void {
    chunk.hasArrived = true
    this.#untold.push(chunk)
    const { tsn } = chunk
    if (tsn === this.#cumulative + 1) {
      this.#cumulative = tsn
      if (this.#blocks[0]?.first === tsn + 1)
        this.#cumulative = (this.#blocks.shift() as Block).last
      return
    }
    let place = this.#blocks.length
    while (place > 0 && (this.#blocks[place - 1] as Block).first > tsn) place--
    const [before, after] = [this.#blocks[place - 1], this.#blocks[place]]
    const [follows, precedes] = [before?.last === tsn - 1, after?.first === tsn + 1]
    if (before && follows) {
      before.last = precedes ? (after as Block).last : tsn
      if (precedes) this.#blocks.splice(place, 1)
    } else if (after && precedes) after.first = tsn
    else this.#blocks.splice(place, 0, { first: tsn, last: tsn })
  }
}
