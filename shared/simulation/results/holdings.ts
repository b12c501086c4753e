/** When pieces came to who had not had them, in the order of coming: how a swarm filled. */
import type { Millis } from '../../base/ids.ts'
import type { PeerEvent } from '../../peer/event.ts'
import type { Identity, Observer } from '../observer.ts'

export class Holdings implements Observer {
  readonly heldMs: Millis[] = []

  event(atMs: Millis, _: Identity, { event }: PeerEvent): void {
    if (event === 'pieceHeld') this.heldMs.push(atMs)
  }
}
