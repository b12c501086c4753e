/**
 * Peer exchange between our own tabs, ts_pex: the peers that the sender is linked with, as in BEP 11 but
 * by peer id. A tab has no address that others could dial: it is reached by a signal that a common peer
 * relays (`relay.ts`). The sender can relay to every peer that it names here.
 *
 *   added    20 bytes each     added.f  a byte each: bit 1, holds everything (as BEP 11)
 *   dropped  20 bytes each
 */
import { fromHex, ID_BYTES, type PeerId, toHex } from '../base/ids.ts'
import { type BencodeDict, encodeBencode } from './bencode.ts'
import { readFields, refuse } from './payload.ts'

/** Peers added, and peers dropped, in one message (BEP 11). */
export const MAX_PEX_PEERS = 50

/** BEP 11's flag for seeders and peers that only upload. */
const SEED_FLAG = 0x02

interface PexPeer {
  readonly id: PeerId
  readonly isSeed: boolean
}

export interface PexMessage {
  readonly added: readonly PexPeer[]
  readonly dropped: readonly PeerId[]
}

export function encodePex({ added, dropped }: PexMessage): Uint8Array<ArrayBuffer> {
  return encodeBencode(
    new Map([
      ['added', joinIds(added.map(({ id }) => id))],
      ['added.f', Uint8Array.from(added, ({ isSeed }) => (isSeed ? SEED_FLAG : 0))],
      ['dropped', joinIds(dropped)],
    ]),
  )
}

/** Throws `ProtocolError`. */
export function parsePex(payload: Uint8Array): PexMessage {
  const fields = readFields('ts_pex', payload)
  const ids = readIds(fields, 'added')
  const flags = readBytes(fields, 'added.f')
  if (flags.length !== ids.length) refuse('ts_pex', 'does not have one flag for each peer')
  return {
    added: ids.map((id, i) => ({ id, isSeed: ((flags[i] as number) & SEED_FLAG) !== 0 })),
    dropped: readIds(fields, 'dropped'),
  }
}

function joinIds(ids: readonly PeerId[]): Uint8Array {
  const bytes = new Uint8Array(ids.length * ID_BYTES)
  for (const [i, id] of ids.entries()) bytes.set(fromHex(id), i * ID_BYTES)
  return bytes
}

function readIds(fields: BencodeDict, key: string): PeerId[] {
  const bytes = readBytes(fields, key)
  const count = bytes.length / ID_BYTES
  if (!Number.isInteger(count)) refuse('ts_pex', `has an incomplete id in ${key}`)
  if (count > MAX_PEX_PEERS) refuse('ts_pex', `names ${count} peers in ${key}`)
  return Array.from(
    { length: count },
    (_, i) => toHex(bytes.subarray(i * ID_BYTES, (i + 1) * ID_BYTES)) as PeerId,
  )
}

function readBytes(fields: BencodeDict, key: string): Uint8Array {
  const bytes = fields.get(key) ?? new Uint8Array()
  return bytes instanceof Uint8Array ? bytes : refuse('ts_pex', `has no bytes in ${key}`)
}
