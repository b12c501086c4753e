/**
 * The allowed fast set (BEP 6): a few pieces that a remote may fetch although it is choked, so that a
 * newcomer soon has something to give. Every peer computes the same set for the same remote, or it
 * would collect other pieces from everybody and never need to be unchoked.
 */
import { sha1 } from '@noble/hashes/legacy.js'
import { fromHex, type InfoHash, type PeerId } from '../base/ids.ts'

export type AllowedFast = (remote: PeerId, infoHash: InfoHash, pieceCount: number) => number[]

/** BEP 6 suggests ten; libtorrent has five. */
const SET_SIZE = 5

/**
 * The set for one remote. BEP 6 draws it from three bytes of the IP address, so that many names of one
 * network share a set. A tab does not know addresses: the peer id stands for it, so a new id gets a new
 * set, but only after a new connection.
 */
export function allowedFastSet(remote: PeerId, infoHash: InfoHash, pieceCount: number): number[] {
  return pieceSet(fromHex(remote), fromHex(infoHash), pieceCount, SET_SIZE)
}

/** BEP 6: pieces are drawn from SHA-1 of origin and info hash, and of that again, until there are enough. */
export function pieceSet(
  origin: Uint8Array,
  infoHash: Uint8Array,
  pieceCount: number,
  size: number,
): number[] {
  const pieces = new Set<number>()
  let x = Uint8Array.from([...origin, ...infoHash])
  while (pieces.size < Math.min(size, pieceCount)) {
    x = sha1(x)
    const words = new DataView(x.buffer)
    for (let at = 0; at < x.length && pieces.size < size; at += 4)
      pieces.add(words.getUint32(at) % pieceCount)
  }
  return [...pieces]
}
