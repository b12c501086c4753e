/** The door to a choking policy: who is unchoked when. Uploads asks it; it sees remotes, no messages. */
import type { Millis } from '../base/ids.ts'
import type { BlockRange } from '../wire/message.ts'
import type { Remote } from './remote.ts'

export interface Choking {
  onInterested(remote: Remote, now: Millis): void
  onNotInterested(remote: Remote, now: Millis): void
  /** An unchoked remote has asked for a block; it waits already. */
  onRequest(remote: Remote, range: BlockRange, now: Millis): void
  /** A block has been handed over, or has left: there may be room for another. */
  onProgress(now: Millis): void
  leave(remote: Remote, now: Millis): void
  tick(now: Millis): void
  /** When it wants a `tick`, if sooner than the next second. */
  readonly nextDeadline: Millis | undefined
  /** Those with requests waiting are served in this order; undefined: all alike. */
  readonly order: readonly Remote[] | undefined
}

/** What a policy can do. */
export interface ChokingOutput {
  /** No new requests are taken, and those that wait are dropped. */
  choke(remote: Remote): void
  /** No new requests are taken; what waits is served yet, as the fast extension lets it (BEP 6). */
  close(remote: Remote): void
  unchoke(remote: Remote): void
  /** The piece that we would rather it asked for. */
  suggest(remote: Remote, piece: number): void
}
