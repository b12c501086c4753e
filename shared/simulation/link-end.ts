/**
 * One end of a link between two peers: sends, with back-pressure as a data channel has it, and hands
 * what arrives to its peer. What was under way when a link closed is lost.
 */
import { assert } from '../base/assert.ts'
import type { LinkId, Millis, PeerId } from '../base/ids.ts'
import type { Input } from '../peer/input.ts'
import { encodedLength } from '../wire/encode.ts'
import type { Message } from '../wire/message.ts'
import type { Bundle, Wire, WireEnds, Wiring } from './wires/wire.ts'

/** The owner of the link end: a simulated peer. */
export interface Owner {
  readonly id: PeerId
  readonly name: string
  readonly isAlive: boolean
  readonly ends: Map<LinkId, LinkEnd>
  tell(input: Input): void
  /** A delay of 0 tells it within the turn that runs. */
  tellIn(delayMs: Millis, input: Input): void
  sent(end: LinkEnd, message: Message): void
  received(end: LinkEnd, message: Message): void
}

/** Haves, requests and bitfields fit a socket's own buffer and do not count as queued. */
const SMALL_BYTES = 1024

export class LinkEnd implements WireEnds {
  readonly id: LinkId
  readonly owner: Owner
  readonly #wire: Wire
  #other: LinkEnd | undefined
  #isOpen = true
  #bundle: Message[] | undefined
  #bundleBytes = 0
  #hasBlock = false
  /** Bytes that have not left the sender's own lane. */
  #queuedBytes = 0
  /** The queue's height since it last drained: `drained` is due at half of it. */
  #highBytes = 0

  constructor(id: LinkId, owner: Owner, remote: Owner, wiring: Wiring) {
    this.id = id
    this.owner = owner
    this.#wire = wiring.wire(owner.name, remote.name, this)
  }

  static join(a: LinkEnd, b: LinkEnd): void {
    a.#other = b
    b.#other = a
    a.owner.ends.set(a.id, a)
    b.owner.ends.set(b.id, b)
  }

  get other(): LinkEnd {
    assert(this.#other, 'a link has two ends')
    return this.#other
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  close(): void {
    this.flush()
    this.#isOpen = false
    this.owner.ends.delete(this.id)
    this.#wire.close()
  }

  /** Gathers messages until `flush`, as a tab's outbox does in one turn. True for the first of them. */
  send(message: Message): boolean {
    this.owner.sent(this, message)
    const isFirst = this.#bundle === undefined
    if (this.#bundle === undefined) this.#bundle = [message]
    else this.#bundle.push(message)
    this.#bundleBytes += encodedLength(message)
    if (message.type === 'piece') this.#hasBlock = true
    if (this.#bundleBytes <= SMALL_BYTES) return isFirst
    // A second block in a bundle would delay the messages before it.
    this.flush()
    return false
  }

  flush(): void {
    const bundle = this.#bundle
    const bytes = this.#bundleBytes
    if (bundle === undefined) return
    this.#bundle = undefined
    this.#bundleBytes = 0
    // A short last block counts as large too: its sender waits to hear that it left.
    const large = bytes > SMALL_BYTES || this.#hasBlock
    this.#hasBlock = false
    if (large) {
      this.#queuedBytes += bytes
      this.#highBytes = Math.max(this.#highBytes, this.#queuedBytes)
    }
    this.#wire.send(bundle, bytes, large)
  }

  departed(bytes: number): void {
    this.#queuedBytes -= bytes
    if (!this.#isOpen || this.#queuedBytes > this.#highBytes / 2) return
    this.#highBytes = this.#queuedBytes
    this.owner.tell({ type: 'drained', link: this.id, queuedBytes: this.#queuedBytes })
  }

  arrived(bundle: Bundle): void {
    const { other } = this
    for (const message of bundle) if (other.#isOpen) other.owner.received(other, message)
  }
}
