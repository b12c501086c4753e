/** Limits of one message between a client and the tracker, in either of its protocols. */

/** As framed by the socket. The largest valid message, ten offers at once, fits. */
export const MAX_MESSAGE_BYTES = 64 * 1024

/** UTF-16 units. A data-channel SDP is 1-3 KB with all its candidates inside. */
export const MAX_SDP_LENGTH = 16 * 1024

/** UTF-16 units: one sentence. */
export const MAX_REASON_LENGTH = 300
