/** For tests: one gossip exchange, and members that say what the test has them say. */
import type { Bitfield } from '../base/bitfield.ts'
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import type { PieceLayout } from '../base/pieces.ts'
import { seededRandom } from '../base/random.ts'
import type { ExchangeOutput } from '../exchange/exchange.ts'
import { Pieces } from '../exchange/pieces.ts'
import { GossipExchange } from '../gossip/exchange.ts'
import { encodeGossip, type GossipMessage, parseGossip } from '../wire/gossip.ts'
import { GOSSIP_EXTENSION } from '../wire/gossip-block.ts'
import { DEFAULT_GOSSIP, type GossipStyle } from '../wire/gossip-style.ts'
import { BLOCK_BYTES } from '../wire/message.ts'

const HANDSHAKE = { extensions: new Map([[GOSSIP_EXTENSION, 1]]) }

export interface GossipStageOptions {
  readonly layout: PieceLayout
  readonly held: Bitfield
  readonly style?: Partial<GossipStyle>
  readonly seed?: number
  /** What the exchange wants done, but for what it says. */
  readonly output?: Partial<Omit<ExchangeOutput, 'send'>>
}

export class GossipStage {
  readonly exchange: GossipExchange
  readonly pieces: Pieces
  readonly said: GossipMessage[] = []

  constructor({ layout, held, style, seed = 1, output }: GossipStageOptions) {
    this.pieces = new Pieces(held)
    const options = { layout, pieces: this.pieces, wanted: true, blockBytes: BLOCK_BYTES }
    this.exchange = new GossipExchange(
      { ...options, style: { ...DEFAULT_GOSSIP, ...style } },
      seededRandom(seed),
      {
        send: (_, message) => {
          if (message.type !== 'extended') throw new Error(`said ${message.type}`)
          const said = parseGossip(message.payload, layout)
          if (said === undefined) throw new Error('said what nobody understands')
          this.said.push(said)
        },
        read: () => undefined,
        readAhead: () => undefined,
        blockReceived: () => undefined,
        pieceReceived: () => undefined,
        fault: () => undefined,
        log: () => undefined,
        ...output,
      },
      0,
    )
  }

  join(link: LinkId, now: Millis = 0): void {
    const id = link.toString(16).padStart(40, '0') as PeerId
    this.exchange.join(link, id, { isFirstMessage: true, speaksFast: false }, now)
    this.exchange.introduced(link, HANDSHAKE, now)
  }

  hear(link: LinkId, message: GossipMessage, now: Millis): void {
    this.exchange.receiveExtended(link, encodeGossip(message), now)
  }

  /** As the peer's checks do with a piece that is right. */
  store(piece: number, now: Millis): void {
    this.pieces.move(piece, 'writing')
    this.pieces.move(piece, 'held')
    this.exchange.pieceHeld(piece, now)
  }

  /** As the peer's checks do with a piece that is wrong. */
  refuse(piece: number, now: Millis): void {
    this.pieces.move(piece, 'missing')
    this.exchange.pieceFailed(piece, false, now)
  }

  lose(piece: number, now: Millis): void {
    this.pieces.move(piece, 'missing')
    this.exchange.pieceLost(piece, now)
  }
}
