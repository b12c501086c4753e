/** The metadata extension, ut_metadata (BEP 9): fetches it while it is unknown, then serves it. */
import { assert } from '../base/assert.ts'
import { fromHex, type InfoHash, type LinkId, type Millis, type PeerId } from '../base/ids.ts'
import type { ExtendedHandshake } from '../wire/extended.ts'
import {
  encodeMetadataMessage,
  type MetadataMessage,
  parseMetadataMessage,
} from '../wire/metadata.ts'
import type { Extension } from './extensions.ts'
import type { Link } from './link.ts'
import { MetadataFetch, metadataPiece } from './metadata-fetch.ts'
import { MetadataQueue } from './metadata-queue.ts'
import type { Outbox } from './outbox.ts'

export class MetadataExtension implements Extension {
  readonly name = 'ut_metadata'
  readonly kindOf = () => 'ut_metadata' as const
  readonly #infoHash: InfoHash
  readonly #links: ReadonlyMap<LinkId, Link>
  readonly #outbox: Outbox
  readonly #fetch = new MetadataFetch()
  /** Requests that remotes have open with us. */
  readonly #queues = new Map<LinkId, MetadataQueue>()
  /** The sender of the dictionary, kept to be named even if its link is gone. */
  #sender: PeerId | undefined
  /** The info dictionary, once known: from then on we give it. */
  #metadata: Uint8Array | undefined

  constructor(
    infoHash: InfoHash,
    metadata: Uint8Array | undefined,
    links: ReadonlyMap<LinkId, Link>,
    outbox: Outbox,
  ) {
    this.#infoHash = infoHash
    this.#metadata = metadata
    this.#links = links
    this.#outbox = outbox
  }

  get nextDeadline(): Millis | undefined {
    return this.#metadata === undefined ? this.#fetch.nextDeadline : undefined
  }

  /** In bytes, once it is known. */
  get size(): number | undefined {
    return this.#metadata?.length
  }

  get sender(): PeerId | undefined {
    return this.#sender
  }

  introduced(link: Link, { metadataSize, extensions }: ExtendedHandshake, now: Millis): void {
    if (metadataSize === undefined || !extensions.has(this.name)) return
    if (this.#metadata === undefined) this.#fetch.addSource(link.id, metadataSize)
    this.tick(now)
  }

  /** Throws ProtocolError: the link is to be dropped. */
  receive(link: Link, payload: Uint8Array, now: Millis): void {
    const message = parseMetadataMessage(payload)
    // 16 KiB each, and of no use: the budget of the extension alone would let 50 MB of them pass.
    if (message?.type === 'data' && !this.#fetch.isUnderWay(link.id))
      link.budget.take('unaskedMetadata', now)
    if (message?.type === 'request') this.#serve(link, message.piece)
    if (message === undefined || this.#metadata !== undefined) return
    if (message.type === 'reject') this.#fetch.onReject(link.id, now)
    if (message.type === 'data') this.#onData(link, message, now)
    this.tick(now)
  }

  /** The channel's send queue has fallen to `queuedBytes`. */
  drained(id: LinkId, queuedBytes: number): void {
    const queue = this.#queues.get(id)
    if (queue === undefined) return
    queue.drained(queuedBytes)
    this.#give(id, queue)
  }

  leave(link: LinkId, now: Millis): void {
    this.#queues.delete(link)
    this.#fetch.removeSource(link)
    this.tick(now)
  }

  tick(now: Millis): void {
    if (this.#metadata !== undefined) return
    const wanted = this.#fetch.requests(now)
    if (wanted === undefined) return
    for (const piece of wanted.pieces) this.#send(wanted.link, { type: 'request', piece })
  }

  /** The dictionary passed its check: returns it, to be served from now on. */
  accepted(): Uint8Array<ArrayBuffer> {
    const metadata = this.#fetch.accepted()
    this.#metadata = metadata
    return metadata
  }

  /** The dictionary failed its check: other remotes are asked. */
  refuted(): void {
    this.#fetch.refuted()
  }

  /** The host could not check it. */
  unchecked(now: Millis): void {
    this.#fetch.unchecked(now)
    this.tick(now)
  }

  #onData(link: Link, message: Extract<MetadataMessage, { type: 'data' }>, now: Millis): void {
    const bytes = this.#fetch.onData(link.id, message, now)
    if (bytes === undefined) return
    this.#sender = link.remote
    const sha1 = fromHex(this.#infoHash)
    this.#outbox.emit({ type: 'verify', subject: { kind: 'metadata' }, bytes, sha1 })
  }

  #serve(link: Link, piece: number): void {
    const queue = this.#queues.get(link.id) ?? new MetadataQueue()
    this.#queues.set(link.id, queue)
    const exists =
      this.#metadata !== undefined && metadataPiece(this.#metadata, piece) !== undefined
    if (exists && queue.ask(piece)) this.#give(link.id, queue)
    else this.#send(link.id, { type: 'reject', piece })
  }

  #give(link: LinkId, queue: MetadataQueue): void {
    const metadata = this.#metadata
    if (metadata === undefined) return
    for (const piece of queue.next()) {
      const bytes = metadataPiece(metadata, piece)
      assert(bytes !== undefined, 'a piece was promised that the metadata does not have')
      this.#send(link, { type: 'data', piece, totalSize: metadata.length, bytes })
    }
  }

  #send(link: LinkId, message: MetadataMessage): void {
    const to = this.#links.get(link)
    if (to?.speaks(this.name))
      this.#outbox.sendExtended(to, this.name, encodeMetadataMessage(message))
  }
}
