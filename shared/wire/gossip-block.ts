/** How a block of gossip begins: all of gossip's messages (`gossip.ts`) that a log and a budget look at. */

/** Its name in the extended handshake. */
export const GOSSIP_EXTENSION = 'ts_gossip'

/** The first byte of a block's head, and the length of the head. */
export const BLOCK_MARK = 0
export const BLOCK_HEAD_BYTES = 9

export const isGossipBlock = (payload: Uint8Array): boolean =>
  payload[0] === BLOCK_MARK && payload.length >= BLOCK_HEAD_BYTES

/** For the log: the block that an extended message carries, if it carries one. */
export function gossipBlockOf(
  payload: Uint8Array,
): { readonly piece: number; readonly begin: number; readonly length: number } | undefined {
  if (!isGossipBlock(payload)) return undefined
  const head = new DataView(payload.buffer, payload.byteOffset)
  const length = payload.length - BLOCK_HEAD_BYTES
  return { piece: head.getUint32(1), begin: head.getUint32(5), length }
}
