/**
 * The header of a message between two tabs of an emulated network: when, in emulated time, it reaches
 * the receiver's own line. The real message may arrive earlier, and waits.
 */
import type { Millis } from '../../../shared/base/ids.ts'

/** `firstMs` to `lastMs` as in `Train`. */
export interface Stamp {
  /** Place in the flow, from 0: messages that were sent again are overtaken, and reordered at the end. */
  readonly order: number
  /** Including headers. */
  readonly wireBytes: number
  readonly firstMs: Millis
  readonly lastButOneMs: Millis
  readonly lastMs: Millis
}

export const STAMP_BYTES = 4 + 4 + 3 * 8

/** A message is cut at 64 KiB or so; headers are a few per cent, but 100 % of the smallest. */
const MAX_WIRE_BYTES = 1024 * 1024
/** No queue of an emulated network is an hour long. */
const MAX_AWAY_MS = 3_600_000

type Bytes = Uint8Array<ArrayBuffer>

export function withStamp(stamp: Stamp, payload: Bytes): Bytes {
  const bytes = new Uint8Array(STAMP_BYTES + payload.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, stamp.order)
  view.setUint32(4, stamp.wireBytes)
  view.setFloat64(8, stamp.firstMs)
  view.setFloat64(16, stamp.lastButOneMs)
  view.setFloat64(24, stamp.lastMs)
  bytes.set(payload, STAMP_BYTES)
  return bytes
}

/** Undefined for what no tab of the network sends. Comparisons are written so that NaN fails them. */
export function readStamped(
  bytes: Bytes,
  now: Millis,
): { readonly stamp: Stamp; readonly payload: Bytes } | undefined {
  if (bytes.length < STAMP_BYTES) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, STAMP_BYTES)
  const stamp = {
    order: view.getUint32(0),
    wireBytes: view.getUint32(4),
    firstMs: view.getFloat64(8),
    lastButOneMs: view.getFloat64(16),
    lastMs: view.getFloat64(24),
  }
  const { wireBytes, firstMs, lastButOneMs, lastMs } = stamp
  const isInOrder = firstMs <= lastMs && lastButOneMs <= lastMs
  const earliestMs = Math.min(firstMs, lastButOneMs)
  const isNear = earliestMs > now - MAX_AWAY_MS && lastMs < now + MAX_AWAY_MS
  const isLarge = wireBytes >= bytes.length - STAMP_BYTES && wireBytes <= MAX_WIRE_BYTES
  if (!(isInOrder && isNear && isLarge)) return undefined
  return { stamp, payload: bytes.subarray(STAMP_BYTES) }
}

const GREETING = 'tabswarm network 1 '

/** The first message, both ways: the sender's node. */
export const hello = (node: string): Bytes => new TextEncoder().encode(GREETING + node)

/** Undefined if this is no hello. */
export function readHello(bytes: Bytes): string | undefined {
  const text = new TextDecoder().decode(bytes)
  return text.startsWith(GREETING) ? text.slice(GREETING.length) : undefined
}
