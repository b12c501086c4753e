import { type PieceLayout, pieceLengthAt } from '../base/pieces.ts'

export { pieceLengthAt } from '../base/pieces.ts'

/** What a torrent is, once parsed: trusted everywhere behind `parseInfo`. Lengths in bytes. */
export interface TorrentFile {
  /** Repaired components, never empty, never '..', without separators, no two paths alike on any system. */
  readonly path: readonly string[]
  readonly length: number
  /** Where the file begins in the torrent's bytes, all files one after the other (BEP 3). */
  readonly offset: number
  /** Its place in the list of the metadata, where padding and links count, too: what BEP 53 counts by. */
  readonly index: number
}

export interface Info extends PieceLayout {
  readonly name: string
  /** 20 bytes a piece, SHA-1. */
  readonly pieceHashes: Uint8Array
  readonly files: readonly TorrentFile[]
  /** How many files its metadata lists: these, padding and links. */
  readonly entryCount: number
  /** How many symbolic links it has, which are left out. */
  readonly symlinks: number
  /** BEP 27. */
  readonly private: boolean
  /** The info dictionary as it came, byte for byte: its SHA-1 is the info hash. */
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** The bytes of its files, without the padding between them. */
export const contentLength = ({ files }: Pick<Info, 'files'>): number =>
  files.reduce((sum, { length }) => sum + length, 0)

export const pieceHashAt = (info: Info, piece: number): Uint8Array =>
  info.pieceHashes.subarray(piece * 20, piece * 20 + 20)

/** Length in bytes of the block that begins there; only the last of a piece may be shorter. */
export const blockLengthAt = (
  info: Info,
  { piece, begin }: { readonly piece: number; readonly begin: number },
  blockBytes: number,
): number => Math.min(blockBytes, pieceLengthAt(info, piece) - begin)

/** A page can still list them, and 10 MB of metadata hardly name more. */
export const MAX_FILES = 100_000

/** Folders in one another, the file included: libtorrent's limit. */
export const MAX_PATH_DEPTH = 100

/** Each ends the sentence "This torrent cannot be used: …". */
const FAULTS = {
  damaged: 'it is damaged',
  'file-too-large': 'the .torrent file is longer than 10 MB',
  'info-too-large': 'its description is longer than 10 MB',
  'no-info': 'it has no description',
  'v2-only': 'it is for BitTorrent version 2 only, not 1 or both',
  empty: 'there is nothing in it',
  'too-many-files': `it has more than ${MAX_FILES} files`,
  'no-list': 'its files are not a list',
  'no-files': 'it has neither a length nor a list of files',
  'bad-file': 'a file is not described',
  symlink: 'all it has is a link to another place on the disk',
  'bad-length': 'a file has no valid length',
  'too-long': 'its files are impossibly long',
  'long-padding': 'its padding is longer than a piece',
  'too-deep': `it has more than ${MAX_PATH_DEPTH} folders in one another`,
  'bad-name': 'the name of a file or folder in it points to another folder',
  'bad-piece-length': 'the length of its pieces is not between 1 byte and 64 MiB',
  'no-hashes': 'its checksums are missing',
  'bad-hashes': 'its checksums do not fit its length',
} as const

export type TorrentFault = keyof typeof FAULTS

const sentenceOf = (fault: TorrentFault): string =>
  `This torrent cannot be used: ${FAULTS[fault]}. Ask whoever made it for a new one.`

/** By the sentence, which is all that reaches a page of a torrent from peers. */
export const torrentFaultIn = (sentence: string): TorrentFault | undefined =>
  (Object.keys(FAULTS) as TorrentFault[]).find(fault => sentenceOf(fault) === sentence)

/** A torrent, or its metadata, that may not be used. The message is a sentence for a person. */
export class TorrentError extends Error {
  override readonly name = 'TorrentError'
  readonly code: TorrentFault
  constructor(code: TorrentFault, options?: ErrorOptions) {
    super(sentenceOf(code), options)
    this.code = code
  }
}
