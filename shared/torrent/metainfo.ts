/**
 * The info dictionary and the .torrent file around it (BEP 3, BEP 12, BEP 27). All that comes from
 * outside passes `parseInfo`, whether from a file, from peers or from storage; behind it an `Info`
 * is trusted. Hybrid torrents (BEP 52) are read as version 1.
 */
import { finished, type Slices } from '../base/slices.ts'
import { harmlessText } from '../base/text.ts'
import {
  type BencodeDict,
  BencodeError,
  type BencodeValue,
  decodingBencode,
  encodeBencode,
  encodeRawEntries,
  readingRawEntries,
} from '../wire/bencode.ts'
import { MAX_METADATA_BYTES } from '../wire/metadata.ts'
import { charsetLabel, charsetOfCodepage } from './charset.ts'
import { distinctPaths } from './distinct-paths.ts'
import { readFiles, readName } from './file-list.ts'
import { type Info, TorrentError } from './info.ts'
import { trackerUrls, webSeedUrls } from './tracker-url.ts'

export { TorrentError }

/** libtorrent's limit. */
export const MAX_TORRENT_BYTES = 10_000_000

/** A piece is held in memory until it is verified; real torrents stay at or below 32 MiB. */
export const MAX_PIECE_BYTES = 64 * 1024 * 1024

/** In UTF-16 units: a paragraph. */
const MAX_COMMENT_LENGTH = 1000

/** Tiers of trackers, and addresses in one: 20 that are usable are kept, and what has more before them has none. */
const MAX_READ_URLS = 1_000

const HASH_BYTES = 20
const utf8 = new TextEncoder()
const fromUtf8 = new TextDecoder()

export const parseInfo = (bytes: Uint8Array, encoding?: string): Info =>
  finished(readingInfo(bytes, encoding))

/**
 * The info dictionary, in slices: a hundred thousand files take a second. Copies the bytes. `encoding`: of the
 * names that are not UTF-8, as the `.torrent` file says. Throws `TorrentError`.
 */
