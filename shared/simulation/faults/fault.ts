/** What can be made to go wrong in a scenario. Plain data; what becomes of it is `faults.ts`. */
import type { Millis } from '../../base/ids.ts'

/** From one time on, for a time; undefined: until it is healed, or to the end. */
interface Span {
  readonly atMs: Millis
  readonly forMs: Millis | undefined
}

interface OfPeer {
  readonly peer: string
}

export type LinkFault =
  /** A random link of this peer breaks. */
  | ({ readonly kind: 'breakLink'; readonly atMs: Millis } & OfPeer)
  /** Its access line loses this share of the packets, both ways; not in a fluid. */
  | ({ readonly kind: 'loss'; readonly share: number } & OfPeer & Span)
  /** This share of what it sends, is sent and hears from the server comes twice. */
  | ({ readonly kind: 'duplicate'; readonly share: number } & OfPeer & Span)
  /** Nothing gets in or out; what is sent waits. */
  | ({ readonly kind: 'clog' } & OfPeer & Span)
  | ({ readonly kind: 'oneWay'; readonly blocked: 'up' | 'down' } & OfPeer & Span)
  /** Nothing passes between these peers and all others; `oneWay`: nothing from these to the others. */
  | ({
      readonly kind: 'partition'
      readonly peers: readonly string[]
      readonly oneWay: boolean
    } & Span)

export type PeerFault =
  /** Dies without a word, and comes back after a time, if it does, with what it had stored or not. */
  | ({
      readonly kind: 'crash'
      readonly atMs: Millis
      readonly backAfterMs: Millis | undefined
      readonly store: 'kept' | 'lost'
    } & OfPeer)
  /** Hears and does nothing, as a tab that the browser stops; its links stay. */
  | ({ readonly kind: 'freeze' } & OfPeer & Span)
  /** Forward. */
  | ({ readonly kind: 'clockJump'; readonly atMs: Millis; readonly byMs: Millis } & OfPeer)
  /** Writes fail; when there is room again, somebody says go on. */
  | ({ readonly kind: 'diskFull' } & OfPeer & Span)
  /** Hashing and storing take this much longer. */
  | ({ readonly kind: 'diskSlow'; readonly byMs: Millis } & OfPeer & Span)
  /** Says of this share of the pieces that they are written, and loses them. */
  | ({ readonly kind: 'diskForgets'; readonly share: number } & OfPeer & Span)
  /** Reads this share of the blocks wrong. */
  | ({ readonly kind: 'diskRots'; readonly share: number } & OfPeer & Span)

/** What a peer that breaks the rules does, as long as it is there. */
export type Lie =
  /** Spoils this share of the blocks that it sends. */
  | ({ readonly kind: 'liar'; readonly share: number } & OfPeer)
  /** Claims to hold everything. */
  | ({ readonly kind: 'boaster' } & OfPeer)
  /** Promises, and sends no block. */
  | ({ readonly kind: 'staller' } & OfPeer)
  /** Sends every block twice. */
  | ({ readonly kind: 'stutterer' } & OfPeer)
  /** Asks for pieces that are not, now and then: this share of its requests. */
  | ({ readonly kind: 'babbler'; readonly share: number } & OfPeer)
  /** Takes offers, and answers none. */
  | ({ readonly kind: 'withholder' } & OfPeer)
  /** With this share of what it says brings an offer, as if it came from a peer that it made up. */
  | ({ readonly kind: 'flooder'; readonly share: number } & OfPeer)
  /** The same under the name of another member. */
  | ({ readonly kind: 'impostor'; readonly share: number } & OfPeer)

export type ServerFault =
  /** `forgets`: it comes back with an empty memory. */
  | ({ readonly kind: 'trackerDown'; readonly forgets: boolean } & Span)
  /** It comes and goes: up for half of each period, down for the other half. */
  | ({ readonly kind: 'trackerFlaps'; readonly everyMs: Millis } & Span)
  /** Each word takes this much longer. */
  | ({ readonly kind: 'trackerSlow'; readonly byMs: Millis } & Span)
  | { readonly kind: 'trackerForgets'; readonly atMs: Millis }

export type Fault = LinkFault | PeerFault | Lie | ServerFault
export type FaultKind = Fault['kind']

const LIES: ReadonlySet<string> = new Set<Lie['kind']>([
  'liar',
  'boaster',
  'staller',
  'stutterer',
  'babbler',
  'withholder',
  'flooder',
  'impostor',
])

export const isLieKind = (kind: FaultKind): kind is Lie['kind'] => LIES.has(kind)
export const isLie = (fault: Fault): fault is Lie => isLieKind(fault.kind)

/** From a time on, all that can be healed is healed for these, and all of them must finish. */
export interface Heal {
  readonly atMs: Millis
  /** None of them breaks the rules; one of them holds everything, on a disk without fault. */
  readonly core: readonly string[]
  readonly withinMs: Millis
}
