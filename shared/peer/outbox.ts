/** The effects of the input being handled, in order, and the time of that input. */
import { assert } from '../base/assert.ts'
import type { LinkId, Millis } from '../base/ids.ts'
import type { Message } from '../wire/message.ts'
import type { Effect } from './effect.ts'
import type { PeerEvent } from './event.ts'
import type { Link } from './link.ts'

export class Outbox {
  now: Millis = Number.NEGATIVE_INFINITY
  readonly #links: ReadonlyMap<LinkId, Link>
  #effects: Effect[] = []

  constructor(links: ReadonlyMap<LinkId, Link>) {
    this.#links = links
  }

  begin(now: Millis): Effect[] {
    assert(now >= this.now, 'time went back')
    this.now = now
    this.#effects = []
    return this.#effects
  }

  emit(effect: Effect): void {
    this.#effects.push(effect)
  }

  send(link: LinkId, message: Message): void {
    this.#links.get(link)?.sent(this.now)
    this.#effects.push({ type: 'send', link, message })
  }

  /** A message of an extension that the remote speaks (BEP 10). */
  sendExtended(link: Link, extension: string, payload: Uint8Array): void {
    const id = link.extended?.extensions.get(extension)
    assert(id !== undefined, `it never spoke of ${extension}`)
    this.send(link.id, { type: 'extended', id, payload })
  }

  log(event: PeerEvent): void {
    this.#effects.push({ type: 'log', event })
  }
}
