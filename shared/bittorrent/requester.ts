/**
 * When to ask whom for which block: a policy. It sees remotes and pieces under way, sends requests
 * through `Requests`, and keeps for itself what only it needs to know of a remote.
 */
import type { Millis } from '../base/ids.ts'
import type { Remote } from './remote.ts'

export interface Requester {
  leave(remote: Remote): void
  /** A block has come, asked for or not. */
  onBlock(remote: Remote): void
  /** The remote may be asked for more: it holds a piece more, unchoked us, or has answered. */
  fill(remote: Remote, now: Millis): void
  /** Any remote may: something that was asked for elsewhere is free again, or time has passed. */
  fillAll(now: Millis): void
  /** Once a second, and when a rate limit lets something go on. */
  tick(now: Millis): void
}
