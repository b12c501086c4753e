/** What the parts of the gossip exchange share, and what they want done. */
import type { Bitfield } from '../base/bitfield.ts'
import type { LinkId, PeerId } from '../base/ids.ts'
import type { PieceLayout } from '../base/pieces.ts'
import type { Random } from '../base/random.ts'
import type { GossipEvent } from '../exchange/event.ts'
import type { GossipMessage } from '../wire/gossip.ts'
import type { GossipStyle } from '../wire/gossip-style.ts'
import type { BlockRange } from '../wire/message.ts'
import type { Figures } from './figures.ts'
import type { Member } from './member.ts'

export interface GossipContext {
  readonly layout: PieceLayout
  readonly style: GossipStyle
  /** Pieces verified and on disk. */
  readonly held: Bitfield
  readonly members: ReadonlyMap<LinkId, Member>
  readonly figures: Figures
  readonly random: Random
  readonly output: GossipOutput
}

export interface GossipOutput {
  /** Returns the bytes that it takes on the link. */
  say(link: LinkId, message: GossipMessage): number
  /** Answered by `supply`, or by nothing. */
  read(link: LinkId, range: BlockRange): void
  /** Useful bytes came from this remote: for the record. */
  blockReceived(remote: PeerId, bytes: number): void
  /** A whole piece has come: answered by `pieceHeld` or `pieceFailed`. */
  pieceReceived(piece: number, bytes: Uint8Array<ArrayBuffer>, senders: readonly PeerId[]): void
  log(event: GossipEvent): void
}

/** Says it, and counts what is not payload. */
export function say(
  { figures, output }: GossipContext,
  member: Member,
  message: GossipMessage,
): void {
  const bytes = output.say(member.link, message)
  figures.controlBytes += message.type === 'data' ? bytes - message.block.length : bytes
}
