/**
 * One end of a lane: a further connection of a link, which carries pieces alone (`client/host/lane-table.ts`
 * in a tab).
 */

import { encodedLength } from '../wire/encode.ts'
import { type LostBlock, MAX_LOST_BLOCKS } from '../wire/lanes.ts'
import type { Message } from '../wire/message.ts'
import { SendQueue } from './send-queue.ts'
import type { Bundle, Wire, WireEnds, Wiring } from './wires/wire.ts'

export type Piece = Extract<Message, { readonly type: 'piece' }>

/** The end of the link that it is of. */
interface OfLink {
  readonly owner: { readonly name: string }
  readonly other: OfLink
  tellDrained(): void
  arrived(bundle: Bundle): void
}

export class LaneEnd implements WireEnds {
  readonly number: number
  readonly #link: OfLink
  readonly queue = new SendQueue()
  readonly #wire: Wire
  /** Of those put on it, the last ones. */
  readonly #blocks: LostBlock[] = []
  /** Nothing is put on it any more. */
  isResting = false
  isOpen = true

  constructor(number: number, link: OfLink, wiring: Wiring) {
    this.number = number
    this.#link = link
    this.#wire = wiring.wire(link.owner.name, link.other.owner.name, this)
  }

  send(message: Piece): void {
    const { piece, begin } = message
    this.#blocks.push({ piece, begin })
    if (this.#blocks.length > MAX_LOST_BLOCKS) this.#blocks.shift()
    const bytes = encodedLength(message)
    this.queue.add(bytes)
    this.#wire.send([message], bytes, true)
  }

  /** What may not have arrived. */
  close(): readonly LostBlock[] {
    this.isOpen = false
    this.#wire.close()
    return this.#blocks
  }

  departed(bytes: number): void {
    if (this.queue.took(bytes) && this.isOpen) this.#link.tellDrained()
  }

  arrived(bundle: Bundle): void {
    if (this.isOpen) this.#link.arrived(bundle)
  }
}
