/** The tracker as the peer has it: what it is told, when, and what it said last. */
import type { Millis } from '../base/ids.ts'
import { Announcer } from './announcer.ts'
import type { Announcement } from './effect.ts'
import type { Input } from './input.ts'
import type { Outbox } from './outbox.ts'
import type { PeerView } from './view.ts'

/** How many remotes we ask the tracker for: enough to fill our links. */
const NUMWANT = 50

/** What the tracker is told of the transfer. Bytes. */
export type Transfer = Pick<Announcement, 'uploaded' | 'downloaded' | 'left'>

export class Tracking {
  readonly #outbox: Outbox
  readonly #transfer: () => Transfer
  readonly #announcer: Announcer
  readonly #brisk: boolean
  #swarm = { seeders: 0, leechers: 0 }
  #trouble: string | undefined

  /** `everyMs`: a few seconds, however seldom the tracker wants to hear of us. */
  constructor(outbox: Outbox, transfer: () => Transfer, everyMs?: Millis) {
    this.#announcer = new Announcer(everyMs)
    this.#brisk = everyMs !== undefined
    this.#outbox = outbox
    this.#transfer = transfer
  }

  get isUp(): boolean {
    return this.#announcer.state === 'up'
  }

  get nextDeadline(): Millis | undefined {
    return this.#announcer.nextAt
  }

  inspect(): PeerView['tracker'] {
    return { state: this.#announcer.state, trouble: this.#trouble, ...this.#swarm }
  }

  up(): void {
    this.#announcer.up(this.#outbox.now)
  }

  down(reason: string): void {
    this.#announcer.down()
    this.#outbox.log({ event: 'trackerDown', reason })
  }

  /** The download has finished. */
  completed(): void {
    this.#announcer.completed(this.#outbox.now)
  }

  /** `lonely`: we still download, and have nobody to ask. */
  announceIfDue(lonely: boolean): void {
    if (lonely) this.#announcer.lonely(this.#outbox.now)
    const event = this.#announcer.due(this.#outbox.now)
    if (event !== undefined) this.#announce(event ?? undefined)
  }

  announced({ seeders, leechers, intervalMs }: Extract<Input, { type: 'announced' }>): void {
    this.#announcer.announced(intervalMs, this.#outbox.now)
    this.#trouble = undefined
    this.#swarm = { seeders, leechers }
    this.#outbox.log({ event: 'announced', seeders, leechers })
  }

  announceFailed(reason: string): void {
    this.#announcer.failed(this.#outbox.now)
    this.#trouble = reason
    this.#outbox.log({ event: 'announceFailed', reason })
  }

  leave(): void {
    if (this.#announcer.state === 'up') this.#announce('stopped')
  }

  #announce(event: Announcement['event']): void {
    const numwant = event === 'stopped' ? 0 : NUMWANT
    this.#outbox.emit({
      type: 'announce',
      ...(event && { event }),
      ...this.#transfer(),
      numwant,
      ...(this.#brisk && { brisk: true }),
    })
  }
}
