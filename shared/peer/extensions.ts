/**
 * The extension protocol (BEP 10) and the one extension we speak: the metadata (BEP 9), asked of
 * members while it is unknown and given to whoever asks afterwards.
 */
import { fromHex, type InfoHash, type LinkId, type Millis, type PeerId } from '../base/ids.ts'
import { REQUEST_QUEUE_LIMIT } from '../torrent/uploads.ts'
import { encodeExtendedHandshake } from '../wire/extended.ts'
import { ProtocolError } from '../wire/message.ts'
import {
  encodeMetadataMessage,
  type MetadataMessage,
  parseMetadataMessage,
} from '../wire/metadata.ts'
import type { Effect } from './effect.ts'
import type { Link } from './link.ts'
import { MetadataFetch, metadataPiece } from './metadata-fetch.ts'

/** The id under which we want metadata messages (BEP 10): any but 0, ours to choose. */
const UT_METADATA_ID = 1

export interface ExtensionsOptions {
  readonly infoHash: InfoHash
  readonly client: string
}

export class Extensions {
  readonly #options: ExtensionsOptions
  readonly #links: ReadonlyMap<LinkId, Link>
  readonly #emit: (effect: Effect) => void
  readonly #fetch = new MetadataFetch()
  /** Who sent the dictionary that is being checked; to be named even if the link is gone by then. */
  #sender: PeerId | undefined
  /** The info dictionary, once known: from then on we give it. */
  #metadata: Uint8Array | undefined

  constructor(
    options: ExtensionsOptions,
    metadata: Uint8Array | undefined,
    links: ReadonlyMap<LinkId, Link>,
    emit: (effect: Effect) => void,
  ) {
    this.#options = options
    this.#metadata = metadata
    this.#links = links
    this.#emit = emit
  }

  get nextDeadline(): Millis | undefined {
    return this.#fetch.nextDeadline
  }

  /** Who we are and what we speak; said again when we come to know the metadata. */
  greet(link: Link): void {
    if (!link.speaksExtended) return
    const payload = encodeExtendedHandshake({
      extensions: new Map([['ut_metadata', UT_METADATA_ID]]),
      client: this.#options.client,
      requestQueue: REQUEST_QUEUE_LIMIT,
      ...(this.#metadata && { metadataSize: this.#metadata.length }),
    })
    this.#send(link.id, 0, payload)
  }

  /** Throws ProtocolError: the link is to be dropped. */
  receive(link: Link, id: number, payload: Uint8Array, now: Millis): void {
    if (link.isGreeting) throw new ProtocolError('out-of-order', 'extended before the handshake')
    if (id === 0) this.#onHandshake(link, payload)
    else if (id === UT_METADATA_ID) this.#onMetadata(link, parseMetadataMessage(payload), now)
    else throw new ProtocolError('bad-extension', `extension ${id} was never offered`)
    this.tick(now)
  }

  leave(link: LinkId, now: Millis): void {
    this.#fetch.removeSource(link)
    this.tick(now)
  }

  /** Ask for what is missing of the metadata, of whose turn it is. */
  tick(now: Millis): void {
    if (this.#metadata !== undefined) return
    const wanted = this.#fetch.requests(now)
    if (wanted === undefined) return
    for (const piece of wanted.pieces) this.#sendMetadata(wanted.link, { type: 'request', piece })
  }

  /** The metadata that was being checked is right. */
  accepted(): Uint8Array<ArrayBuffer> {
    const metadata = this.#fetch.accepted()
    this.#metadata = metadata
    for (const link of this.#links.values()) if (!link.isGreeting) this.greet(link)
    return metadata
  }

  /** It is false: others are asked from now on. */
  refuted(): void {
    this.#fetch.refuted()
  }

  /** Who sent the dictionary that was last to be checked. */
  get sender(): PeerId | undefined {
    return this.#sender
  }

  #onHandshake(link: Link, payload: Uint8Array): void {
    const { metadataSize, extensions } = link.onExtendedHandshake(payload)
    if (metadataSize === undefined || !extensions.has('ut_metadata')) return
    if (this.#metadata === undefined) this.#fetch.addSource(link.id, metadataSize)
  }

  #onMetadata(link: Link, message: MetadataMessage | undefined, now: Millis): void {
    if (message?.type === 'request') this.#serve(link, message.piece)
    if (message === undefined || this.#metadata !== undefined) return
    if (message.type === 'reject') this.#fetch.onReject(link.id, now)
    if (message.type === 'data') this.#onData(link, message, now)
  }

  #onData(link: Link, message: Extract<MetadataMessage, { type: 'data' }>, now: Millis): void {
    const bytes = this.#fetch.onData(link.id, message, now)
    if (bytes === undefined) return
    this.#sender = link.remote
    const sha1 = fromHex(this.#options.infoHash)
    this.#emit({ type: 'verify', subject: { kind: 'metadata' }, bytes, sha1 })
  }

  #serve(link: Link, piece: number): void {
    if (!link.extended?.extensions.has('ut_metadata')) {
      throw new ProtocolError('bad-extension', 'asks for metadata, which it never spoke of')
    }
    const metadata = this.#metadata
    const bytes = metadata && link.mayServeMetadata() ? metadataPiece(metadata, piece) : undefined
    this.#sendMetadata(
      link.id,
      metadata && bytes
        ? { type: 'data', piece, totalSize: metadata.length, bytes }
        : { type: 'reject', piece },
    )
  }

  #sendMetadata(link: LinkId, message: MetadataMessage): void {
    const id = this.#links.get(link)?.extended?.extensions.get('ut_metadata')
    if (id !== undefined) this.#send(link, id, encodeMetadataMessage(message))
  }

  #send(link: LinkId, id: number, payload: Uint8Array): void {
    this.#emit({ type: 'send', link, message: { type: 'extended', id, payload } })
  }
}
