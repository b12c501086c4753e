/** What must hold whatever goes wrong in a run, checked by an oracle outside of the peers. */
import type { Effect } from '../../peer/effect.ts'
import type { Input } from '../../peer/input.ts'
import type { PeerView } from '../../peer/view.ts'
import type { Host, Transfer } from '../observer.ts'
import type { SimulatedPeer } from '../simulated-peer.ts'
import type { SimulatedTorrent } from '../torrent.ts'
import type { PeerLedger } from './ledger.ts'

/** The name of each invariant, and what it says. */
export const INVARIANTS = {
  stored: 'what is written is the torrent, verified before and once',
  held: 'a piece counts as held once it is written, not before',
  lost: 'what storage loses is held no longer, is known as lost, and nobody is left waiting for it',
  served: 'what is served is held, and the torrent',
  placed: 'each piece is in the state that its blocks, its check and the disk have brought it to',
  claimed: 'only pieces that are held are announced',
  open: 'a link is spoken on, and closed, only while it is open',
  connected: 'nobody is connected to twice, or to himself',
  dialled: 'nobody is dialled by a way that is down',
  timely: 'what is in the making becomes a link, or is given up in time',
  thrifty: 'offers that come to nothing cost few connections',
  vouched: 'whom the server vouches for is kept out by nobody under the same name',
  kept: 'an offer ends no link with whom it says it is of',
  linked: 'links and connections in the making stay within their limits',
  answered: 'every offer is answered at once, and once',
  blamed: 'who alone sent a piece that fails its check is shut out at once',
  banned: 'nobody who keeps the rules shuts out another who does',
  announced: 'the server is told one thing at a time, while it is there',
  asked: 'a block is asked only of who holds it and lets us, once, and only if missing',
  copied: 'few blocks are asked at once, and each of few',
  awaited: 'no request waits for ever, and what the peer says of them is so',
  sent: 'a block is sent only to who asked for it, unchoked, and once',
  bounded: 'slots, waiting requests and send queues stay within their limits',
  begun: 'pieces begun stay within their limit in bytes',
  flooded: 'who says more on a link than anybody may is dropped at once',
  counted:
    'bytes are conserved: what came is useful or wasted, what is held came, what went is counted',
  paced: 'a peer that was woken wants to be woken later, and none is busy for ever',
  carried: 'a link brings what was sent, once, and in order but for pieces on lanes',
  finished: 'everyone who is to finish does, in time, and every byte is right',
  rested: 'who has everything asks for nothing, and who has left keeps nothing',
  asserted: 'no assertion fails, and nothing is thrown',
} as const

export type InvariantName = keyof typeof INVARIANTS

/** Called for a peer's step: with its input, then each effect, before the ledger records it. */
export interface Invariant {
  input?(ledger: PeerLedger, input: Input): void
  effect?(ledger: PeerLedger, effect: Effect): void
  /** After all effects of a step. */
  turned?(ledger: PeerLedger, input: Input, host: Host): void
  /** From time to time, between two events, for every peer that is alive and not frozen. */
  swept?(ledger: PeerLedger, view: PeerView, host: SimulatedPeer): void
  sent?(transfer: Transfer): void
  arrived?(transfer: Transfer): void
}

/** What the oracle knows of a run, and no peer does. */
export interface Truth {
  readonly torrent: SimulatedTorrent
  /** Of the blocks that everyone asks for. */
  readonly blockBytes: number
  /** Undefined: the limit of a `standard` client. */
  readonly maxLinks: number | undefined
  /** Undefined: the number of slots is not fixed. */
  readonly uploadSlots: number | undefined
  /** Bytes of pieces begun; undefined: no requests, no limit. */
  readonly maxBegunBytes: number | undefined
  /** Pieces travel by gossip: nobody asks for blocks, and nobody is choked. */
  readonly gossips: boolean
  /** Links may be several connections. */
  readonly lanes: boolean
  /** Whether this peer keeps the rules and has a disk without fault. */
  isHonest(name: string): boolean
}

export class Violation extends Error {
  readonly invariant: InvariantName

  constructor(invariant: InvariantName, detail: string) {
    super(detail)
    this.name = 'Violation'
    this.invariant = invariant
  }
}

/** `say` is called only if it does not hold. */
type Must = (holds: boolean, say: () => string) => void

export const mustOf =
  (name: InvariantName): Must =>
  (holds, say) => {
    if (!holds) throw new Violation(name, say())
  }

/** `must` throws in its name. */
export const invariant = (name: InvariantName, of: (must: Must) => Invariant): Invariant =>
  of(mustOf(name))
