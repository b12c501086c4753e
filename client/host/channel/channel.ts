/** A connection to one remote, as the rest of the host sees it. Knows nothing of WebRTC or peers. */

import type { Reach } from '../../../shared/peer/reach.ts'
import type { RtcSignal } from '../../../shared/wire/signal.ts'

/** Ordered and reliable, carrying bytes both ways; message borders mean nothing. */
export interface Channel {
  /** What one `send` may carry at most, in bytes. */
  readonly maxMessageBytes: number
  /** Handed to `send` and not yet on the network. */
  readonly bufferedBytes: number
  /** Every protocol message is to be sent by itself: an emulated network counts its headers. */
  readonly isApart?: boolean
  /** The bytes are copied before it returns. A channel that cannot send closes itself. */
  send(bytes: Uint8Array<ArrayBuffer>): void
}

export type { Reach, RtcSignal }

export interface ConnectionHandlers {
  onSignal(signal: RtcSignal): void
  /** After `onOpen`, and again when it has changed. */
  onReach?(reach: Reach): void
  /** Between ICE and the remote's; after `onOpen`, and again while much is sent. `readings`: that are new. */
  onRoundTrip?(ms: number, readings: number): void
  /** ICE has found the remote; before `onOpen`, if it is told at all. */
  onReached?(): void
  /** No packet of the remote comes any more; it may be that none ever does. After `onOpen`. */
  onWayLost?(): void
  /** Once, before the first `onBytes`. */
  onOpen(channel: Channel): void
  /** One message as received; the array is the receiver's to keep. */
  onBytes(bytes: Uint8Array<ArrayBuffer>): void
  /** The send queue has fallen to `queuedBytes`, half or less of its height. */
  onDrained(queuedBytes: number): void
  /** Once, and last; never after our own `close`. */
  onClose(reason: string): void
}

export interface Connection {
  /** From the remote. Anything malformed closes this connection. */
  signal(signal: RtcSignal): void
  /** Frees everything. No handler is called any more. */
  close(): void
}

export type Role = 'offerer' | 'answerer'

/**
 * `whole`: the offer or answer holds all candidates; none is signalled afterwards. `lane`: so it is, and no
 * relay passes anything on.
 */
export type ConnectionKind = 'trickle' | 'whole' | 'lane'

export type Connect = (
  role: Role,
  handlers: ConnectionHandlers,
  kind?: ConnectionKind,
) => Connection

/** The size of Chromium's send queue: what a shaped connection may have under way, each direction. */
export const MAX_HELD_BYTES = 16 * 1024 * 1024

/** Tells when a send queue has sunk to half its height, as `bufferedAmountLowThreshold` does. */
export class LowWaterMark {
  #highBytes = 0

  rose(bytes: number): void {
    this.#highBytes = Math.max(this.#highBytes, bytes)
  }

  /** True if the mark is reached: the next is half of this. */
  fell(bytes: number): boolean {
    if (bytes > this.#highBytes >> 1) return false
    this.#highBytes = bytes
    return true
  }
}
