/**
 * The info dictionary and the .torrent file around it (BEP 3, BEP 12, BEP 27). All that comes from
 * outside passes `parseInfo`, whether from a file, from peers or from storage; behind it an `Info`
 * is trusted. Hybrid torrents (BEP 52) are read as version 1.
 */
import { harmlessText } from '../base/text.ts'
import {
  type BencodeDict,
  BencodeError,
  type BencodeValue,
  decodeBencode,
  encodeBencode,
  rawEntries,
} from '../wire/bencode.ts'
import { MAX_METADATA_BYTES } from '../wire/metadata.ts'
import { readFiles, readName } from './file-list.ts'
import { type Info, TorrentError } from './info.ts'
import { trackerUrls } from './tracker-url.ts'

export { TorrentError }

/** libtorrent's limit. */
export const MAX_TORRENT_BYTES = 10_000_000

/** A piece is held in memory until it is verified; real torrents stay at or below 32 MiB. */
export const MAX_PIECE_BYTES = 64 * 1024 * 1024

/** In UTF-16 units: a paragraph. */
const MAX_COMMENT_LENGTH = 1000

const HASH_BYTES = 20
const utf8 = new TextEncoder()
const fromUtf8 = new TextDecoder()

/** The info dictionary. Copies the bytes. Throws `TorrentError`. */
export function parseInfo(bytes: Uint8Array): Info {
  if (bytes.length > MAX_METADATA_BYTES)
    throw new TorrentError('too-large', 'its description is longer than 10 MB')
  const ownBytes = new Uint8Array(bytes)
  const info = orTorrentError(() => decodeBencode(ownBytes))
  if (!(info instanceof Map)) throw new TorrentError('bad-field', 'it has no description')
  if (!info.has('pieces') && (info.has('file tree') || info.get('meta version') === 2))
    throw new TorrentError('v2-only', 'it is for BitTorrent version 2 only, not 1 or both')

  const name = readName(info.get('name.utf-8') ?? info.get('name'))
  const pieceLength = readPieceLength(info)
  const { files, length } = readFiles(info, name, pieceLength)
  if (length === 0 || files.length === 0) throw new TorrentError('empty', 'there is nothing in it')
  const pieceHashes = readPieceHashes(info, length, pieceLength)
  return {
    name,
    length,
    pieceLength,
    pieceCount: pieceHashes.length / HASH_BYTES,
    pieceHashes,
    files,
    private: info.get('private') === 1,
    bytes: ownBytes,
  }
}

export interface InfoParts {
  readonly name: string
  readonly files: readonly { readonly path: readonly string[]; readonly length: number }[]
  readonly pieceLength: number
  /** 20 bytes a piece. */
  readonly pieceHashes: Uint8Array
  readonly private?: boolean
}

/**
 * Describes one's own files: one file called like the torrent is a single-file torrent, all else is
 * a folder of that name. Throws `TorrentError` if others would refuse it.
 */
export function buildInfo(parts: InfoParts): Info {
  const info: BencodeDict = new Map<string, BencodeValue>([
    ['name', utf8.encode(parts.name)],
    ['piece length', parts.pieceLength],
    ['pieces', parts.pieceHashes],
  ])
  const [first, second] = parts.files
  if (first && !second && first.path.length === 1 && first.path[0] === parts.name)
    info.set('length', first.length)
  else info.set('files', parts.files.map(describeFile))
  if (parts.private) info.set('private', 1)
  return parseInfo(encodeBencode(info))
}

const describeFile = (file: InfoParts['files'][number]): BencodeDict =>
  new Map<string, BencodeValue>([
    ['length', file.length],
    ['path', file.path.map(name => utf8.encode(name))],
  ])

export interface TorrentContents {
  readonly info: Info
  /** Usable addresses, all tiers one after the other. */
  readonly announce: readonly string[]
  readonly comment?: string
}

