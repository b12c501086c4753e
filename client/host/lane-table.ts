/**
 * The further connections of links, which `shared/peer/lanes-extension.ts` tells to make and to end. They
 * carry pieces alone: whichever has room takes the next.
 */
import type { LinkId, Millis } from '../../shared/base/ids.ts'
import { roomOn } from '../../shared/bittorrent/remote.ts'
import type { LaneEffectOf, LaneInput } from '../../shared/peer/lane-effect.ts'
import { Decoder } from '../../shared/wire/decode.ts'
import { type LostBlock, MAX_LOST_BLOCKS } from '../../shared/wire/lanes.ts'
import { type Message, ProtocolError } from '../../shared/wire/message.ts'
import type { Channel, Connect, Connection } from './channel/channel.ts'
import { Outbox } from './channel/outbox.ts'

type Piece = Extract<Message, { readonly type: 'piece' }>

/**
 * Nothing leaves a lane for this time while others of its link go on: it is as good as broken. Its blocks are
 * then asked for again before their requests time out.
 */
const STALL_MS = 5_000
/** Between two looks no more counts: nothing may have left any other either. */
const STALL_STEP_MS = 500

interface Lane {
  readonly link: LinkId
  readonly number: number
  connection: Connection | undefined
  outbox: Outbox | undefined
  isResting: boolean
  /** Of the blocks put on it, the last ones. */
  readonly blocks: LostBlock[]
  /** What was queued when it was last looked at, when that was, and for how long as much is. */
  queuedBytes: number
  lookedAt: Millis
  stalledMs: Millis
}

export interface LaneTablePorts {
  readonly connect: Connect
  now(): Millis
  feed(input: LaneInput): void
  /** What has come on a lane, or why it is refused. */
  onPieces(link: LinkId, pieces: readonly Message[]): void
  onFault(link: LinkId, error: ProtocolError): void
  onDrained(link: LinkId): void
}

export class LaneTable {
  readonly #ports: LaneTablePorts
  readonly #byLink = new Map<LinkId, Map<number, Lane>>()
  readonly #unsent = new Set<Outbox>()

  constructor(ports: LaneTablePorts) {
    this.#ports = ports
  }

  open({ link, lane: number, offer }: LaneEffectOf<'openLane'>): void {
    const { connect, feed } = this.#ports
    const lane: Lane = {
      link,
      number,
      connection: undefined,
      outbox: undefined,
      isResting: false,
      blocks: [],
      queuedBytes: 0,
      lookedAt: this.#ports.now(),
      stalledMs: 0,
    }
    const lanes = this.#byLink.get(link) ?? new Map<number, Lane>()
    this.#byLink.set(link, lanes.set(number, lane))
    const decoder = new Decoder({ isGreeted: true })
    try {
      lane.connection = connect(
        offer === undefined ? 'offerer' : 'answerer',
        {
          onSignal: signal => {
            if (signal.kind !== 'candidate')
              feed({ type: 'laneDescribed', link, lane: number, sdp: signal.sdp })
          },
          onReach: reach => {
            if (reach === 'relayed') this.#fail(lane)
          },
          onWayLost: () => this.#fail(lane),
          onOpen: channel => this.#opened(lane, channel),
          onBytes: bytes => this.#receive(link, decoder, bytes),
          onDrained: () => this.#drained(lane),
          onClose: () => this.#fail(lane),
        },
        'lane',
      )
      if (offer !== undefined) lane.connection.signal({ kind: 'offer', sdp: offer })
    } catch {
      // The browser makes no more connections: the link does with those it has.
      this.#fail(lane)
    }
  }

  answer({ link, lane, sdp }: LaneEffectOf<'laneAnswer'>): void {
    this.#byLink.get(link)?.get(lane)?.connection?.signal({ kind: 'answer', sdp })
  }

  rest({ link, lane: number }: LaneEffectOf<'restLane'>): void {
    const lane = this.#byLink.get(link)?.get(number)
    if (lane) lane.isResting = true
  }

  close({ link, lane: number }: LaneEffectOf<'closeLane'>): void {
    const lane = this.#byLink.get(link)?.get(number)
    if (lane === undefined) return
    this.#remove(lane)
    if (lane.blocks.length > 0)
      this.#ports.feed({ type: 'laneLost', link, lane: number, lost: [...lane.blocks] })
  }

