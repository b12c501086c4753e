/** DATA chunks and the packets that carry them (RFC 9260, section 3.3.1). */
import type { Millis } from '../../base/ids.ts'

/** Of a DATA chunk, before its payload. */
export const CHUNK_HEADER_BYTES = 16

/**
 * `flying`: counts against the window. `missing`: a later one was acknowledged. `lost`: to be sent
 * again. `acked`: the sender knows that it has arrived.
 */
type ChunkState = 'flying' | 'missing' | 'lost' | 'acked'

/** A piece of a message; what its sender and its receiver know of it. */
export interface Chunk<Message> {
  /** Transmission sequence number, from 0. */
  readonly tsn: number
  /** With its header and padding. */
  readonly bytes: number
  /** The message that ends with it. */
  readonly ends: { readonly message: Message } | undefined
  readonly sentMs: Millis
  state: ChunkState
  /** SACKs that told of later chunks since it was last sent. */
  misses: number
  isResent: boolean
  /** When it arrives, once its last lane brings it. */
  decidedMs: Millis | undefined
  hasArrived: boolean
}

export interface Packet<Message> {
  readonly chunks: readonly Chunk<Message>[]
  /** When it comes to where it is next. */
  atMs: Millis
  /** Its sender asks for a SACK at once (RFC 7053). */
  readonly wantsSack: boolean
}

/** A SACK tells of these chunks for the first time. */
export interface Sack<Message> {
  readonly chunks: readonly Chunk<Message>[]
  /** Some chunk before these has not arrived. */
  readonly hasGaps: boolean
  readonly atMs: Millis
}

export const paddedTo4 = (bytes: number): number => Math.ceil(bytes / 4) * 4
export const cutTo4 = (bytes: number): number => Math.floor(bytes / 4) * 4