/** Throws `TorrentError`. */
export function parseTorrentFile(bytes: Uint8Array): TorrentContents {
  if (bytes.length > MAX_TORRENT_BYTES)
    throw new TorrentError('too-large', 'the .torrent file is longer than 10 MB')
  const entries = orTorrentError(() => rawEntries(bytes))
  const info = entries.get('info')
  if (!info) throw new TorrentError('missing-field', 'it has no description')
  const value = (key: string): BencodeValue | undefined => {
    const raw = entries.get(key)
    return raw && decodeBencode(raw)
  }
  const comment = readText(value('comment'))
  return {
    info: parseInfo(info),
    announce: readTrackers(value('announce'), value('announce-list')),
    ...(comment && { comment: harmlessText(comment, MAX_COMMENT_LENGTH) }),
  }
}

/** Keeps the info dictionary byte for byte: anything else would be another torrent. */
export function encodeTorrentFile(
  info: Info,
  options: { readonly announce?: readonly string[]; readonly comment?: string } = {},
): Uint8Array<ArrayBuffer> {
  const fields: BencodeDict = new Map()
  const trackers = (options.announce ?? []).map(url => utf8.encode(url))
  if (trackers[0]) {
    fields.set('announce', trackers[0])
    fields.set(
      'announce-list',
      trackers.map(tracker => [tracker]),
    )
  }
  if (options.comment) fields.set('comment', utf8.encode(options.comment))
  // 'info' sorts behind all of these, so it goes where the final 'e' of the dictionary is.
  const head = encodeBencode(fields)
  const key = utf8.encode('4:info')
  const bytes = new Uint8Array(head.length + key.length + info.bytes.length)
  bytes.set(head)
  bytes.set(key, head.length - 1)
  bytes.set(info.bytes, head.length - 1 + key.length)
  bytes[bytes.length - 1] = head[head.length - 1] as number
  return bytes
}

function readPieceLength(info: BencodeDict): number {
  const length = info.get('piece length')
  if (typeof length !== 'number' || length <= 0 || length > MAX_PIECE_BYTES)
    throw new TorrentError(
      'bad-piece-length',
      'the length of its pieces is not between 1 and 64 MiB',
    )
  return length
}

/** Exactly as many as the length needs. `MAX_METADATA_BYTES` keeps them far below `MAX_PIECES`. */
function readPieceHashes(info: BencodeDict, length: number, pieceLength: number): Uint8Array {
  const hashes = info.get('pieces')
  if (!(hashes instanceof Uint8Array))
    throw new TorrentError('bad-pieces', 'it has no piece hashes')
  const count = hashes.length / HASH_BYTES
  if (!Number.isInteger(count) || count !== Math.ceil(length / pieceLength))
    throw new TorrentError('bad-pieces', 'its piece hashes do not fit its length')
  return hashes
}

function readTrackers(first: BencodeValue | undefined, tiers: BencodeValue | undefined): string[] {
  const all = [first, tiers].flat(2) as BencodeValue[]
  return trackerUrls(all.map(url => readText(url) ?? ''))
}

const readText = (value: BencodeValue | undefined): string | undefined =>
  value instanceof Uint8Array ? fromUtf8.decode(value) : undefined

function orTorrentError<T>(decode: () => T): T {
  try {
    return decode()
  } catch (error) {
    if (!(error instanceof BencodeError)) throw error
    throw new TorrentError('not-bencode', `it is damaged (${error.message})`)
  }
}

// --- the length of pieces of a new torrent, in bytes

/**
 * A piece costs a browser the same few calls into its storage whatever its length: at 64 KiB these
 * cost a fifth more CPU for each byte than here, and 1 MiB gains nothing more.
 */
const MIN_PIECE_BYTES = 256 * 1024

/** A piece is held in memory until it is verified, one for every link at worst: 30 x 8 MiB. */
const MAX_CHOSEN_PIECE_BYTES = 8 * 1024 * 1024

/** Enough that peers soon have something to trade, and few enough for 20 KB of metadata. */
const TARGET_PIECES = 1024

/** Hashes fill at most 80 % of the metadata a peer accepts; the rest is for file names. */
const MAX_CHOSEN_PIECES = (0.8 * MAX_METADATA_BYTES) / 20

/** A power of two. Longer than 8 MiB only where the hashes would outgrow the metadata (3 TB). */
export function choosePieceLength(totalBytes: number): number {
  let length = MIN_PIECE_BYTES
  while (length < MAX_CHOSEN_PIECE_BYTES && totalBytes / length > TARGET_PIECES) length *= 2
  while (totalBytes / length > MAX_CHOSEN_PIECES) length *= 2
  return length
}
