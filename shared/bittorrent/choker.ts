/**
 * Who is unchoked when: a policy. It sees remotes and no messages, and keeps for itself what only it
 * needs to know of a remote.
 */
import type { Millis } from '../base/ids.ts'
import type { Remote } from './remote.ts'

export interface Choker {
  onInterested(remote: Remote, now: Millis): void
  onNotInterested(remote: Remote, now: Millis): void
  leave(remote: Remote, now: Millis): void
  /** Once a second, and when a rate limit lets something go on. */
  tick(now: Millis): void
}

/** What a policy can do; nothing happens to who is choked, or unchoked, already. */
export interface ChokerOutput {
  /** No new requests are taken, and those that wait are dropped (BEP 3). */
  choke(remote: Remote): void
  unchoke(remote: Remote): void
}
