/** The extended handshake (BEP 10): which extensions a peer speaks, and under which ids. */
import { harmlessText } from '../base/text.ts'
import { type BencodeDict, encodeBencode } from './bencode.ts'
import { MAX_METADATA_BYTES } from './metadata.ts'
import { readFields, refuse } from './payload.ts'

export interface ExtendedHandshake {
  /** Name -> the id its owner wants it sent under, 1 to 255. Disabled ones (id 0) are left out. */
  readonly extensions: ReadonlyMap<string, number>
  /** Harmless to show; whether it is true is not known. */
  readonly client?: string
  /** Length of the info dictionary in bytes (BEP 9); absent if the sender does not have it. */
  readonly metadataSize?: number
  /** Requests its owner keeps without dropping any. */
  readonly requestQueue?: number
  /** It has what it wants, and only gives (BEP 21). */
  readonly uploadOnly?: boolean
}

const NAME = 'extended handshake'
/** UTF-16 units of a client's name: it stands in a table cell. */
const MAX_CLIENT_LENGTH = 64
/** Extensions of one peer; about a dozen exist. */
const MAX_EXTENSIONS = 64
/** Larger values are cut to this: 128 MiB of 16 KiB blocks under way on one link. */
const MAX_REQUEST_QUEUE = 8192
/** For `m` and its entries, a few numbers, and the keys of other clients. */
const LIMITS = { depth: 8, tokens: 1000 }

const utf8 = new TextEncoder()
const fromUtf8 = new TextDecoder()

export function encodeExtendedHandshake(handshake: ExtendedHandshake): Uint8Array<ArrayBuffer> {
  const fields: BencodeDict = new Map([['m', new Map(handshake.extensions)]])
  if (handshake.client !== undefined) fields.set('v', utf8.encode(handshake.client))
  if (handshake.metadataSize !== undefined) fields.set('metadata_size', handshake.metadataSize)
  if (handshake.requestQueue !== undefined) fields.set('reqq', handshake.requestQueue)
  if (handshake.uploadOnly) fields.set('upload_only', 1)
  return encodeBencode(fields)
}

/** Throws `ProtocolError` on nonsense; unknown keys are ignored. */
export function parseExtendedHandshake(payload: Uint8Array): ExtendedHandshake {
  const fields = readFields(NAME, payload, LIMITS)
  const client = readClient(fields.get('v'))
  const metadataSize = readMetadataSize(fields.get('metadata_size'))
  const requestQueue = readRequestQueue(fields.get('reqq'))
  return {
    extensions: readExtensions(fields.get('m')),
    ...(client && { client }),
    ...(metadataSize && { metadataSize }),
    ...(requestQueue && { requestQueue }),
    ...(fields.get('upload_only') === 1 && { uploadOnly: true }),
  }
}

function readExtensions(m: unknown): Map<string, number> {
  const extensions = new Map<string, number>()
  if (m === undefined) return extensions
  if (!(m instanceof Map)) return refuse(NAME, 'has extensions that are no dictionary')
  for (const [name, id] of m) {
    if (!Number.isInteger(id) || id < 0 || id > 255)
      refuse(NAME, 'has an extension id out of 0 to 255')
    if (id > 0 && extensions.size < MAX_EXTENSIONS) extensions.set(name, id)
  }
  return extensions
}

function readClient(v: unknown): string | undefined {
  if (!(v instanceof Uint8Array)) return undefined
  // UTF-8 takes at most four bytes for each unit that is kept.
  return harmlessText(fromUtf8.decode(v.subarray(0, 4 * MAX_CLIENT_LENGTH)), MAX_CLIENT_LENGTH)
}

/** Zero is what some clients send for "not known yet". */
function readMetadataSize(size: unknown): number | undefined {
  if (size === undefined || size === 0) return undefined
  if (typeof size !== 'number' || size < 0 || size > MAX_METADATA_BYTES)
    return refuse(NAME, 'tells of metadata of an impossible size')
  return size
}

function readRequestQueue(reqq: unknown): number | undefined {
  if (typeof reqq !== 'number') return undefined
  return Math.min(Math.max(reqq, 1), MAX_REQUEST_QUEUE)
}
