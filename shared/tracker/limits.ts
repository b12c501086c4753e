/** Limits of one message between a client and the tracker, in either of its protocols. */

/** As framed by the socket. The largest valid message, ten offers at once, fits. */
export const MAX_MESSAGE_BYTES = 64 * 1024

export { MAX_REASON_LENGTH, MAX_SDP_LENGTH } from '../wire/signal.ts'
