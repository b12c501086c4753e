/** The gossip exchange behind the peer's door: its messages in bytes, its members as links. */
import { Bitfield } from '../base/bitfield.ts'
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import type { PieceLayout } from '../base/pieces.ts'
import type { Random } from '../base/random.ts'
import type { Exchange, ExchangeMessage, ExchangeOutput, Terms } from '../exchange/exchange.ts'
import type { Pieces } from '../exchange/pieces.ts'
import type { ExchangeLinkView, ExchangeView } from '../exchange/view.ts'
import { GossipExchange } from '../gossip/exchange.ts'
import type { Member } from '../gossip/member.ts'
import type { ExtendedHandshake } from '../wire/extended.ts'
import { encodeGossip, GOSSIP_EXTENSION, type GossipMessage, parseGossip } from '../wire/gossip.ts'
import type { GossipStyle } from '../wire/gossip-style.ts'
import { BLOCK_BYTES, type BlockRange, ProtocolError } from '../wire/message.ts'

/** Length, id and extended id, before the payload. */
const FRAME_BYTES = 6

export interface GossipStart {
  readonly info: PieceLayout
  readonly pieces: Pieces
  readonly wanted: boolean
}

export class Gossip implements Exchange {
  readonly #style: GossipStyle
  readonly #layout: PieceLayout
  readonly #output: ExchangeOutput
  readonly #exchange: GossipExchange
  /** Who is behind a link, and under which id it wants our messages; undefined before it said. */
  readonly #links = new Map<LinkId, { readonly remote: PeerId; id: number | undefined }>()

  constructor(
    style: GossipStyle,
    { info, pieces, wanted }: GossipStart,
    random: Random,
    output: ExchangeOutput,
    now: Millis,
  ) {
    const held = new Bitfield(info.pieceCount, pieces.held.bytes)
    this.#style = style
    this.#layout = info
    this.#output = output
    this.#exchange = new GossipExchange(
      { layout: info, held, wanted, style },
      random,
      {
        say: (link, message) => this.#say(link, message),
        read: (link, range) => output.read(link, range),
        blockReceived: (remote, bytes) => output.blockReceived(remote, bytes),
        pieceReceived: (piece, bytes, senders) => {
          pieces.move(piece, 'arriving')
          pieces.move(piece, 'verifying')
          output.pieceReceived(piece, bytes, senders)
        },
        log: event => output.log(event),
      },
      now,
    )
  }

  get held(): Bitfield {
    return this.#exchange.held
  }

  get isFinished(): boolean {
    return this.held.isFull
  }

  get bytesLeft(): number {
    return this.#exchange.bytesLeft
  }

  get uploaded(): number {
    return this.#exchange.figures.uploaded
  }

  get downloaded(): number {
    return this.#exchange.figures.downloaded
  }

  get nextDeadline(): Millis | undefined {
    return this.#exchange.nextDeadline
  }

  /** Nothing can be said before the remote tells under which id. */
  join(link: LinkId, remote: PeerId, _terms: Terms, _now: Millis): void {
    this.#links.set(link, { remote, id: undefined })
  }

  introduced(link: LinkId, { extensions }: ExtendedHandshake, now: Millis): void {
    const known = this.#links.get(link)
    if (known === undefined) return
    const isFirst = known.id === undefined
    known.id = extensions.get(GOSSIP_EXTENSION)
    if (known.id === undefined)
      throw new ProtocolError('bad-extension', 'is in a gossip swarm and does not gossip')
    if (isFirst) this.#exchange.join(link, known.remote, now)
  }

  leave(link: LinkId, now: Millis): void {
    this.#links.delete(link)
    this.#exchange.leave(link, now)
  }

  receive(_link: LinkId, message: ExchangeMessage): void {
    throw new ProtocolError('not-agreed', `${message.type}, in a swarm that gossips`)
  }

  receiveExtended(link: LinkId, payload: Uint8Array, now: Millis): void {
    const message = parseGossip(payload, this.#layout)
    if (message !== undefined) this.#exchange.receive(link, message, now)
  }

  dontHave(link: LinkId, piece: number, now: Millis): void {
    this.#exchange.dontHave(link, piece, now)
  }

  supply(link: LinkId, range: BlockRange, block: Uint8Array | undefined, now: Millis): void {
    this.#exchange.supply(link, range, block, now)
  }

  drained(link: LinkId, queuedBytes: number, now: Millis): void {
    this.#exchange.drained(link, queuedBytes, now)
  }

  /** To the peer that it came from, whole: who lied is known, whatever `single` says. */
  pieceFailed(piece: number, _single: boolean, now: Millis): void {
    this.#exchange.pieceFailed(piece, now)
  }

  pieceHeld(piece: number, now: Millis): void {
    this.#exchange.pieceHeld(piece, now)
  }

  pieceLost(piece: number, now: Millis): void {
    this.#exchange.pieceLost(piece, now)
  }

  setWanted(wanted: boolean, now: Millis): void {
    this.#exchange.setWanted(wanted, now)
  }

  tick(now: Millis): void {
    this.#exchange.tick(now)
  }

  inspect(now: Millis): ExchangeView {
    const members = [...this.#exchange.members]
    const { figures } = this.#exchange
    const { round, rounds, useful, redundant, failed, sent, rmr, controlBytes, wasted } = figures
    return {
      partials: members.flatMap(({ incoming }) =>
        incoming?.bytes
          ? [
              {
                piece: incoming.piece,
                received: Math.floor(incoming.received / BLOCK_BYTES),
                blocks: Math.ceil(incoming.length / BLOCK_BYTES),
              },
            ]
          : [],
      ),
      wasted,
      downRate: sum(members, member => member.down.rate(now)),
      upRate: sum(members, member => member.up.rate(now)),
      gossip: { ...this.#style, round, rounds, useful, redundant, failed, sent, rmr, controlBytes },
    }
  }

  inspectLink(link: LinkId, now: Millis): ExchangeLinkView | undefined {
    const member = this.#exchange.member(link)
    return member && linkView(member, now)
  }

  #say(link: LinkId, message: GossipMessage): number {
    const id = this.#links.get(link)?.id
    if (id === undefined) return 0
    const payload = encodeGossip(message)
    this.#output.send(link, { type: 'extended', id, payload })
    return FRAME_BYTES + payload.length
  }
}

/** Nobody is choked where pieces are agreed upon one by one. */
const linkView = (member: Member, now: Millis): ExchangeLinkView => ({
  heldCount: member.count,
  amChoking: false,
  amInterested: member.incoming !== undefined,
  peerChoking: false,
  peerInterested: member.outgoing.length > 0,
  snubbed: !member.alive,
  downRate: member.down.rate(now),
  upRate: member.up.rate(now),
  downloaded: member.down.total,
  uploaded: member.up.total,
  requestsOut: member.incoming === undefined ? 0 : 1,
  requestsIn: member.outgoing.length,
})

const sum = (members: readonly Member[], of: (member: Member) => number): number =>
  members.reduce((total, member) => total + of(member), 0)
