/** What the parts of the gossip exchange share. */
import type { Bitfield } from '../base/bitfield.ts'
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import type { PieceLayout } from '../base/pieces.ts'
import type { Random } from '../base/random.ts'
import type { ExchangeOutput } from '../exchange/exchange.ts'
import type { Pieces } from '../exchange/pieces.ts'
import { encodeGossip, type GossipMessage } from '../wire/gossip.ts'
import type { GossipStyle } from '../wire/gossip-style.ts'
import type { Figures } from './totals.ts'

export interface GossipContext {
  readonly layout: PieceLayout
  readonly style: GossipStyle
  /** The longest block that it sends. */
  readonly blockBytes: number
  readonly pieces: Pieces
  /** Pieces verified and on disk. */
  readonly held: Bitfield
  readonly members: ReadonlyMap<LinkId, Member>
  readonly figures: Figures
  readonly random: Random
  readonly output: ExchangeOutput
}

export interface Member {
  readonly link: LinkId
  readonly id: PeerId
  readonly joinedAt: Millis
  /** The extension id that our messages to it must have (BEP 10). */
  readonly extensionId: number
  /** It was heard of lately: one that is silent is not spoken to. */
  readonly isAlive: boolean
}

/** State that one part of the exchange keeps for each member. */
export class PerMember<State> {
  readonly #states = new WeakMap<Member, State>()
  readonly #begin: (member: Member) => State

  /** `begin`: the state of a member that has just joined. */
  constructor(begin: (member: Member) => State) {
    this.#begin = begin
  }

  of(member: Member): State {
    let state = this.#states.get(member)
    if (state === undefined) {
      state = this.#begin(member)
      this.#states.set(member, state)
    }
    return state
  }
}

/** A piece that one of two members would give the other. */
export interface PieceOffer {
  readonly piece: number
  /** Its number among the giver's offers to this member. */
  readonly offer: number
}

/** Both count: either side has numbers of its own, but only one of them holds the piece. */
export const isSame = (a: PieceOffer | undefined, b: PieceOffer): boolean =>
  a?.offer === b.offer && a.piece === b.piece

/** The head of an extended message: length, id, extended id. */
const FRAME_BYTES = 6

/** Sends a message, and counts the bytes that are not payload. */
export function say(
  { figures, output }: GossipContext,
  { link, extensionId }: Member,
  message: GossipMessage,
): void {
  const payload = encodeGossip(message)
  output.send(link, { type: 'extended', id: extensionId, payload })
  figures.controlBytes += FRAME_BYTES + payload.length
  if (message.type === 'data') figures.controlBytes -= message.block.length
}
