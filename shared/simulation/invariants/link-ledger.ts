/** One link as it has been seen from outside: what either end has said on it, and owes. */
import { Bitfield } from '../../base/bitfield.ts'
import type { Millis, PeerId } from '../../base/ids.ts'
import type { PieceLayout } from '../../base/pieces.ts'
import { type GossipMessage, parseGossip } from '../../wire/gossip.ts'
import type { Message } from '../../wire/message.ts'

export class LinkLedger {
  readonly remote: PeerId
  isOpen = true
  amChoking = true
  peerChoking = true
  readonly remoteHas: Bitfield
  /** Pieces that may be asked for all the same (BEP 6): what it allows us, and what we allow it. */
  readonly allowedUs = new Set<number>()
  readonly allowedIt = new Set<number>()
  /** Our requests that have no answer yet, and when they were made. By block. */
  readonly asked = new Map<number, Millis>()
  /** Requests that we gave up, and that it may answer yet. */
  givenUp = 0
  /** Its requests that we let in and have not answered; how often each. By block. */
  readonly owed = new Map<number, number>()
  /** Those that we did not let in: they are due a reject, each. */
  readonly turnedAway = new Map<number, number>()
  /** In the channel's send queue, as far as the peer has been told. */
  queuedBytes = 0
  /** The id under which the remote may tell us of pieces it has lost. */
  dontHaveId: number | undefined
  /** The ids under which it gossips with us, and we with it. */
  gossipInId: number | undefined
  gossipOutId: number | undefined

  constructor(remote: PeerId, pieceCount: number) {
    this.remote = remote
    this.remoteHas = new Bitfield(pieceCount)
  }

  /** What we say with it by gossip, if anything. */
  gossipSaid(message: Message, layout: PieceLayout): GossipMessage | undefined {
    return gossipIn(message, this.gossipOutId, layout)
  }

  gossipHeard(message: Message, layout: PieceLayout): GossipMessage | undefined {
    return gossipIn(message, this.gossipInId, layout)
  }
}

const gossipIn = (
  message: Message,
  id: number | undefined,
  layout: PieceLayout,
): GossipMessage | undefined =>
  message.type === 'extended' && message.id === id
    ? parseGossip(message.payload, layout)
    : undefined
