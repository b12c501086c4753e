/** SHA-1 of pieces, and this tab's peer id. Both work without a secure context (http on a LAN). */
import { type PeerId, toHex } from '../../shared/base/ids.ts'

export async function sha1(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  // Undefined on plain http, whatever the types say.
  const subtle = crypto.subtle as SubtleCrypto | undefined
  if (subtle) return new Uint8Array(await subtle.digest('SHA-1', bytes))
  const { sha1: library } = await import('@noble/hashes/legacy.js')
  return new Uint8Array(library(bytes))
}

/** BEP 20: client and version; 'TW' is in no published list ('TS' is TorrentStorm). */
const CLIENT_PREFIX = '-TW0100-'
const PRINTABLE = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-.'

export function newPeerId(): PeerId {
  const bytes = new Uint8Array(20)
  new TextEncoder().encodeInto(CLIENT_PREFIX, bytes)
  const tail = crypto.getRandomValues(bytes.subarray(CLIENT_PREFIX.length))
  for (let i = 0; i < tail.length; i++)
    tail[i] = PRINTABLE.charCodeAt((tail[i] as number) % PRINTABLE.length)
  return toHex(bytes) as PeerId
}

/** 40 hex digits that nobody else will make. */
export const newMeetingCode = (): string => toHex(crypto.getRandomValues(new Uint8Array(20)))

export const newSeed = (): number => crypto.getRandomValues(new Uint32Array(1))[0] as number