  /** The link is over. */
  closeAllOf(link: LinkId): void {
    for (const lane of [...(this.#byLink.get(link)?.values() ?? [])]) this.#remove(lane)
  }

  closeAll(): void {
    for (const link of [...this.#byLink.keys()]) this.closeAllOf(link)
  }

  /** False if the link's first connection has the most room. */
  push(link: LinkId, first: Outbox, piece: Piece): boolean {
    const lanes = this.#byLink.get(link)
    if (lanes === undefined) return false
    let best: Lane | undefined
    let least = first.waitingBytes
    for (const lane of lanes.values()) {
      if (lane.outbox === undefined || lane.isResting) continue
      const bytes = lane.outbox.waitingBytes
      // Where all are empty the further ones are taken first: words wait on the first.
      if (bytes > least || (bytes === least && best !== undefined)) continue
      best = lane
      least = bytes
    }
    if (best?.outbox === undefined) return false
    best.blocks.push({ piece: piece.piece, begin: piece.begin })
    if (best.blocks.length > MAX_LOST_BLOCKS) best.blocks.shift()
    best.outbox.push(piece)
    this.#unsent.add(best.outbox)
    return true
  }

  /** At the end of a turn. */
  flush(): void {
    for (const outbox of this.#unsent) outbox.flush()
    this.#unsent.clear()
  }

  /** In all queues of the link but the first. */
  queuedBytes(link: LinkId): number {
    let bytes = 0
    const lanes = this.#byLink.get(link)
    if (lanes) for (const { outbox } of lanes.values()) bytes += outbox?.waitingBytes ?? 0
    return bytes
  }

  /** On each connection of the link that has little to send. Undefined: it has but one. */
  roomBytes(link: LinkId, ofFirst: number): number | undefined {
    const lanes = this.#byLink.get(link)
    if (lanes === undefined) return undefined
    let bytes = roomOn(ofFirst)
    for (const { outbox, isResting } of lanes.values())
      if (outbox && !isResting) bytes += roomOn(outbox.waitingBytes)
    return bytes
  }

  /** Something has left a queue of the link. */
  checkStalls(link: LinkId): void {
    const lanes = this.#byLink.get(link)
    if (lanes === undefined) return
    const now = this.#ports.now()
    for (const lane of [...lanes.values()]) {
      const bytes = lane.outbox?.waitingBytes ?? 0
      if (bytes === 0 || bytes !== lane.queuedBytes) lane.stalledMs = 0
      else lane.stalledMs += Math.min(now - lane.lookedAt, STALL_STEP_MS)
      lane.queuedBytes = bytes
      lane.lookedAt = now
      if (lane.stalledMs >= STALL_MS) this.#fail(lane)
    }
  }

  #opened(lane: Lane, channel: Channel): void {
    lane.outbox = new Outbox(channel)
    this.#ports.feed({ type: 'laneOpened', link: lane.link, lane: lane.number })
  }

  #receive(link: LinkId, decoder: Decoder, bytes: Uint8Array): void {
    try {
      const messages = decoder.push(bytes)
      const word = messages.find(({ type }) => type !== 'piece')
      if (word) throw new ProtocolError('bad-extension', `${word.type} on a lane`)
      this.#ports.onPieces(link, messages)
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      this.#ports.onFault(link, error)
    }
  }

  #drained(lane: Lane): void {
    lane.stalledMs = 0
    this.#ports.onDrained(lane.link)
  }

  #fail(lane: Lane): void {
    if (!this.#remove(lane)) return
    const { link, number, blocks } = lane
    this.#ports.feed({ type: 'laneClosed', link, lane: number, lost: [...blocks] })
  }

  /** True if it was there. */
  #remove(lane: Lane): boolean {
    const lanes = this.#byLink.get(lane.link)
    if (lanes?.get(lane.number) !== lane) return false
    lanes.delete(lane.number)
    if (lanes.size === 0) this.#byLink.delete(lane.link)
    if (lane.outbox) this.#unsent.delete(lane.outbox)
    lane.connection?.close()
    return true
  }
}