export function* readingInfo(bytes: Uint8Array, encoding?: string): Slices<Info> {
  if (bytes.length > MAX_METADATA_BYTES) throw new TorrentError('info-too-large')
  const ownBytes = new Uint8Array(bytes)
  const info = yield* orTorrentError(decodingBencode(ownBytes, { isLoose: true }))
  if (!(info instanceof Map)) throw new TorrentError('no-info')
  if (!info.has('pieces') && (info.has('file tree') || info.get('meta version') === 2))
    throw new TorrentError('v2-only')

  const charset = charsetLabel(readText(info.get('encoding'))) ?? encoding
  const name = readName([info.get('name.utf-8'), info.get('name')], charset)
  const pieceLength = readPieceLength(info)
  const { files, length, entryCount, symlinks } = yield* readFiles(info, name, pieceLength, charset)
  if (length === 0 || files.length === 0) throw new TorrentError('empty')
  const pieceHashes = readPieceHashes(info, length, pieceLength)
  return {
    name,
    length,
    pieceLength,
    pieceCount: pieceHashes.length / HASH_BYTES,
    pieceHashes,
    files,
    entryCount,
    symlinks,
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
 * a folder of that name. Equal names are numbered. Throws `TorrentError` if it cannot be described.
 */
export function buildInfo(parts: InfoParts): Info {
  const paths = distinctPaths(parts.files.map(file => file.path))
  const files = parts.files.map(({ length }, i) => ({ path: paths[i] as string[], length }))
  const info: BencodeDict = new Map<string, BencodeValue>([
    ['name', utf8.encode(parts.name)],
    ['piece length', parts.pieceLength],
    ['pieces', parts.pieceHashes],
  ])
  const [first, second] = files
  if (first && !second && first.path.length === 1 && first.path[0] === parts.name)
    info.set('length', first.length)
  else info.set('files', files.map(describeFile))
  if (parts.private) info.set('private', 1)
  return parseInfo(encodeBencode(info))
}

const describeFile = (file: InfoParts['files'][number]): BencodeDict =>
  new Map<string, BencodeValue>([
    ['length', file.length],
    ['path', file.path.map(name => utf8.encode(name))],
  ])

export interface TorrentContents extends Around {
  readonly info: Info
  readonly announce: readonly string[]
}

/** What a `.torrent` file says around the info dictionary. */
export interface Around {
  /** Usable addresses of trackers, all tiers one after the other. */
  readonly announce?: readonly string[]
  /** Their tiers (BEP 12), of which the first is to be tried first; absent: each is one of its own. */
  readonly tiers?: readonly (readonly string[])[]
  readonly comment?: string
  /** Addresses of web servers that have the content (BEP 19). */
  readonly webSeeds?: readonly string[]
  /** Of names that are not UTF-8. */
  readonly encoding?: string
  /** All other fields, each value as it came (bencode); what nobody here knows is handed on. */
  readonly others?: ReadonlyMap<string, Uint8Array>
}

const KNOWN = new Set(['info', 'announce', 'announce-list', 'comment', 'url-list'])

export const parseTorrentFile = (bytes: Uint8Array): TorrentContents =>
  finished(readingTorrentFile(bytes))

/** In slices. Throws `TorrentError`. */
export function* readingTorrentFile(bytes: Uint8Array): Slices<TorrentContents> {
  if (bytes.length > MAX_TORRENT_BYTES) throw new TorrentError('file-too-large')
  const entries = yield* orTorrentError(readingRawEntries(bytes.subarray(beginning(bytes))))
  const info = entries.get('info')
  if (!info) throw new TorrentError('no-info')
  function* value(key: string): Slices<BencodeValue | undefined> {
    const raw = entries.get(key)
    return raw && (yield* decodingBencode(raw, { isLoose: true }))
  }
  const comment = harmlessText(readText(yield* value('comment')) ?? '', MAX_COMMENT_LENGTH)
  const encoding =
    charsetLabel(readText(yield* value('encoding'))) ?? charsetOfCodepage(yield* value('codepage'))
  const tiers = readTiers(yield* value('announce'), yield* value('announce-list'))
  const webSeeds = readUrls(yield* value('url-list'), webSeedUrls)
  const others = [...entries].filter(([key]) => !KNOWN.has(key))
  return {
    info: yield* readingInfo(info, encoding),
    announce: tiers.flat(),
    ...(tiers.some(tier => tier.length > 1) && { tiers }),
    ...(comment && { comment }),
    ...(webSeeds.length > 0 && { webSeeds }),
    ...(encoding && { encoding }),
    ...(others.length > 0 && {
      others: new Map(others.map(([key, raw]) => [key, new Uint8Array(raw)])),
    }),
  }
}

/** Editors put a byte order mark or line breaks before it. */
function beginning(bytes: Uint8Array): number {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  while (at < MAX_BLANKS && /\s/.test(String.fromCharCode(bytes[at] ?? 0))) at++
  return at
}

const MAX_BLANKS = 64

/** Keeps the info dictionary byte for byte: anything else would be another torrent. */
export function encodeTorrentFile(info: Info, around: Around = {}): Uint8Array<ArrayBuffer> {
  const { announce = [], comment, webSeeds = [], others = [] } = around
  const tiers = around.tiers ?? announce.map(url => [url])
  const fields = new Map<string, Uint8Array>(others)
  const set = (key: string, value: BencodeValue) => fields.set(key, encodeBencode(value))
  const first = tiers[0]?.[0]
  if (first !== undefined) {
    set('announce', utf8.encode(first))
    set(
      'announce-list',
      tiers.map(tier => tier.map(url => utf8.encode(url))),
    )
  }
  if (comment) set('comment', utf8.encode(comment))
  if (webSeeds.length > 0)
    set(
      'url-list',
      webSeeds.map(url => utf8.encode(url)),
    )
  fields.set('info', info.bytes)
  return encodeRawEntries(fields)
}

function readPieceLength(info: BencodeDict): number {
  const length = info.get('piece length')
  if (!isSafe(length) || length <= 0 || length > MAX_PIECE_BYTES)
    throw new TorrentError('bad-piece-length')
  return length
}

/** Exactly as many as the length needs. `MAX_METADATA_BYTES` keeps them far below `MAX_PIECES`. */
function readPieceHashes(info: BencodeDict, length: number, pieceLength: number): Uint8Array {
  const hashes = info.get('pieces')
  if (!(hashes instanceof Uint8Array)) throw new TorrentError('no-hashes')
  const count = hashes.length / HASH_BYTES
  if (!Number.isInteger(count) || count !== Math.ceil(length / pieceLength))
    throw new TorrentError('bad-hashes')
  return hashes
}

/** `announce` where no tier has it goes first. Some programs write the tiers as one list of addresses. */
function readTiers(
  first: BencodeValue | undefined,
  list: BencodeValue | undefined,
): (readonly string[])[] {
  const found: string[][] = []
  for (const tier of Array.isArray(list) ? list.slice(0, MAX_READ_URLS) : [])
    found.push(readUrls(tier, trackerUrls))
  const inTiers = new Set(found.flat())
  const alone = readUrls(first, trackerUrls).filter(url => !inTiers.has(url))
  const usable = new Set(trackerUrls([alone, ...found].flat()))
  // Each once, in the first tier that has it.
  const tiers = [alone, ...found].map(tier => tier.filter(url => usable.delete(url)))
  return tiers.filter(tier => tier.length > 0)
}

const readUrls = (
  value: BencodeValue | undefined,
  usable: (urls: Iterable<string>) => string[],
): string[] => {
  const texts = [value].flat().slice(0, MAX_READ_URLS).map(readText)
  const urls = texts.flatMap(text => text?.split(NEXT_URL, MAX_READ_URLS) ?? [])
  return usable(urls.slice(0, MAX_READ_URLS).map(withoutSeparators))
}

/** Some programs write several as one text. One character, as the time for a run of them is its square. */
const NEXT_URL = /[\s,;|](?=[a-z]{2,6}:\/\/)/i

function withoutSeparators(text: string): string {
  let end = text.length
  while (end > 0 && ' \t\r\n,;|'.includes(text[end - 1] as string)) end--
  return text.slice(0, end).trim()
}

/** A loose integer may be NaN. */
const isSafe = (value: BencodeValue | undefined): value is number => Number.isSafeInteger(value)

const readText = (value: BencodeValue | undefined): string | undefined =>
  value instanceof Uint8Array ? fromUtf8.decode(value) : undefined

function* orTorrentError<T>(decoding: Slices<T>): Slices<T> {
  try {
    return yield* decoding
  } catch (error) {
    if (!(error instanceof BencodeError)) throw error
    throw new TorrentError('damaged', { cause: error })
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
