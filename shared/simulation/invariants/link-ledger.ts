/** One link as seen from outside: what each end has said on it, and what it owes. */
import { Bitfield } from '../../base/bitfield.ts'
import type { Millis, PeerId } from '../../base/ids.ts'
import type { PieceLayout } from '../../base/pieces.ts'
import { type GossipMessage, parseGossip } from '../../wire/gossip.ts'
import type { Message } from '../../wire/message.ts'

export class LinkLedger {
  readonly remote: PeerId
  readonly openedMs: Millis
  isOpen = true
  /** How many messages of each type it has said. */
  readonly said = new Map<Message['type'], number>()
  amChoking = true
  peerChoking = true
  readonly remoteHas: Bitfield
  /** Pieces that may be requested while choked (BEP 6): by us, and by the remote. */
  readonly allowedUs = new Set<number>()
  readonly allowedIt = new Set<number>()
  /** By block: our requests without an answer, and when they were sent. */
  readonly asked = new Map<number, Millis>()
  /** Requests that we cancelled, and that the remote may still answer. */
  givenUp = 0
  /** By block: how many of its requests we accepted and have not answered. */
  readonly owed = new Map<number, number>()
  /** By block: its requests while choked, each of which must be rejected. */
  readonly turnedAway = new Map<number, number>()
  /** Bytes in the channel's send queue, as the peer knows it. */
  queuedBytes = 0
  /** The extension id under which the remote may send us `lt_donthave` (BEP 54). */
  dontHaveId: number | undefined
  /** The extension id under which the remote may send us `ts_lanes`. */
  lanesInId: number | undefined
  /** The extension ids of gossip: of its messages to us, and of ours to it. */
  gossipInId: number | undefined
  gossipOutId: number | undefined

  constructor(remote: PeerId, pieceCount: number, openedMs: Millis) {
    this.remote = remote
    this.openedMs = openedMs
    this.remoteHas = new Bitfield(pieceCount)
  }

  /** The gossip message in what we send, if it is one. */
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
