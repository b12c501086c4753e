/** What may stand in one message between a client and its tracker, in whichever of its dialects. */

/** As framed by the socket. The largest lawful one, ten offers at once, has room in it. */
export const MAX_MESSAGE_BYTES = 64 * 1024

/** UTF-16 units. A data-channel SDP is 1-3 KB with all its candidates inside. */
export const MAX_SDP_LENGTH = 16 * 1024

/** UTF-16 units: one sentence. */
export const MAX_REASON_LENGTH = 300
