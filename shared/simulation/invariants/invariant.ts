/** Something that must hold whatever goes wrong, held by an oracle outside of the peers. */
import type { Effect } from '../../peer/effect.ts'
import type { Input } from '../../peer/input.ts'
import type { PeerView } from '../../peer/view.ts'
import type { Host, Transfer } from '../observer.ts'
import type { SimulatedPeer } from '../simulated-peer.ts'
import type { SimulatedTorrent } from '../torrent.ts'
import type { PeerLedger } from './ledger.ts'
import type { InvariantName } from './names.ts'

/** Each of a peer's steps is told in order: the input, then every effect; the ledger follows after. */
export interface Invariant {
  readonly name: InvariantName
  input?(ledger: PeerLedger, input: Input): void
  effect?(ledger: PeerLedger, effect: Effect): void
  /** The step is over, as far as the peer is concerned. */
  turned?(ledger: PeerLedger, input: Input, host: Host): void
  /** Now and then, between two events, of every peer that is awake. */
  swept?(ledger: PeerLedger, view: PeerView, host: SimulatedPeer): void
  sent?(transfer: Transfer): void
  arrived?(transfer: Transfer): void
}

/** What the oracle knows and no peer does. */
export interface Truth {
  readonly torrent: SimulatedTorrent
  /** Undefined: as many as a peer takes by itself. */
  readonly maxLinks: number | undefined
  /** Undefined: there is no number of slots. */
  readonly uploadSlots: number | undefined
  /** Pieces travel by gossip: nobody asks for blocks, and nobody is choked. */
  readonly gossips: boolean
  /** Whether it keeps the rules, and its disk gives what was written. */
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

/** `say` is asked only if it does not hold. */
export function must(holds: boolean, invariant: InvariantName, say: () => string): asserts holds {
  if (!holds) throw new Violation(invariant, say())
}
