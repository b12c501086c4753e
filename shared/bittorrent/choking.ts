/** The door to a choking policy: who is unchoked when. Uploads asks it; it sees remotes, no messages. */
import type { Millis } from '../base/ids.ts'
import type { Remote } from './remote.ts'

export interface Choking {
  onInterested(remote: Remote, now: Millis): void
  onNotInterested(remote: Remote, now: Millis): void
  leave(remote: Remote, now: Millis): void
  tick(now: Millis): void
}

/** What a policy can do. */
export interface ChokingOutput {
  /** No new requests are taken, and those that wait are dropped. */
  choke(remote: Remote): void
  unchoke(remote: Remote): void
}
