/**
 * How a tab shows that a peer id is its own. The tail of the id is the beginning of the hash of an Ed25519
 * public key (RFC 8032), whose secret key stays in the memory of the tab. Any server can check that without
 * having seen the id before, also after a restart: names that certify themselves, as in RFC 3972.
 *
 * A signature names the server that it is shown to, as WebAuthn's name their origin, so another server can
 * do nothing with it. By Socket.IO it names the connection as well, so that even who overhears it cannot
 * show it again; the WebTorrent protocol gives a connection no name that both ends know.
 */
import * as v from 'valibot'
import { ID_BYTES, type PeerId, toHex } from '../base/ids.ts'

/** BEP 20: client and version; 'TW' is in no published list ('TS' is TorrentStorm). */
const CLIENT_PREFIX = '-TW0100-'
/** Of any version. */
const OUR_PREFIX_HEX = toHex(new TextEncoder().encode('-TW'))

export interface Proof {
  /** 32 bytes, in hex. */
  readonly publicKey: string
  /** 64 bytes, in hex. */
  readonly signature: string
}

export const proofOf = (publicKey: Uint8Array, signature: Uint8Array): Proof => ({
  publicKey: toHex(publicKey),
  signature: toHex(signature),
})

/** To whom a proof is shown. */
export interface ProofScope {
  readonly door: 'socket.io' | 'webtorrent'
  /** As `serverNameOf` gives it. */
  readonly server: string
  /** The name that the server gave the connection; empty at the WebTorrent door. */
  readonly connection: string
}

/** A peer id, and what shows to whom it belongs. */
export interface Identity {
  readonly peerId: PeerId
  prove(scope: ProofScope): Promise<Proof>
}

const hexOf = (bytes: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`)))
export const publicKeyHex = hexOf(32)
export const signatureHex = hexOf(64)

/** An id of our own clients. Ids of other clients belong to who announces them first. */
export const needsProof = (peerId: PeerId): boolean => peerId.startsWith(OUR_PREFIX_HEX)

/**
 * The tail has 12 bytes, and all 96 bits of them are of the hash: to find a key for the id of one given tab
 * takes 2^96 tries, and for that of any of a million tabs 2^76 each, while a tab lives for hours.
 */
export function peerIdOf(sha256OfKey: Uint8Array): PeerId {
  const bytes = new Uint8Array(ID_BYTES)
  new TextEncoder().encodeInto(CLIENT_PREFIX, bytes)
  const tail = ID_BYTES - CLIENT_PREFIX.length
  bytes.set(sha256OfKey.subarray(0, tail), CLIENT_PREFIX.length)
  return toHex(bytes) as PeerId
}

/** What is signed. None of its lines can hold the end of a line. */
export const signedBytes = (
  peerId: PeerId,
  { door, server, connection }: ProofScope,
): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(['tabswarm peer id 1', door, server, connection, peerId].join('\n'))

/** A `Host` or `URL.host`. Browsers leave out the default port, and some proxies write it. */
export const serverNameOf = (host: string): string => host.toLowerCase().replace(/:(80|443)$/, '')
