/** What may stand in one message between a client and its tracker, in whichever of its dialects. */

/** As framed by the socket. The largest lawful one, ten offers at once, has room in it. */
export const MAX_MESSAGE_BYTES = 64 * 1024

export { MAX_REASON_LENGTH, MAX_SDP_LENGTH } from '../wire/signal.ts'
