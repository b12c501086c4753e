/** The extension protocol (BEP 10): who speaks what, and which message is whose. */
import { isSame } from '../base/bytes.ts'
import { earliest, type LinkId, type Millis } from '../base/ids.ts'
import {
  type ExtendedHandshake,
  encodeExtendedHandshake,
  parseExtendedHandshake,
} from '../wire/extended.ts'
import { ProtocolError } from '../wire/message.ts'
import type { Kind } from './budget.ts'
import type { Link } from './link.ts'
import type { Outbox } from './outbox.ts'

/** One that we speak. Throws ProtocolError: the link is to be dropped. */
export interface Extension {
  /** Its name in the handshake. */
  readonly name: string
  /** What a message counts as against the remote's budget. */
  kindOf(payload: Uint8Array): Kind
  /** The remote's handshake, which it may repeat. */
  introduced?(link: Link, handshake: ExtendedHandshake, now: Millis): void
  receive(link: Link, payload: Uint8Array, now: Millis): void
  leave?(link: LinkId, now: Millis): void
  /** Once a second, and when its deadline has come. */
  tick?(now: Millis): void
  readonly nextDeadline?: Millis | undefined
}

export interface Greeting {
  readonly client: string
  /** Requests we keep without dropping any (`reqq`). */
  readonly requestQueue: number
  /** Length of the info dictionary in bytes; undefined while we do not have it. */
  readonly metadataSize: number | undefined
  /** We hold a part, and want no more (BEP 21). Of the whole our bitfield tells. */
  readonly uploadOnly: boolean
}

/** Between two handshakes that say what we want: choices change by the click, and handshakes have a budget. */
const RENEW_MS = 5_000

export class Extensions {
  /** An extension's id, ours to choose, is its place here plus one: 0 is the handshake. */
  readonly #spoken: readonly Extension[]
  /** Those of them that may have a deadline. */
  readonly #timed: readonly Extension[]
  readonly #ids: ReadonlyMap<string, number>
  readonly #greeting: () => Greeting
  readonly #outbox: Outbox
  /** The last handshake: it is encoded again only when there is something else to say. */
  #encoded: { readonly greeting: Greeting; readonly payload: Uint8Array } | undefined
  /** The remotes' last handshake: peers with the same client mostly say the same. */
  #lastRead: { readonly payload: Uint8Array; readonly handshake: ExtendedHandshake } | undefined
  #toldUploadOnly = false
  #mayRenewAt: Millis = 0

  constructor(spoken: readonly Extension[], greeting: () => Greeting, outbox: Outbox) {
    this.#spoken = spoken
    this.#timed = spoken.filter(extension => 'nextDeadline' in extension)
    this.#ids = new Map(spoken.map(({ name }, i) => [name, i + 1]))
    this.#greeting = greeting
    this.#outbox = outbox
  }

  /** Sends our handshake, again once we have the metadata. */
  greet(link: Link): void {
    if (!link.speaksExtended) return
    this.#outbox.send(link.id, { type: 'extended', id: 0, payload: this.#handshake() })
  }

  #handshake(): Uint8Array {
    const greeting = this.#greeting()
    if (this.#encoded && isAlike(this.#encoded.greeting, greeting)) return this.#encoded.payload
    const { client, requestQueue, metadataSize, uploadOnly } = greeting
    const payload = encodeExtendedHandshake({
      extensions: this.#ids,
      client,
      requestQueue,
      ...(metadataSize !== undefined && { metadataSize }),
      ...(uploadOnly && { uploadOnly }),
    })
    this.#encoded = { greeting, payload }
    return payload
  }

  /** What we want has changed, or has come: said to all (BEP 10 allows a handshake again). */
  renew(links: Iterable<Link>, now: Millis): void {
    const { uploadOnly } = this.#greeting()
    if (uploadOnly === this.#toldUploadOnly || now < this.#mayRenewAt) return
    this.#toldUploadOnly = uploadOnly
    this.#mayRenewAt = now + RENEW_MS
    for (const link of links) if (!link.isGreeting) this.greet(link)
  }

  leave(link: LinkId, now: Millis): void {
    for (const extension of this.#spoken) extension.leave?.(link, now)
  }

  tick(now: Millis): void {
    for (const extension of this.#spoken) extension.tick?.(now)
  }

  get nextDeadline(): Millis | undefined {
    let next: Millis | undefined
    for (const extension of this.#timed) next = earliest(next, extension.nextDeadline)
    return next
  }

  /** Throws ProtocolError: the link is to be dropped. */
  receive(link: Link, id: number, payload: Uint8Array, now: Millis): void {
    if (link.isGreeting) throw new ProtocolError('out-of-order', 'extended before the handshake')
    if (id === 0) {
      link.budget.take('extendedHandshake', now)
      link.extended = this.#read(payload)
      for (const extension of this.#spoken) extension.introduced?.(link, link.extended, now)
      return
    }
    const extension = this.#spoken[id - 1]
    if (extension === undefined)
      throw new ProtocolError('bad-extension', `extension ${id} was never offered`)
    // Each side must name the extension (BEP 10): otherwise we could not answer.
    if (!link.speaks(extension.name))
      throw new ProtocolError('not-agreed', `${extension.name}, of which it never spoke`)
    link.budget.take(extension.kindOf(payload), now)
    extension.receive(link, payload, now)
  }

  #read(payload: Uint8Array): ExtendedHandshake {
    if (this.#lastRead && isSame(this.#lastRead.payload, payload)) return this.#lastRead.handshake
    const handshake = parseExtendedHandshake(payload)
    this.#lastRead = { payload: payload.slice(), handshake }
    return handshake
  }
}

const isAlike = (a: Greeting, b: Greeting): boolean =>
  a.client === b.client &&
  a.requestQueue === b.requestQueue &&
  a.metadataSize === b.metadataSize &&
  a.uploadOnly === b.uploadOnly
